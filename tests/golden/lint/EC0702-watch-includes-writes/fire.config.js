const dev = process.env.NODE_ENV !== 'production';
module.exports = {
  apps: [
    { name: 'api', script: 'api.js', watch: true, out_file: 'logs/out.log' },
    { name: 'web', script: 'web.js', watch: dev ? true : false, ignore_watch: ['node_modules'], error_file: './web.log' },
    { name: 'src', script: 'src.js', watch: ['src', 'var'], log_file: './var/log/src.log' },
  ],
};
