const fs = require('fs');
const path = require('path');

const root = path.join(__dirname, 'apps');
const apps = fs
  .readdirSync(root)
  .filter((dir) => fs.existsSync(path.join(root, dir, 'package.json')))
  .map((dir) => {
    const pkg = JSON.parse(fs.readFileSync(path.join(root, dir, 'package.json'), 'utf-8'));
    return pkg.main
      ? { name: pkg.name, cwd: path.join(root, dir), script: pkg.main }
      : { name: pkg.name, cwd: path.join(root, dir), script: 'npm', args: 'start' };
  });

module.exports = { apps };
