import { Injectable } from '@nestjs/common';
import { Pool } from 'pg';

@Injectable()
export class OrdersRepository {
  private readonly pool = new Pool({ connectionString: process.env.DATABASE_URL });

  async expireUnpaid(minutes: number): Promise<number> {
    const result = await this.pool.query(
      "UPDATE orders SET state = 'expired' WHERE state = 'new' AND created_at < now() - $1 * interval '1 minute'",
      [minutes],
    );
    return result.rowCount ?? 0;
  }

  async unsettled(): Promise<{ id: string; amount: number }[]> {
    const { rows } = await this.pool.query("SELECT id, amount FROM orders WHERE state = 'paid' AND settled_at IS NULL");
    return rows;
  }

  async settle(id: string): Promise<void> {
    await this.pool.query('UPDATE orders SET settled_at = now() WHERE id = $1', [id]);
  }
}
