// node js-differential.js run FILE...       one line per file: name, tab, JSON of the export or "!message"
// node js-differential.js compare NODE OURS  compares two such lists; ours may hold {"$unknown"} and {"$choice"}
'use strict';
const fs = require('fs');
const path = require('path');
const { pathToFileURL } = require('url');

// What the file means: module.exports, or of an ES module its default export, else all its exports.
async function load(file) {
  // Node 20 does not read TypeScript: beside X.ts stands X.js, the same without types.
  file = file.replace(/\.ts$/, '.js');
  if (!file.endsWith('.mjs')) return require(path.resolve(file));
  const m = await import(pathToFileURL(path.resolve(file)));
  return 'default' in m ? m.default : m;
}

async function run(files) {
  console.log = console.warn = () => {};
  const globals = new Set(Object.getOwnPropertyNames(globalThis));
  for (const file of files) {
    const env = { ...process.env };
    let line;
    try {
      line = JSON.stringify(await load(file));
      if (line === undefined) line = '';
    } catch (e) {
      line = '!' + String(e && e.message).split('\n')[0];
    }
    for (const k of Object.keys(process.env)) if (!(k in env)) delete process.env[k];
    Object.assign(process.env, env);
    for (const k of Object.keys(require.cache)) if (k !== __filename) delete require.cache[k];
    for (const k of Object.getOwnPropertyNames(globalThis)) if (!globals.has(k)) delete globalThis[k];
    process.stdout.write(`${file}\t${line}\n`);
  }
}

const read = (file) => new Map(fs.readFileSync(file, 'utf8').split('\n').filter(Boolean).map((l) => {
  const tab = l.indexOf('\t');
  return [l.slice(0, tab), l.slice(tab + 1)];
}));

const isUnknown = (v) => v !== null && typeof v === 'object' && '$unknown' in v;
const isChoice = (v) => v !== null && typeof v === 'object' && '$choice' in v;
const mayBeAbsent = (v) => isUnknown(v) || (isChoice(v) && v.$choice.some((a) => a === null || isUnknown(a)));

// 'equal', 'declined' (equal but for unknowns) or 'wrong'. The order of keys counts, except where a key
// may be absent. A choice (symbolic mode) is right where one of its alternatives is.
function compare(want, got) {
  if (isUnknown(got)) return 'declined';
  if (isChoice(got)) return got.$choice.some((a) => compare(want, a) !== 'wrong') ? 'equal' : 'wrong';
  if (typeof want !== 'object' || typeof got !== 'object' || !want || !got)
    return Object.is(want, got) ? 'equal' : 'wrong';
  if (Array.isArray(want) !== Array.isArray(got)) return 'wrong';
  const sure = (k) => Object.hasOwn(got, k) && !mayBeAbsent(got[k]);
  const a = Object.keys(want), b = Object.keys(got).filter((k) => Object.hasOwn(want, k) || !mayBeAbsent(got[k]));
  if (a.length !== b.length || a.filter(sure).join('\n') !== b.filter(sure).join('\n')) return 'wrong';
  let worst = Object.keys(got).length === b.length ? 'equal' : 'declined';
  for (const k of a) {
    const c = Object.hasOwn(got, k) ? compare(want[k], got[k]) : 'wrong';
    if (c === 'wrong') return c;
    if (c === 'declined') worst = c;
  }
  return worst;
}

function judge(want, got) {
  if (want[0] === '!' && got[0] === '!') return 'rejected';
  // Node exports {} from an empty file; we say that it is empty.
  if (want === '{}' && got === '!the file is empty') return 'rejected';
  // Mutants: whether a broken program is refused is counted apart from what a sound one means.
  if (process.env.MUTANTS && (want[0] === '!') !== (got[0] === '!')) return got.includes('$unknown') ? 'declined' : 'acceptance';
  // Symbolic: of two ways of which one throws, the other is what the configuration means.
  if (process.env.SYMBOLIC && want[0] === '!') return 'declined';
  if (want === '' && /"\$(choice|unknown)"/.test(got)) return 'declined';
  if (want[0] === '!' || got[0] === '!' || want === '' || got === '')
    return want === got ? 'equal' : got.includes('$unknown') ? 'declined' : 'wrong';
  return compare(JSON.parse(want), JSON.parse(got));
}

function report(nodeList, ourList) {
  const count = { equal: 0, declined: 0, rejected: 0, acceptance: 0, wrong: 0 };
  const ours = read(ourList);
  for (const [file, want] of read(nodeList)) {
    const got = ours.get(file) ?? '!no answer';
    const c = judge(want, got);
    count[c]++;
    if (c === 'wrong') console.log(`WRONG ${file}\n  node: ${want}\n  ours: ${got}`);
    const why = (got.match(/"\$unknown":"([^"]*)"/) || [])[1];
    if (c === 'acceptance') console.log(`accepted by one only ${path.basename(file)}: node ${want.slice(0, 80)} ours ${got.slice(0, 80)}`);
    if (c === 'declined' && !process.env.MUTANTS) console.log(`declined ${path.basename(file)}: ${why}`);
  }
  console.log(Object.entries(count).map(([k, v]) => `${v} ${k}`).join(', '));
  const total = Object.values(count).reduce((a, b) => a + b);
  if (count.wrong || !count.equal || count.acceptance > total / 100) process.exit(1);
}

const [what, ...rest] = process.argv.slice(2);
if (what === 'run') run(rest);
else report(...rest);
