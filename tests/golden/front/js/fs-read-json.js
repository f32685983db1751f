const { readFileSync } = require('node:fs'); const path = require('path');
const conf = JSON.parse(readFileSync(path.join(__dirname, 'lib', 'conf.d', 'b.json'), 'utf8'));
const again = JSON.parse(readFileSync(path.resolve(__dirname, 'lib/conf.d/b.json')));
module.exports = { apps: [{ name: conf.name, env: { PORT: String(conf.port + 1) } }], again, text: readFileSync(path.join(__dirname, 'lib/conf.d/sub/keep.txt'), { encoding: 'utf-8' }), trimmed: readFileSync(path.join(__dirname, 'lib/conf.d/sub/keep.txt')).toString().trim(), t: `${readFileSync(path.join(__dirname, 'lib/conf.d/sub/keep.txt'))}!` };
