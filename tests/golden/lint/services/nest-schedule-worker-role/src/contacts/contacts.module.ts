import { Module } from '@nestjs/common';
import { ContactsController } from './contacts.controller';
import { ContactsSync } from './contacts.sync';

@Module({ controllers: [ContactsController], providers: [ContactsSync] })
export class ContactsModule {}
