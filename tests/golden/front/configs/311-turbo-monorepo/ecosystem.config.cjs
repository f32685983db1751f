const fs = require('node:fs');
const path = require('node:path');

const root = __dirname;
const { packages } = require(path.join(root, 'package.json')).workspaces;

const folders = packages
  .filter((glob) => glob.endsWith('/*'))
  .flatMap((glob) => {
    const parent = path.join(root, glob.slice(0, -2));
    return fs.readdirSync(parent).map((name) => path.join(parent, name));
  })
  .filter((dir) => fs.statSync(dir).isDirectory());

const apps = [];
for (const dir of folders) {
  const pkg = require(path.join(dir, 'package.json'));
  if (!pkg.scripts?.start) continue;
  const prod = process.env.NODE_ENV === 'production' && 'start:prod' in pkg.scripts;
  apps.push({
    name: pkg.name.replace(/^@[^/]+\//, ''),
    cwd: path.relative(root, dir),
    script: 'npm',
    args: ['run', prod ? 'start:prod' : 'start', '--silent'],
    ...(pkg.pm2 && { env: { PORT: pkg.pm2.port } }),
  });
}

module.exports = { apps };
