import { CACHE_MANAGER } from '@nestjs/cache-manager';
import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Cache } from 'cache-manager';
import { Repository } from 'typeorm';
import { Product } from './product.entity';

@Injectable()
export class ProductsService {
  constructor(
    @InjectRepository(Product) private readonly repo: Repository<Product>,
    @Inject(CACHE_MANAGER) private readonly cache: Cache,
  ) {}

  async find(id: string): Promise<Product | null> {
    return this.cache.wrap(`product:${id}`, () => this.repo.findOneBy({ id }));
  }

  async setPrice(id: string, cents: number): Promise<void> {
    await this.repo.update({ id }, { cents });
    await this.cache.del(`product:${id}`);
  }
}
