import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });

export async function placeBid(auction, user, cents) {
  const { rows } = await pool.query(
    `INSERT INTO bids(auction, user_id, cents)
     SELECT $1, $2, $3 WHERE $3 > COALESCE((SELECT max(cents) FROM bids WHERE auction = $1), 0)
     RETURNING id, auction, user_id, cents`,
    [auction, user, cents],
  );
  return rows[0] ?? null;
}
