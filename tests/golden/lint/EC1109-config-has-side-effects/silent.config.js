// execSync('no')
const words = 'fs.mkdirSync(x) child_process';
const found = /a/.exec('a') ? 'fetch(' : 'b';
const list = { fetch: () => 1 };
module.exports = {
  apps: [{ name: 'api', script: 'api.js', env: { NODE_ENV: 'test', N: list.fetch(words, found) } }],
};
