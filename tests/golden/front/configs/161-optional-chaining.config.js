const cfg = { server: { port: 3000 }, cache: null };

module.exports = {
  apps: [{
    name: 'chains',
    script: 'index.js',
    env: {
      PORT: cfg.server?.port,
      CACHE: cfg.cache?.host?.name ?? 'none',
      METRICS: cfg.metrics?.[0]?.port,
      TAGS: process.env.TAGS?.split(',')?.[0] ?? 'untagged',
      UPPER: process.env.REGION?.toUpperCase(),
    },
  }],
};
