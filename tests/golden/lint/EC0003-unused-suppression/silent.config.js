module.exports = {
  apps: [
    { name: 'api', script: 'api.js', kill_timeout: 5 }, // ecoc-ignore EC0210: 5 ms is meant
    { name: 'web', script: 'web.js', args: '// ecoc-ignore EC0101: no comment' },
  ],
};
