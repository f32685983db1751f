const fs = require('fs'); const path = require('path'); const file = path.resolve(__dirname, 'lib/conf.d/a.env');
const env = fs.readFileSync(file, 'utf-8').split(/\r?\n/).filter((l) => /^\s*[A-Z_]+\s*=/.test(l)).reduce((acc, l) => { const [, k, v] = l.match(/^\s*([A-Z_]+)\s*=\s*(.*?)\s*$/); acc[k] = v.replace(/^["'](.*)["']$/, '$1'); return acc; }, {});
module.exports = { apps: [{ name: 'a', script: 'a.js', env }], names: Object.keys(env).sort() };
