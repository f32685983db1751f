const token = process.env.TOKEN;
module.exports = {
  apps: [{
    name: 'api',
    script: 'api.js',
    env: { DB: process.env.DB, URL: `http://${process.env.HOST}:80` },
    env_production: { TOKEN: token },
  }],
};
