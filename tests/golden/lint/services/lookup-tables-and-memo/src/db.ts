import { Pool } from 'pg';

// made on first use
let pool: Pool | undefined;

export function getPool(): Pool {
  if (!pool) {
    pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 4 });
  }
  return pool;
}
