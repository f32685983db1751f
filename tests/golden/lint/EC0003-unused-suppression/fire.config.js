// ecoc-ignore-file EC0115: read by PM2 only
module.exports = {
  apps: [
    { name: 'api', script: 'api.js', kill_timeout: 5000 }, // ecoc-ignore EC0210: 5 ms is meant
    // ecoc-ignore EC0210, EC0101: both are meant
    { name: 'web', script: 'web.js', kill_timeout: 5 },
  ],
};
