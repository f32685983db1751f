// What Node makes of configurations: one line per file, name, tab, JSON of the value or "!message". Each is read in
// its own folder as the current one, as PM2 reads it by its kind: JSON as an expression, YAML by js-yaml, the rest as
// CommonJS or, with import or export, as an ES module. A CommonJS file in a scope of ES modules is taken as it is
// meant. The first line is "#environment", tab, the variables in JSON. Beside X.ts stands X.ts.js (.cjs, .mjs), or X.js, the same without its types.
// usage: node node_values.js FOLDER-OF-NODE-MODULES FILE...
'use strict';
const fs = require('fs');
const path = require('path');
const vm = require('vm');
const Module = require('module');
const { pathToFileURL } = require('url');
const [modules, ...files] = process.argv.slice(2).map((name) => path.resolve(name));

// Packages come from that folder, wherever a configuration stands; ES modules do not look at NODE_PATH.
process.env.NODE_PATH = modules;
Module._initPaths();
delete process.env.NODE_PATH;
if (Module.register)
  Module.register(`data:text/javascript,import { createRequire, isBuiltin } from 'node:module';
const require = createRequire(${JSON.stringify(path.join(modules, 'none.js'))});
export async function resolve(name, context, next) {
  if (/^(dotenv|js-yaml)/.test(name)) return { url: new URL('file://' + require.resolve(name)).href, shortCircuit: true };
  return next(name, context);
}`.replace(/\n/g, ' '));

process.argv = [process.execPath, 'pm2'];
const write = process.stdout.write.bind(process.stdout);
for (const name of ['log', 'warn', 'error', 'info', 'debug', 'table']) console[name] = () => {};
process.exit = (code) => {
  throw new Error(`process.exit(${code})`);
};
// Side effects are not performed, as with us; that a folder exists already, or has no place, is an error all the same.
const { mkdirSync } = fs;
fs.mkdirSync = (name, options) => {
  const fails = !(options && options.recursive) && (fs.existsSync(name) || !fs.existsSync(path.dirname(path.resolve(name))));
  return fails ? mkdirSync(name, options) : undefined;
};
for (const name of ['writeFileSync', 'appendFileSync', 'copyFileSync', 'unlinkSync', 'rmSync']) fs[name] = () => undefined;
Module.syncBuiltinESMExports();

function commonjs(file, text) {
  const m = new Module(file, module);
  m.filename = file;
  m.paths = Module._nodeModulePaths(path.dirname(file));
  Module._cache[file] = m;
  m._compile(text.replace(/^\ufeff/, ''), file);
  return m.exports;
}

async function load(file) {
  const text = fs.readFileSync(file, 'utf8');
  if (/\.json/.test(path.basename(file))) return vm.runInThisContext(`(${text})`);
  if (/\.ya?ml/.test(path.basename(file))) return require('js-yaml').load(text);
  const plain = file.endsWith('.ts') && ['.ts.js', '.ts.cjs', '.ts.mjs', '.js'].map((ext) => file.slice(0, -3) + ext).find(fs.existsSync);
  const from = plain || file;
  const source = plain ? fs.readFileSync(plain, 'utf8') : text;
  if (!/\.mjs$/.test(from) && !/^(import|export)\b(?!\()/m.test(source)) return commonjs(file, source);
  const m = await import(pathToFileURL(from));
  return 'default' in m ? m.default : { ...m };
}

async function run() {
  const globals = new Set(Object.getOwnPropertyNames(globalThis));
  const environment = { ...process.env };
  write(`#environment\t${JSON.stringify(environment)}\n`);
  for (const file of files) {
    let line;
    process.chdir(path.dirname(file));
    try {
      line = JSON.stringify(await load(file)) ?? '';
    } catch (e) {
      line = `!${String(e && e.message).split('\n')[0]}`;
    }
    for (const key of Object.keys(process.env)) delete process.env[key];
    Object.assign(process.env, environment);
    for (const key of Object.keys(require.cache)) if (key !== __filename) delete require.cache[key];
    for (const key of Object.getOwnPropertyNames(globalThis)) if (!globals.has(key)) delete globalThis[key];
    write(`${file}\t${line}\n`);
  }
}
run();
