import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { CartService } from './cart.service';

@Controller('carts')
export class CartController {
  constructor(private readonly carts: CartService) {}

  @Post(':user')
  add(@Param('user') user: string, @Body() item: unknown) {
    this.carts.add(user, item);
  }

  @Get(':user')
  show(@Param('user') user: string) {
    return this.carts.show(user);
  }
}
