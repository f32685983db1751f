import { BadRequestException, Body, Controller, Post } from '@nestjs/common';
import { FieldTypes } from './field-types';
import { RequestErrors } from './request-errors';
import { UsersLoader } from './users.loader';

@Controller('forms')
export class FormsController {
  constructor(
    private readonly types: FieldTypes,
    private readonly errors: RequestErrors,
    private readonly users: UsersLoader,
  ) {}

  @Post()
  async submit(@Body() body: { owner: string; fields: { name: string; type: string; value: unknown }[] }) {
    for (const field of body.fields) {
      if (!this.types.check(field.type, field.value)) this.errors.add(field.name, `is no ${field.type}`);
    }
    if (!(await this.users.load(body.owner))) this.errors.add('owner', 'is unknown');
    if (!this.errors.isEmpty) throw new BadRequestException(this.errors.toJSON());
    return { ok: true };
  }
}
