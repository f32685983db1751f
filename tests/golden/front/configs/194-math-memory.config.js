const totalMb = 7 * 1024 + 512;
const perWorker = Math.floor(totalMb * 0.8 / 3);

module.exports = {
  apps: [{
    name: 'sized',
    script: 'index.js',
    instances: Math.ceil(totalMb / perWorker) - 1,
    max_memory_restart: `${perWorker}M`,
    node_args: `--max-old-space-size=${Math.round(perWorker * 0.9)}`,
    env: { RATIO: (perWorker / totalMb).toFixed(3), POW: Math.pow(2, 10), SQRT: Math.sqrt(2), TRUNC: Math.trunc(-4.7), MOD: -7 % 3, FLOAT: 0.1 + 0.2, HEX: (255).toString(16), FIXED: (1.005).toFixed(2), BIG: 1e21 + 1 }
  }]
};
