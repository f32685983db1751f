module.exports = { apps: [
  { name: 'legacy', script: 'server.js', interpreter: '/opt/node/v16.20.2/bin/node', node_args: '--harmony' },
  { name: 'ts', script: 'src/server.ts', interpreter: './node_modules/.bin/tsx', interpreter_args: '--tsconfig tsconfig.prod.json' },
  { name: 'ruby', script: 'config.ru', interpreter: 'ruby' },
  { name: 'php', script: 'artisan', args: 'queue:work --sleep=3 --tries=3', interpreter: 'php' },
  { name: 'perl', script: 'poll.pl' }
] };
