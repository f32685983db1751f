const { Pool } = require('pg');

const pool = new Pool({ connectionString: process.env.DATABASE_URL });

/** Runs `work` if no other session holds the lock; says whether it ran. */
async function withAdvisoryLock(key, work) {
  const client = await pool.connect();
  try {
    const { rows } = await client.query('SELECT pg_try_advisory_lock($1) AS ok', [key]);
    if (!rows[0].ok) return false;
    try {
      await work(client);
    } finally {
      await client.query('SELECT pg_advisory_unlock($1)', [key]);
    }
    return true;
  } finally {
    client.release();
  }
}

module.exports = { pool, withAdvisoryLock };
