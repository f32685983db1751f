// What Node makes of configurations that may do anything small, endless loops included: one line per file, name,
// tab, JSON of the export or "!message". Each runs in this process under a time limit, with path, os and its own
// files to require. usage: node run_js.js FILE...
'use strict';
const fs = require('fs');
const path = require('path');
const vm = require('vm');
const Module = require('module');
const environment = { ...process.env };
const globals = new Set(Object.getOwnPropertyNames(globalThis));
// Reading only: what would be written is not, as with us.
const readers = Object.fromEntries(['existsSync', 'readFileSync', 'readdirSync', 'statSync', 'lstatSync', 'accessSync'].map((n) => [n, fs[n]]));
const readOnly = { ...readers, constants: fs.constants, mkdirSync: () => undefined, writeFileSync: () => undefined };
const allowed = (from) => {
  const own = Module.createRequire(from);
  const allow = (name) => {
    if (typeof name !== 'string' || !name) return own(name);
    if (/^(node:)?fs$/.test(name)) return readOnly;
    if (/^(node:)?(path|os|url|util|buffer)$/.test(name) || /^\.\.?\//.test(name)) return own(name);
    throw new Error(`Cannot find module '${name}'`);
  };
  allow.resolve = own.resolve;
  return allow;
};
const write = process.stdout.write.bind(process.stdout);
for (const name of ['log', 'warn', 'error', 'info']) console[name] = () => {};
process.exit = () => {
  throw new Error('process.exit');
};

for (const file of process.argv.slice(2)) {
  const full = path.resolve(file);
  const module = { exports: {}, filename: full, id: full, path: path.dirname(full), loaded: false, parent: {} };
  let line;
  try {
    globalThis.__case = [module.exports, allowed(full), module, full, path.dirname(full)];
    const text = `(function (exports, require, module, __filename, __dirname) {${fs.readFileSync(full, 'utf8').replace(/^#!/, '//')}\n}).apply(__case[0], __case);`;
    new vm.Script(text, { filename: full }).runInThisContext({ timeout: 300 });
    line = JSON.stringify(module.exports) ?? '';
  } catch (e) {
    line = `!${String(e && e.message).split('\n')[0]}`;
  }
  for (const key of Object.keys(process.env)) if (!(key in environment)) delete process.env[key];
  Object.assign(process.env, environment);
  for (const key of Object.keys(require.cache)) if (key !== __filename) delete require.cache[key];
  for (const key of Object.getOwnPropertyNames(globalThis)) if (!globals.has(key)) delete globalThis[key];
  write(`${file}\t${line}\n`);
}
