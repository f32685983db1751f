const log = (name) => ({ out_file: `logs/${name}.log`, error_file: `logs/${name}-error.log` });
module.exports = {
  apps: [
    { name: 'api', script: 'api.js', ...log('api') },
    { name: 'web', script: 'web.js', ...log('web') },
    { name: 'null', script: 'null.js', out_file: '/dev/null', error_file: '/dev/null' },
    { name: 'nothing', script: 'nothing.js', out_file: '/dev/null', error_file: 'NULL' },
    { name: 'one', cwd: 'one', script: 'a.js', out_file: 'out.log' },
    { name: 'two', cwd: 'two', script: 'a.js', out_file: 'out.log' },
    { name: 'numbered', script: 'a.js', instances: 2, exec_mode: 'cluster', error_file: 'numbered.log' },
    { name: 'numbered-too', script: 'b.js', instances: 2, exec_mode: 'cluster', error_file: 'numbered.log' },
  ],
};
