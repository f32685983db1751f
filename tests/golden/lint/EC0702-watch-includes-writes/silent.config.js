module.exports = {
  apps: [
    { name: 'api', script: 'api.js', watch: true, ignore_watch: ['node_modules', 'logs'], out_file: 'logs/out.log' },
    { name: 'web', script: 'web.js', watch: true, ignore_watch: '*.log node_modules', error_file: './web.log' },
    { name: 'src', script: 'src.js', watch: ['src'], log_file: './var/log/src.log' },
    { name: 'dot', script: 'dot.js', watch: '.', log_file: '.logs/dot.log' },
    { name: 'out', script: 'out.js', watch: true, out_file: '/var/log/out.log' },
    { name: 'off', script: 'off.js', watch: false, out_file: 'off.log' },
    { name: 'glob', script: 'glob.js', watch: 'src/**/*.js', out_file: 'src/glob.log' },
  ],
};
