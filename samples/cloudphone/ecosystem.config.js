// Six services of a cloud phone platform. The stateless two scale out in production; the others keep
// state in their process and run once.
const production = process.env.NODE_ENV === 'production';

const ports = {
  'api-gateway': 30000,
  'user-service': 30001,
  'device-service': 30002,
  'app-service': 30003,
  'billing-service': 30005,
  'notification-service': 30006,
};

const common = {
  script: 'main.js',
  wait_ready: true,
  max_memory_restart: '1G',
  max_restarts: 10,
  min_uptime: '10s',
  kill_timeout: 5000,
  log_date_format: 'YYYY-MM-DD HH:mm:ss',
  merge_logs: true,
};

module.exports = {
  apps: [
    {
      name: 'api-gateway',
      cwd: './services/api-gateway',
      instances: production ? 4 : 1,
      exec_mode: production ? 'cluster' : 'fork',
      ...common,
      error_file: '../../logs/api-gateway-error.log',
      out_file: '../../logs/api-gateway-out.log',
      env: {
        NODE_ENV: 'development',
        PORT: ports['api-gateway'],
        USER_PORT: ports['user-service'],
        DEVICE_PORT: ports['device-service'],
        LOG_LEVEL: 'debug',
      },
      env_production: { NODE_ENV: 'production', LOG_LEVEL: 'info' },
      env_staging: { NODE_ENV: 'staging', LOG_LEVEL: 'info' },
    },
    {
      name: 'user-service',
      cwd: './services/user-service',
      instances: production ? 2 : 1,
      exec_mode: production ? 'cluster' : 'fork',
      ...common,
      error_file: '../../logs/user-service-error.log',
      out_file: '../../logs/user-service-out.log',
      env: { NODE_ENV: 'development', PORT: ports['user-service'] },
      // Read when the plan is loaded, never written into it.
      env_production: { NODE_ENV: 'production', JWT_SECRET: process.env.JWT_SECRET },
      env_staging: { NODE_ENV: 'staging' },
    },
    {
      name: 'device-service',
      cwd: './services/device-service',
      exec_mode: 'fork',
      ...common,
      error_file: '../../logs/device-service-error.log',
      out_file: '../../logs/device-service-out.log',
      env: { NODE_ENV: 'development', PORT: ports['device-service'] },
      env_production: { NODE_ENV: 'production' },
      env_staging: { NODE_ENV: 'staging' },
    },
    {
      name: 'app-service',
      cwd: './services/app-service',
      exec_mode: 'fork',
      ...common,
      error_file: '../../logs/app-service-error.log',
      out_file: '../../logs/app-service-out.log',
      env: { NODE_ENV: 'development', PORT: ports['app-service'] },
      env_production: { NODE_ENV: 'production' },
      env_staging: { NODE_ENV: 'staging' },
    },
    {
      name: 'billing-service',
      cwd: './services/billing-service',
      exec_mode: 'fork',
      ...common,
      restart_delay: 500,
      error_file: '../../logs/billing-service-error.log',
      out_file: '../../logs/billing-service-out.log',
      env: { NODE_ENV: 'development', PORT: ports['billing-service'] },
      env_production: { NODE_ENV: 'production' },
      env_staging: { NODE_ENV: 'staging' },
    },
    {
      name: 'notification-service',
      cwd: './services/notification-service',
      exec_mode: 'fork',
      ...common,
      error_file: '../../logs/notification-service-error.log',
      out_file: '../../logs/notification-service-out.log',
      env: { NODE_ENV: 'development', PORT: ports['notification-service'] },
      env_production: { NODE_ENV: 'production' },
      env_staging: { NODE_ENV: 'staging' },
    },
  ],
};
