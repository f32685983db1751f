/* eslint-env node */
'use strict';

const fs = require('fs');
const path = require('path');
const os = require('os');
require('dotenv').config({ path: path.join(__dirname, '.env') });

const pkg = require('./package.json');
const services = JSON.parse(fs.readFileSync(path.join(__dirname, 'services.json'), 'utf8'));

const { NODE_ENV = 'development', LOG_DIR } = process.env;
const isProd = NODE_ENV === 'production';
const logs = LOG_DIR || path.join(os.homedir(), 'logs');

/** @param {{id: string, cluster?: boolean, memory?: number, cron?: string}} service */
function toApp({ id, cluster, memory = 256, cron, ...unused }, index) {
  const app = {
    name: `${pkg.name}-${id}`,
    script: path.posix.join('services', id, 'index.js'),
    max_memory_restart: `${memory}M`,
    out_file: path.join(logs, `${id}.out.log`),
    error_file: path.join(logs, `${id}.err.log`),
    env: {
      NODE_ENV,
      PORT: pkg.config.basePort + index,
      VERSION: pkg.version,
      REDIS_URL: process.env.REDIS_URL,
      FEATURE_X: process.env.FEATURE_X === 'on',
    },
  };
  if (cluster && isProd) Object.assign(app, { exec_mode: 'cluster', instances: 'max' });
  if (cron) {
    app.cron_restart = cron;
    app.autorestart = false;
  }
  return app;
}

module.exports = {
  apps: services.filter(({ enabled = true }) => enabled).map(toApp),
  deploy: isProd ? { production: { user: 'sink', host: (process.env.DEPLOY_HOSTS || 'localhost').split(','), ref: 'origin/main', repo: 'git@example.org:sink.git', path: '/srv/sink' } } : undefined,
};
