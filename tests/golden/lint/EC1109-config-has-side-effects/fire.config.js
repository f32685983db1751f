const { execSync } = require('child_process');
const fs = require('fs');
if (!fs.existsSync('logs')) fs.mkdirSync('logs');
module.exports = {
  apps: [{ name: 'api', script: 'api.js', env: { NODE_ENV: 'test', TAG: execSync('git rev-parse HEAD').toString() } }],
};
