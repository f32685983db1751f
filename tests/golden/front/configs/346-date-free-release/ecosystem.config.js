const raw = require('fs').readFileSync(require('path').resolve(__dirname, 'release.txt'), { encoding: 'utf8' });
const [calver, build = '0'] = raw.trim().split('+');
const [year, month, rest] = calver.split('.');
const [patch, label] = rest.split('-');
module.exports = {
  apps: [{ name: `r${year.slice(2)}${month.padStart(2, '0')}`, script: 'r.js', env: { PATCH: Number(patch), LABEL: label || null, BUILD: parseInt(build, 10) + 1, NEXT: [+year, +month % 12 + 1].join('.') } }],
};
