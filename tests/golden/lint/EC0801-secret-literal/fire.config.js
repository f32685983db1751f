const pw = 'hunter2-of-the-database';
module.exports = {
  apps: [{
    name: 'api',
    script: 'api.js',
    kill_timeout: 5, env: { DB_PASSWORD: pw, PORT: 3000 },
    env_production: {
      JWT_SECRET: 'long-live-the-king',
      MAPS: 'AIzaSyA1234567890abcdefghijklmnopqrstuv',
      DATABASE_URL: 'postgres://api:pa55word@db.internal:5432/api',
      SESSION_SECRET: process.env.SESSION_SECRET || 'keyboard-cat-17',
      PIN_PASS: 48151623,
    },
    env_development: { JWT_SECRET: 'only-for-us' },
  }],
  deploy: { production: { repo: 'https://bot:gl-tok3n@git.example.com/x.git' } },
};
