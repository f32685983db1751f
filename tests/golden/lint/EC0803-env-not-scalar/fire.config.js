module.exports = {
  apps: [{
    name: 'api',
    script: 'api.js',
    env: { OPTIONS: { a: 1 }, LIST: ['a', 'b'], NOTHING: null, MAKE: () => 1, NODE_ENV: 'production' },
    env_production: { OPTIONS: { a: 2 } },
  }],
};
