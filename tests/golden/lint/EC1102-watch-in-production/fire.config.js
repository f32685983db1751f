const prod = process.env.NODE_ENV === 'production';
module.exports = {
  apps: [
    { name: 'api', script: 'api.js', watch: true, env: { NODE_ENV: 'production' } },
    { name: 'web', script: 'web.js', watch: ['dist'], env: { NODE_ENV: 'dev' }, env_production: { NODE_ENV: 'production' } },
    { name: 'odd', script: 'odd.js', watch: prod ? '.' : false, env: { NODE_ENV: prod ? 'production' : 'dev' } },
  ],
};
