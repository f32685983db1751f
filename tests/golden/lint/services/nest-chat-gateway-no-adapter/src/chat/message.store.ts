import { Injectable } from '@nestjs/common';
import { Pool } from 'pg';

export interface StoredMessage {
  id: string;
  room: string;
  author: string;
  text: string;
  createdAt: Date;
}

@Injectable()
export class MessageStore {
  private readonly pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 5 });

  async append(room: string, author: string, text: string): Promise<StoredMessage> {
    const { rows } = await this.pool.query(
      'INSERT INTO messages(room, author, text) VALUES ($1, $2, $3) RETURNING *',
      [room, author, text],
    );
    return rows[0];
  }

  async latest(room: string, limit: number): Promise<StoredMessage[]> {
    const { rows } = await this.pool.query(
      'SELECT * FROM messages WHERE room = $1 ORDER BY id DESC LIMIT $2',
      [room, limit],
    );
    return rows;
  }
}
