const prod = process.env.NODE_ENV === 'production';
module.exports = {
  apps: [
    { name: 'api', script: 'api.js', watch: false, env: { NODE_ENV: 'production' } },
    { name: 'dev', script: 'dev.js', watch: true, env: { NODE_ENV: 'development' } },
    { name: 'web', script: 'web.js', watch: prod ? false : ['src'], env: { NODE_ENV: prod ? 'production' : 'dev' } },
    { name: 'if', script: 'if.js', watch: process.env.NODE_ENV !== 'production', env: { NODE_ENV: 'production' } },
  ],
};
