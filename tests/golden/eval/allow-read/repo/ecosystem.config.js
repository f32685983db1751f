const fs = require('fs');
const path = require('path');
const shared = require('../other/shared');
const name = fs.readFileSync(path.join(__dirname, '../other/name.txt'), 'utf8').trim();
module.exports = {
  apps: [{ name, script: shared.script, wait_ready: fs.existsSync(path.join(__dirname, '../other/no.txt')) }],
};
