const path = require('path');
const { existsSync } = require('fs');
const root = (dir) => (dir === '/' || existsSync(path.join(dir, 'no-such-file.lock')) ? dir : root(path.dirname(dir)));
const depth = (n) => (process.env[`STOP_${n}`] || n > 400 ? n : depth(n + 1));
module.exports = [root(__dirname), depth(397)];
