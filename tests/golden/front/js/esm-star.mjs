import { port, url, own, base, fallback } from './lib/esm/all.mjs'; import * as all from './lib/esm/all.mjs'; import path from 'node:path'; import { fileURLToPath } from 'url';
const dir = path.dirname(fileURLToPath(import.meta.url));
export const apps = [{ name: 'a', script: path.relative(dir, path.join(dir, 'x', 'y.js')), env: { PORT: port, URL: url(), OWN: own } }]; export const extra = { base, fallback, keys: Object.keys(all) };
