import { Injectable, OnModuleInit } from '@nestjs/common';

type Check = (value: unknown) => boolean;

/** The kinds of fields: filled when the module starts, only read by requests. */
@Injectable()
export class FieldTypes implements OnModuleInit {
  private static readonly DEFAULTS = new Map<string, Check>([['any', () => true]]);
  private readonly checks = new Map<string, Check>();

  onModuleInit() {
    for (const [name, check] of FieldTypes.DEFAULTS) this.checks.set(name, check);
    this.checks.set('email', (v) => typeof v === 'string' && /^[^@\s]+@[^@\s]+$/.test(v));
    this.checks.set('number', (v) => typeof v === 'number' && Number.isFinite(v));
  }

  check(type: string, value: unknown): boolean {
    return this.checks.get(type)?.(value) ?? false;
  }
}
