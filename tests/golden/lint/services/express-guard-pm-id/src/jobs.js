const { CronJob } = require('cron');
const pool = require('./pool');

async function deliver() {
  const { rows } = await pool.query("SELECT id, courier_url FROM parcels WHERE state = 'ready' LIMIT 100");
  for (const { id, courier_url: url } of rows) {
    const response = await fetch(url, { method: 'POST', body: JSON.stringify({ id }) });
    if (response.ok) await pool.query("UPDATE parcels SET state = 'handed over' WHERE id = $1", [id]);
  }
}

exports.startJobs = function startJobs() {
  // PM2's first process is the leader
  if (process.env.pm_id === '0') {
    const job = new CronJob('*/30 * * * * *', deliver, null, false, 'UTC');
    job.start();
  }
};
