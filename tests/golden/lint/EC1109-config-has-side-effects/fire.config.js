const fs = require('fs');
const path = require('path');
const { execSync } = require('child_process');

const logs = path.join(__dirname, 'logs');
if (!fs.existsSync(logs)) fs.mkdirSync(logs);
for (const name of ['api', 'web']) fs.mkdirSync(path.join(logs, name), { recursive: true });
fs.writeFileSync('started.txt', 'now');
execSync('npm run build');
const sha = execSync('git rev-parse HEAD').toString().trim(); // EC0002 says it

module.exports = { apps: [{ name: 'api', script: 'api.js', out_file: path.join(logs, 'api.log'), env: { SHA: sha } }] };
