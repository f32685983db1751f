// What Node makes of configurations that may do anything small, endless loops included: one line per file, name,
// tab, JSON of the export or "!message". CommonJS and JSON as PM2 reads it. Each runs in its own folder, in this
// process under a time limit, with path, os, dotenv and its own files to require.
// usage: node run_js.js FOLDER-OF-NODE-MODULES FILE...
'use strict';
const fs = require('fs');
const path = require('path');
const vm = require('vm');
const Module = require('module');
const [modules, ...files] = process.argv.slice(2);
const packages = Module.createRequire(path.join(path.resolve(modules), 'none.js'));
const start = process.cwd();
const exit = process.exit.bind(process);
const parent = module;
// What a mutant does to the built-ins is undone.
const { keys, getOwnPropertyDescriptors, entries, defineProperty } = Object;
const builtins = [Object, Array, String, Number, Boolean, RegExp, Map, Set, Error, Function].flatMap((c) => [c, c.prototype])
  .concat(Math, JSON, Reflect, fs, path, path.posix, require('os'), require('url'), require('util'), URL, URLSearchParams, Buffer, URL.prototype, URLSearchParams.prototype, Buffer.prototype, process, globalThis)
  .map((object) => [object, entries(getOwnPropertyDescriptors(object))]);
const undo = () => {
  for (const [object, list] of builtins)
    for (const [key, was] of list) if ('value' in was && was.configurable && object[key] !== was.value) defineProperty(object, key, was);
};
const node = process;
const { env } = node;
const environment = { ...env };
const globals = new Set(Object.getOwnPropertyNames(globalThis));
// Reading only: what would be written is not, as with us.
const readers = Object.fromEntries(['existsSync', 'readFileSync', 'readdirSync', 'statSync', 'lstatSync', 'accessSync'].map((n) => [n, fs[n]]));
const readOnly = { ...readers, constants: fs.constants, mkdirSync: () => undefined, writeFileSync: () => undefined };
const allowed = (from) => {
  const own = Module.createRequire(from);
  const fn = (name) => {
    if (typeof name !== 'string' || !name) return own(name);
    if (/^(node:)?fs$/.test(name)) return readOnly;
    if (/^(node:)?(path|os|url|util|buffer)$/.test(name) || /^(\.\.?)?\//.test(name)) return own(name);
    if (/^dotenv\b/.test(name)) return packages(name);
    throw Object.assign(new Error(`Cannot find module '${name}'`), { code: 'MODULE_NOT_FOUND' });
  };
  return Object.assign(fn, { resolve: own.resolve, main: own.main, cache: own.cache });
};
const write = process.stdout.write.bind(process.stdout);
for (const name of ['log', 'warn', 'error', 'info', 'debug', 'table']) console[name] = () => {};
process.exit = (code) => {
  throw new Error(`process.exit(${code})`);
};
process.argv = [process.execPath, 'pm2'];

function evaluate(full) {
  const text = fs.readFileSync(full, 'utf8');
  const limits = { timeout: 300 };
  if (/\.json/.test(path.basename(full))) return new vm.Script(`(${text})`, { filename: full }).runInThisContext(limits);
  const module = Object.assign(new Module(full, parent), { filename: full, paths: [] });
  globalThis.__case = [module.exports, allowed(full), module, full, path.dirname(full)];
  new vm.Script(`(function (exports, require, module, __filename, __dirname) {${text.replace(/^\ufeff/, '').replace(/^#!/, '//')}\n}).apply(__case[0], __case);`, { filename: full }).runInThisContext(limits);
  return module.exports;
}

for (const file of files) {
  const full = path.resolve(start, file);
  let line;
  process.chdir(path.dirname(full));
  try {
    line = JSON.stringify(evaluate(full)) ?? '';
  } catch (e) {
    undo();
    line = `!${String(e && e.message).split('\n')[0]}`;
  }
  undo();
  globalThis.process = node;
  node.env = env;
  for (const key of keys(env)) delete env[key];
  Object.assign(env, environment);
  for (const key of keys(require.cache)) if (key !== __filename) delete require.cache[key];
  for (const key of Object.getOwnPropertyNames(globalThis)) if (!globals.has(key)) delete globalThis[key];
  write(`${file}\t${line}\n`);
}
exit(0); // whatever was left open
