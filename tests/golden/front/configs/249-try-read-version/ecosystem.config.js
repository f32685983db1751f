const fs = require('fs');

const read = (file, fallback) => {
  try {
    return fs.readFileSync(`${__dirname}/${file}`, 'utf8').trim();
  } catch {
    return fallback;
  }
};

module.exports = {
  apps: [{
    name: `portal@${read('VERSION', '0.0.0')}`,
    script: 'index.js',
    env: { REVISION: read('REVISION', 'unknown'), MAJOR: +read('VERSION', '0').split('.')[0] },
  }],
};
