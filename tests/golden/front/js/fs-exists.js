const fs = require('fs'); const path = require('path');
const here = (p) => path.join(__dirname, p);
module.exports = {
  a: fs.existsSync(here('lib')), b: fs.existsSync(here('lib/data.json')), c: fs.existsSync(here('lib/none.json')), d: fs.existsSync(undefined), e: fs.existsSync(''),
  apps: [{ name: 'x', env_file: fs.existsSync(here('lib/conf.d/a.env')) ? here('lib/conf.d/a.env').slice(-6) : undefined, script: fs.existsSync(here('lib/none.js')) ? 'none.js' : 'shared.js' }],
};
