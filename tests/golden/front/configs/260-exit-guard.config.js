if (!process.env.NODE_ENV) {
  console.error('NODE_ENV must be set');
  process.exit(1);
}
module.exports = { apps: [{ name: 'guard', script: 'g.js', env: { NODE_ENV: process.env.NODE_ENV } }] };
