exports.apps = [
  {
    name: 'relay',
    script: 'relay.js',
    args: ['--port', '1883', '--ws-port', 9001, '--verbose'],
    max_memory_restart: '200M'
  }
];
exports.deploy = {
  dev: { user: 'dev', host: 'dev.lan', ref: 'origin/dev', repo: 'https://git.example.org/relay.git', path: '/opt/relay' }
};
