const { username, homedir } = require('os').userInfo();
module.exports = {
  apps: [{ name: 'mine', script: 'x.js', env: { WHO: username ? 'somebody' : 'nobody', DIR: typeof homedir } }]
};
