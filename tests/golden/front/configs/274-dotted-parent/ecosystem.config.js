const log = require('./shared/../shared/log');
module.exports = {
  apps: [{ name: 'p', script: 'p.js', out_file: log.dir + '/p.log', log_date_format: log.fmt, cwd: require('path').relative(process.cwd(), log.dir) }],
};
