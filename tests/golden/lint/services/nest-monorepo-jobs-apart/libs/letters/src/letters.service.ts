import { Injectable } from '@nestjs/common';
import { Pool } from 'pg';

@Injectable()
export class LettersService {
  private readonly pool = new Pool({ connectionString: process.env.DATABASE_URL });

  async get(id: string) {
    const { rows } = await this.pool.query('SELECT * FROM letters WHERE id = $1', [id]);
    return rows[0] ?? null;
  }

  async unprinted(): Promise<{ id: string }[]> {
    const { rows } = await this.pool.query('SELECT id FROM letters WHERE printed_at IS NULL LIMIT 50');
    return rows;
  }

  async print(id: string) {
    await fetch(`${process.env.PRINTER_URL}/jobs`, { method: 'POST', body: JSON.stringify({ id }) });
    await this.pool.query('UPDATE letters SET printed_at = now() WHERE id = $1', [id]);
  }
}
