const fs = require('fs');
const path = require('path');

const logs = path.join(__dirname, 'logs-of-nobody');
if (!fs.existsSync(logs)) {
  fs.mkdirSync(logs, { recursive: true });
}

module.exports = {
  apps: [{ name: 'logger', script: 'index.js', out_file: path.join(logs, 'out.log'), error_file: path.join(logs, 'err.log') }],
};
