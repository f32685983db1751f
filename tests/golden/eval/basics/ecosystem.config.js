const workers = Number(process.env.WORKERS || 2);
module.exports = {
  apps: ['a', 'b'].map((name, i) => ({ name, script: `${name}.js`, instances: workers + i, env: { LEVEL: process.env.LEVEL } })),
};
