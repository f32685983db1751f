// Compares what Node makes of configurations with what we make of them, two lists of "name, tab, JSON or !message"
// (node_values.js, js_eval);
// ours may hold {"$unknown"} and {"$choice"}. Prints what is wrong or declined, and a line of numbers that begins
// with "NOTE: LABEL". Fails where a value is wrong, nothing is equal, or more than MOST percent are declined.
// usage: node compare_values.js [-s | -m] [-d MOST] LABEL NODE OURS [NODE OURS]...
//   -s  ours is symbolic: unknown is no refusal, and what Node gives must be among what we say is possible
//   -m  mutants: whether a broken program is refused is counted apart from what a sound one means
'use strict';
const fs = require('fs');
const path = require('path');
const args = process.argv.slice(2);
const mode = /^-[sm]$/.test(args[0]) ? args.shift() : '';
const most = args[0] === '-d' ? Number(args.splice(0, 2)[1]) : 100;
const [label, ...lists] = args;

const read = (file) => new Map(fs.readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => {
  const tab = line.indexOf('\t');
  return [line.slice(0, tab), line.slice(tab + 1)];
}));

const isUnknown = (v) => v !== null && typeof v === 'object' && '$unknown' in v;
const isChoice = (v) => v !== null && typeof v === 'object' && '$choice' in v;
const mayBeAbsent = (v) => isUnknown(v) || (isChoice(v) && v.$choice.some((a) => a === null || isUnknown(a)));

// Symbolic: of an object into which process.env was spread only what the program itself says is listed.
let environment = {};
const isInherited = (key, value) => mode === '-s' && environment[key] === value;

// 'equal', 'declined' (equal but for unknowns) or 'wrong'. The order of keys counts, except where a key may be
// absent. A choice is right where one of its alternatives is.
function compare(want, got) {
  if (isUnknown(got)) return 'declined';
  if (isChoice(got)) {
    const all = got.$choice.map((a) => compare(want, a));
    return all.includes('equal') ? 'equal' : all.includes('declined') ? 'declined' : 'wrong';
  }
  if (typeof want !== 'object' || typeof got !== 'object' || !want || !got) return Object.is(want, got) ? 'equal' : 'wrong';
  if (Array.isArray(want) !== Array.isArray(got)) return 'wrong';
  const sure = (k) => Object.hasOwn(got, k) && !mayBeAbsent(got[k]);
  const a = Object.keys(want).filter((k) => Object.hasOwn(got, k) || !isInherited(k, want[k])), b = Object.keys(got).filter((k) => Object.hasOwn(want, k) || !mayBeAbsent(got[k]));
  if (a.length !== b.length || a.filter(sure).join('\n') !== b.filter(sure).join('\n')) return 'wrong';
  let worst = Object.keys(got).length === b.length && Object.keys(want).length === a.length ? 'equal' : 'declined';
  for (const k of a) {
    const c = Object.hasOwn(got, k) ? compare(want[k], got[k]) : 'wrong';
    if (c === 'wrong') return c;
    if (c === 'declined') worst = c;
  }
  return worst;
}

function judge(want, got) {
  if (want[0] === '!' && got[0] === '!') return 'refused by both';
  // Node makes {} of an empty file, js-yaml null; we say that it is empty.
  if (/^({}|null)?$/.test(want) && got.startsWith('!the file is empty')) return 'refused by both';
  if (mode === '-m' && (want[0] === '!') !== (got[0] === '!')) return got.includes('$unknown') ? 'declined' : 'refused by one';
  // Of two ways of which one throws, the other is what the configuration means.
  if (mode === '-s' && want[0] === '!') return 'declined';
  if (want === '' && /"\$(choice|unknown)"/.test(got)) return 'declined';
  if (want[0] === '!' || got[0] === '!' || want === '' || got === '') return want === got ? 'equal' : got.includes('$unknown') ? 'declined' : 'wrong';
  return compare(JSON.parse(want), JSON.parse(got));
}

const count = { equal: 0, declined: 0, 'refused by both': 0, 'refused by one': 0, wrong: 0 };
const names = new Set();
let runs = 0;
for (let i = 0; i < lists.length; i += 2) {
  const ours = read(lists[i + 1]), theirs = read(lists[i]);
  environment = JSON.parse(theirs.get('#environment') || '{}');
  theirs.delete('#environment');
  for (const [file, want] of theirs) {
    const got = ours.get(file) ?? '!no answer';
    const verdict = judge(want, got);
    const short = path.join(path.basename(path.dirname(file)), path.basename(file));
    names.add(file);
    runs += 1;
    count[verdict] += 1;
    if (verdict === 'wrong') console.log(`WRONG ${file}\n  node: ${want}\n  ours: ${got}`);
    if (verdict === 'refused by one') console.log(`refused by one ${short}: node ${want.slice(0, 80)} ours ${got.slice(0, 80)}`);
    if (verdict === 'declined' && !mode) console.log(`declined ${short}: ${(got.match(/"\$unknown":"([^"]*)"/) || [])[1]}`);
  }
}
const share = (n) => `${((100 * n) / runs).toFixed(1)} %`;
const word = mode === '-s' ? 'in part unknown' : 'declined';
console.log(`NOTE: ${label}: ${names.size} files, ${runs} runs: equal ${count.equal}, ${word} ${count.declined} (${share(count.declined)}), `
  + `refused by both ${count['refused by both']}${mode === '-m' ? `, by one ${count['refused by one']}` : ''}, wrong ${count.wrong}`);
const tooMany = (n, percent) => n * 100 > runs * percent;
process.exit(count.wrong || !count.equal || tooMany(count.declined, most) || tooMany(count['refused by one'], 1) ? 1 : 0);
