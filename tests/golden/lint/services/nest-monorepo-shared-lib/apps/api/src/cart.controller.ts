import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { CartService, CartLine } from '@app/common';

@Controller('carts')
export class CartController {
  constructor(private readonly carts: CartService) {}

  @Get(':id')
  get(@Param('id') id: string) {
    return this.carts.get(id);
  }

  @Post(':id/lines')
  add(@Param('id') id: string, @Body() line: CartLine) {
    return this.carts.add(id, line);
  }
}
