const fs = require('fs');
const path = require('path');

const logs = path.join(__dirname, 'logs');
if (!fs.existsSync(logs)) fs.mkdirSync(logs);
const unused = () => fs.writeFileSync('never.txt', '');

module.exports = { apps: [{ name: 'api', script: 'api.js', out_file: path.join(logs, 'api.log') }] };
