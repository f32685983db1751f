const prod = process.env.NODE_ENV === 'production';
module.exports = {
  apps: [
    { name: 'api', script: 'api.js', instances: 4 },
    { name: 'one', script: 'one.js', instances: 1 },
    { name: 'web', script: 'web.js', instances: prod ? 'max' : 1 },
    { name: 'any', script: 'any.mjs', instances: process.env.WEB_CONCURRENCY },
  ],
};
