require('dotenv').config();

module.exports = {
  apps: [{
    name: 'dotenv-app',
    script: 'dist/index.js',
    env: {
      NODE_ENV: process.env.NODE_ENV,
      PORT: process.env.PORT,
      DATABASE_URL: process.env.DATABASE_URL,
      SESSION_SECRET: process.env.SESSION_SECRET,
      EMPTY: process.env.EMPTY,
      SPACED: process.env.SPACED,
      MULTI: process.env.MULTI,
    },
  }],
};
