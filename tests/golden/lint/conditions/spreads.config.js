const prod = process.env.NODE_ENV === 'production';
const base = { script: 'a.js', instances: prod ? 4 : undefined };
module.exports = {
  apps: [
    { name: 'a', ...base, ...(prod ? { wait_redy: true, autorestart: 'no' } : {}), ...(prod && { kill_timout: 3 }) },
    { name: 'b', ...base, ...(process.env.FAST && { max_memory_restart: '1.5G' }) },
    ...(prod ? [{ name: 'c', script: 'c.js', exec_mode: 'clutser' }] : []),
  ],
};
