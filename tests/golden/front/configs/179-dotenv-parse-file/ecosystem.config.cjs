const fs = require('fs');
const path = require('path');
const dotenv = require('dotenv');

const shared = dotenv.parse(fs.readFileSync(path.join(__dirname, 'shared.env')));

module.exports = {
  apps: ['reader', 'writer'].map((name) => ({
    name,
    script: `./${name}.js`,
    env: { ...shared, ROLE: name },
  })),
};
