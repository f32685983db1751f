import { Injectable } from '@nestjs/common';

export interface CartLine {
  sku: string;
  quantity: number;
}

@Injectable()
export class CartService {
  private carts: Record<string, CartLine[]> = {};

  get(id: string): CartLine[] {
    return this.carts[id] ?? [];
  }

  add(id: string, line: CartLine): CartLine[] {
    const lines = this.carts[id] ?? [];
    const same = lines.find((l) => l.sku === line.sku);
    if (same) same.quantity += line.quantity;
    else lines.push(line);
    this.carts[id] = lines;
    return lines;
  }
}
