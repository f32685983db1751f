module.exports = {
  apps: [{
    name: 'dupes',
    script: 'old.js',
    instances: 1,
    env: { PORT: 3000, NODE_ENV: 'development', PORT: 3001 },
    script: 'new.js',
    watch: true,
    watch: false
  }]
};
