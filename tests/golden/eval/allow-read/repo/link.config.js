const fs = require('fs');
module.exports = {
  apps: [{ script: fs.readFileSync(__dirname + '/lib/link.txt', 'utf8').trim(), args: fs.readdirSync(__dirname + '/dir') }],
};
