function app(name, port, overrides) {
  return {
    name: name,
    script: './services/' + name + '/index.js',
    env: { PORT: port, NODE_ENV: process.env.NODE_ENV || 'development' },
    ...overrides,
  };
}

module.exports = {
  apps: [
    app('users', 5001),
    app('orders', 5002, { instances: 2, exec_mode: 'cluster' }),
    app('payments', 5003, { max_memory_restart: '1G' }),
  ],
};
