const fs = require('fs'); const path = require('path'); const root = path.join(__dirname, 'lib');
const apps = fs.readdirSync(root, { withFileTypes: true }).filter((e) => e.isDirectory() && fs.existsSync(path.join(root, e.name, 'index.js'))).map((e) => ({ name: path.parse(e.name).name, cwd: path.relative(__dirname, path.join(root, e.name)), script: 'index.js' }));
module.exports = { apps, any: fs.readdirSync(root).some((f) => /\.json$/.test(f)), stat: fs.statSync(root).isDirectory() };
