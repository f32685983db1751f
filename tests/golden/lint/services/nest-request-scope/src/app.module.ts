import { Module } from '@nestjs/common';
import { FieldTypes } from './field-types';
import { FormsController } from './forms.controller';
import { RequestErrors } from './request-errors';
import { UsersLoader } from './users.loader';

@Module({ controllers: [FormsController], providers: [FieldTypes, RequestErrors, UsersLoader] })
export class AppModule {}
