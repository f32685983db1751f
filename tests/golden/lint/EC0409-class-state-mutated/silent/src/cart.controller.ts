import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { CartService, Selection } from './cart.service';

@Controller('carts')
export class CartController {
  constructor(private readonly carts: CartService, private readonly selection: Selection) {}

  @Post(':user')
  async add(@Param('user') user: string, @Body() item: { sku: string }) {
    this.selection.pick(item.sku);
    await this.carts.add(user, this.selection.all());
  }

  @Get(':user')
  show(@Param('user') user: string) {
    return this.carts.show(user);
  }
}
