const fs = require('fs'), path = require('path'); const dir = path.join(__dirname, 'lib', 'conf.d');
const apps = fs.readdirSync(dir).filter((f) => f.endsWith('.json')).map((f) => ({ name: path.basename(f, '.json'), script: f }));
const typed = fs.readdirSync(dir, { withFileTypes: true }).filter((d) => d.isDirectory()).map((d) => d.name);
const stat = fs.readdirSync(dir).map((f) => [f, fs.statSync(path.join(dir, f)).isFile()]);
module.exports = { apps, typed, stat, none: fs.statSync(path.join(dir, 'nope'), { throwIfNoEntry: false }) === undefined };
