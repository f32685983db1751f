module.exports = {
  apps: [
    { name: 'built-in', script: 'serve', env: { PM2_SERVE_PATH: './public' } },
    { name: 'args', script: 'node_modules/.bin/http-server', args: '-p 8080 ./dist' },
    { name: 'cwd', cwd: 'build', script: 'serve', args: '-s .' },
    { name: 'var', script: 'serve', env: { PM2_SERVE_PATH: process.env.PAGES } },
    { name: 'other', script: 'server.js', args: '.' },
  ],
};
