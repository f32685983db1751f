const { existsSync } = require('fs');
const { join } = require('path');

const built = join(__dirname, 'dist/server.js');
const script = existsSync(built) ? built : join(__dirname, 'src/server.ts');

if (!existsSync(join(__dirname, '.env'))) {
  console.warn('no .env, using defaults');
}

module.exports = {
  apps: [{
    name: 'guarded',
    script,
    interpreter: existsSync(join(__dirname, 'node_modules/.bin/tsx')) ? './node_modules/.bin/tsx' : undefined,
    node_args: existsSync('./.env') ? '--env-file=.env' : [],
  }],
};
