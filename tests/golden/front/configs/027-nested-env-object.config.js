module.exports = {
  apps: [{
    name: 'config-in-env',
    script: 'app.js',
    env: {
      CONFIG: { db: { host: 'localhost', port: 5432 }, features: ['a', 'b', null, true] },
      LIST: [1, 2, 3],
      EMPTY: '',
      NOTHING: null,
      MISSING: undefined,
      FLAG: false
    }
  }]
};
