const base = require('./base');

const define = (name, extra = {}) => ({ ...base, name, script: `./${name}/index.js`, ...extra });

exports.api = define('api', { instances: 2, exec_mode: 'cluster' });
exports.worker = define('worker');
exports.define = define;
