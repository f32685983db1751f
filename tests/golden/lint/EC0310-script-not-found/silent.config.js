module.exports = {
  apps: [
    { name: 'api', script: 'server.js' },
    { name: 'dir', script: __dirname + '/server.js' },
    { name: 'sub', cwd: './services/sub', script: '../../server.js' },
    { name: 'command', script: 'python3' },
    { name: 'elsewhere', script: '/opt/tool/run.js' },
    { name: 'unknown', script: process.env.SCRIPT || 'server.js' },
    { name: 'installed', script: 'node_modules/next/dist/bin/next' },
    { name: 'no-such-cwd', cwd: '/srv/app', script: 'main.js' },
  ],
};
