const COUNT = Number(process.env.WORKERS) || 3;
module.exports = {
  apps: Array.from({ length: COUNT }, (_, i) => ({
    name: `shard-${i}`,
    script: 'shard.js',
    args: `--shard ${i} --of ${COUNT}`,
    env: { PORT: 9000 + i },
  })),
};
