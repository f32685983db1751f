const common = { kill_timeout: 5000, max_memory_restart: '300M' };
module.exports = {
  apps: ['a', 'b'].map((name, i) => ({ ...common, name, script: `${name}.js`, env: { PORT: 3000 + i } })),
};
