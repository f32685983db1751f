import { Injectable } from '@nestjs/common';

@Injectable()
export class CartService {
  private readonly items = new Map<string, unknown[]>();

  add(user: string, item: unknown) {
    this.items.set(user, [...this.show(user), item]);
  }

  show(user: string) {
    return this.items.get(user) ?? [];
  }
}
