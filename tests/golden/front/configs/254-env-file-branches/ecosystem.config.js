const fs = require('fs');
const candidates = [`.env.${process.env.NODE_ENV}.local`, `.env.${process.env.NODE_ENV}`, '.env.local', '.env', '.env.test'];
const file = candidates.find((f) => fs.existsSync(`${__dirname}/${f}`));
const env = {};
if (file) {
  fs.readFileSync(`${__dirname}/${file}`, 'utf8').split(/\r?\n/).forEach((line) => {
    const m = /^\s*([\w.-]+)\s*=\s*(.*)?\s*$/.exec(line);
    if (m) env[m[1]] = (m[2] || '').replace(/^(['"])(.*)\1$/, '$2');
  });
}
module.exports = { apps: [{ name: 'which-env', script: 'x.js', env, env_file_used: file }] };
