const env = (overrides = {}) => Object.assign({ NODE_ENV: 'production', TZ: 'UTC', LOG: 'json' }, overrides);

module.exports = {
  apps: [
    { name: 'a', script: 'a.js', env: env() },
    { name: 'b', script: 'b.js', env: env({ LOG: 'pretty', PORT: 3001 }) },
    { name: 'c', script: 'c.js', env: { ...env(), TZ: 'Asia/Tokyo' } },
  ],
};
