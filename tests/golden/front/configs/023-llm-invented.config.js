module.exports = {
  apps: [
    {
      name: 'quiz-api',
      script: './src/server.js',
      instances: 'max',
      exec_mode: 'cluster',

      // Health monitoring
      health_check_grace_period: 3000,
      health_check_fatal_exceptions: true,
      health_check_url: 'http://localhost:3000/health',

      // Log rotation
      max_size: '10M',
      retain: 7,
      compress: true,

      // Monitoring
      pmx: true,
      monitoring: { http: true, port: false },

      env: { NODE_ENV: 'development' },
      env_production: { NODE_ENV: 'production' },
    },
  ],

  log_rotate: { max_size: '10M', interval: '0 0 * * *' },
  monitoring: { enabled: true },
};
