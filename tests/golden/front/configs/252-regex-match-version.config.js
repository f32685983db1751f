const m = 'release/v12.4.7-beta.2'.match(/v(?<major>\d+)\.(\d+)\.(\d+)(?:-([\w.]+))?$/);
const [, major, minor, patch, pre = 'stable'] = m;

module.exports = {
  apps: [{
    name: `app-${m.groups.major}`,
    script: 'index.js',
    env: { VERSION: [major, minor, patch].join('.'), CHANNEL: pre, INDEX: m.index, NUMERIC: /^\d+$/.test(patch), NO: /x/.exec('abc') },
  }],
};
