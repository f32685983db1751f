const dotenv = require('dotenv');
dotenv.config();
dotenv.config({ path: '.env.local', override: true });

module.exports = {
  apps: [{ name: 'layers', script: 'a.js', env: { PORT: process.env.PORT, LOG_LEVEL: process.env.LOG_LEVEL, REGION: process.env.REGION } }]
};
