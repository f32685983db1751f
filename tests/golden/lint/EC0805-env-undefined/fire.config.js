const host = process.env.API_HOST;
module.exports = {
  apps: [{
    name: 'api',
    script: 'api.js',
    args: `--region ${process.env.REGION}`,
    env: { NODE_ENV: 'production', API: `http://${host}:${process.env.API_PORT || 80}/`, TOKEN: process.env.TOKEN },
  }],
};
