module.exports = {
  apps: [{
    name: 'inherits',
    script: 'index.js',
    env: {
      ...process.env,
      PATH: undefined,
      HOME: undefined,
      NODE_ENV: 'production',
    },
  }],
};
