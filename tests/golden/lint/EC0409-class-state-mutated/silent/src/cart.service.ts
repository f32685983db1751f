import { Injectable, Scope } from '@nestjs/common';
import Redis from 'ioredis';

@Injectable()
export class CartService {
  private readonly redis = new Redis();

  async add(user: string, skus: string[]) {
    await this.redis.rpush('cart:' + user, ...skus);
  }

  show(user: string) {
    return this.redis.lrange('cart:' + user, 0, -1);
  }
}

// one for each request
@Injectable({ scope: Scope.REQUEST })
export class Selection {
  private readonly picked = new Set<string>();

  pick(sku: string) {
    this.picked.add(sku);
  }

  all() {
    return [...this.picked];
  }
}
