const fs = require('fs');
const path = require('path');

const instance = process.env.NODE_APP_INSTANCE || '0';
const file = path.join('/var/log/geo', `trace-${instance}.log`);

exports.write = (line) => fs.promises.appendFile(file, `${new Date().toISOString()} ${line}\n`);
