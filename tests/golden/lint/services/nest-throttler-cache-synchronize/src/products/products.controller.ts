import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ProductsService } from './products.service';

@Controller('products')
export class ProductsController {
  constructor(private readonly products: ProductsService) {}

  @Get(':id')
  find(@Param('id') id: string) {
    return this.products.find(id);
  }

  @Put(':id/price')
  price(@Param('id') id: string, @Body('cents') cents: number) {
    return this.products.setPrice(id, cents);
  }
}
