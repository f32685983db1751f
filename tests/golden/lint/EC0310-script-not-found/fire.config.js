const prod = process.env.NODE_ENV === 'production';
module.exports = {
  apps: [
    { name: 'api', script: 'sever.js' },
    { name: 'bare', script: './server' },
    { name: 'sub', cwd: './services/sub', script: 'main.js' },
    { name: 'some', script: prod ? 'prod.js' : 'server.js' },
    { name: 'built', script: 'out/main.js' },
  ],
};
