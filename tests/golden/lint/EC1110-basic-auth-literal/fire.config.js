module.exports = {
  apps: [{ name: 'api', script: 'api.js' }],
  static: [{ name: 'docs', path: './docs', port: 8080, basic_auth: { username: 'docs', password: 'open-sesame' } }],
};
