const APP = 'orders';
const ENV = process.env.APP_ENV || 'dev';
const VERSION = '2.1.0';

module.exports = {
  apps: [
    { name: `${APP}-api-${ENV}`, script: './api.js', args: `--version=${VERSION}` },
    { name: `${APP}-worker-${ENV}`, script: './worker.js', out_file: `/var/log/${APP}/${ENV}/worker.log` },
  ],
};
