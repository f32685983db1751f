const port = +(process.env.PORT || 3000);
const workers = process.env.WEB_CONCURRENCY;

module.exports = {
  apps: [{
    name: port < 1024 ? 'privileged' : 'plain',
    script: 'index.js',
    instances: workers > 2 ? workers - 1 : workers >= 1 ? workers : 1,
    uid: port > 0 && port < 1024 ? 'root' : 'node',
    env: { PORT: port, DOUBLE: workers * 2, NOT: !workers }
  }]
};
