module.exports = {
  apps: [
    { name: 'api', cwd: '/home/deploy/api', script: '/home/deploy/api/main.js', out_file: '/home/deploy/logs/a.log' },
    { name: 'web', cwd: '/root/web', script: 'web.js' },
    { name: 'mac', script: '/Users/anna/x.js' },
    { name: 'win', script: 'C:\\apps\\x.js' },
  ],
};
