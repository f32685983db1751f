const path = require('path');

module.exports = {
  apps: [
    {
      name: 'backend',
      cwd: path.join(__dirname, 'backend'),
      script: path.resolve(__dirname, 'backend', 'dist', 'main.js'),
      out_file: path.join(__dirname, 'logs/backend-out.log'),
      error_file: path.join(__dirname, 'logs', '..', 'logs', 'backend-error.log'),
    },
    {
      name: 'frontend',
      cwd: `${__dirname}/frontend`,
      script: __dirname + '/frontend/server.js',
    },
  ],
};
