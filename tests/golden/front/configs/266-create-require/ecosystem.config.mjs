import { createRequire } from 'module';
import { dirname, resolve } from 'path';
import { fileURLToPath } from 'url';

const require = createRequire(import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));
const { name, version } = require('./package.json');

export const apps = [
  { name: `${name}-v${version}`, cwd: here, script: resolve(here, 'server.mjs') },
];
