import { Controller, Get, Param, ParseIntPipe } from '@nestjs/common';
import { InvoiceService } from './invoice.service';

@Controller('invoices')
export class BillingController {
    constructor(private readonly invoices: InvoiceService) {}

    @Get(':id')
    one(@Param('id', ParseIntPipe) id: number) {
        return this.invoices.findOne(id);
    }
}
