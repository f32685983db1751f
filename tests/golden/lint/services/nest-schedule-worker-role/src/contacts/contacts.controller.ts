import { Controller, Post } from '@nestjs/common';
import { ContactsSync } from './contacts.sync';

@Controller('contacts')
export class ContactsController {
  constructor(private readonly sync: ContactsSync) {}

  @Post('sync')
  async now() {
    return { imported: await this.sync.pull() };
  }
}
