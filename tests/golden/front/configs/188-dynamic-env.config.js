const required = ['DATABASE_URL', 'REDIS_URL', 'JWT_SECRET'];
const env = {};
for (const key of required) {
  env[key] = process.env[key] || `missing-${key.toLowerCase()}`;
}

module.exports = { apps: [{ name: 'dyn', script: 'index.js', env }] };
