import { Injectable, Scope } from '@nestjs/common';

/** Collects what is wrong in one request; there is one object per request. */
@Injectable({ scope: Scope.REQUEST })
export class RequestErrors {
  private readonly byField = new Map<string, string[]>();
  private count = 0;

  add(field: string, text: string) {
    const list = this.byField.get(field) ?? [];
    list.push(text);
    this.byField.set(field, list);
    this.count++;
  }

  get isEmpty() {
    return this.count === 0;
  }

  toJSON() {
    return Object.fromEntries(this.byField);
  }
}
