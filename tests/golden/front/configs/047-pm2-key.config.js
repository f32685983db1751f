module.exports = {
  pm2: [
    { name: 'inside-pm2', script: 'index.js', namespace: 'tools', vizion: false }
  ],
  static: [
    { name: 'assets', port: 9000, path: './public', spa: true }
  ]
};
