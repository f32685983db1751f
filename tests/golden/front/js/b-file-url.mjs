import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
const here = fileURLToPath(new URL('.', import.meta.url));
const pkg = JSON.parse(readFileSync(new URL('./lib/data.json', import.meta.url), 'utf8'));
export default {
  apps: [{ name: Object.keys(pkg).length, cwd: path.basename(here), script: path.relative(here, fileURLToPath(new URL('./lib/x.js', import.meta.url))) }],
  url: path.basename(pathToFileURL(here + 'x').href),
};
