module.exports = {
  apps: [
    { name: 'built-in', script: 'serve', env: { PM2_SERVE_PATH: '.', PM2_SERVE_PORT: 8080 } },
    { name: 'none', script: 'serve' },
    { name: 'args', script: 'node_modules/.bin/http-server', args: '-p 8080 ./' },
    { name: 'above', cwd: '..', script: 'serve', args: ['-s', '-l', 3000] },
  ],
  static: [{ path: '.', port: 9000 }],
};
