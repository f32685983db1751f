const fs = require('fs');
const path = require('path');

const root = path.join(__dirname, 'services');
const env = process.env.NODE_ENV;

module.exports = {
  apps: fs.readdirSync(root).map((name) => ({
    name,
    cwd: `services/${name}`,
    ...require(path.join(root, name, 'pm2.service.js'))(env),
  })),
};
