module.exports = {
  apps: [{
    name: 'api',
    script: 'api.js',
    env: { OPTIONS: JSON.stringify({ a: 1 }), N: 1, ON: true, EMPTY: '', GONE: undefined, NODE_ENV: 'production' },
  }],
};
