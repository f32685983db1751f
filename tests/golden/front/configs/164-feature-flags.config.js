const features = {
  search: process.env.ENABLE_SEARCH === 'true',
  cron: process.env.ENABLE_CRON !== 'false',
  export: !!process.env.ENABLE_EXPORT,
  beta: ['1', 'true', 'yes'].includes(process.env.ENABLE_BETA || 'no'),
};

module.exports = {
  apps: [{
    name: 'flagged',
    script: 'index.js',
    env: {
      FEATURES: JSON.stringify(features),
      CRON: features.cron ? 'on' : 'off',
      ANY: features.search || features.export || features.beta,
    },
  }],
};
