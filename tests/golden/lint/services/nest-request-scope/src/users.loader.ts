import { Injectable, Scope } from '@nestjs/common';
import DataLoader from 'dataloader';
import { Pool } from 'pg';

const pool = new Pool({ connectionString: process.env.DATABASE_URL });

@Injectable({ scope: Scope.REQUEST })
export class UsersLoader {
  private readonly cache = new Map<string, unknown>();
  private readonly loader = new DataLoader(async (ids: readonly string[]) => {
    const { rows } = await pool.query('SELECT * FROM users WHERE id = ANY($1)', [ids]);
    return ids.map((id) => rows.find((r) => r.id === id) ?? null);
  });

  async load(id: string) {
    if (!this.cache.has(id)) this.cache.set(id, await this.loader.load(id));
    return this.cache.get(id);
  }
}
