// Compares what `ecoc diff` said about each app (said.json) with what `ecort apply` says it did (applied.json), and with
// what happened: the processes before and after (list.before, list.after), and the outage that they tell of in `journal`,
// from line FROM on.  node impact_check.js FROM PENDING: actions that this ecort announces and does not do yet,
// separated by blanks.
'use strict';
const fs = require('fs');

const [from, pending] = [Number(process.argv[2]), process.argv[3].split(' ').filter(Boolean)];
const read = name => JSON.parse(fs.readFileSync(name, 'utf8'));
const said = read('said.json'), applied = read('applied.json');
const configured = read('ecosystem.json').apps;
const all = [...configured, ...read('before.json').apps, ...read('after.json').apps];

function byApp(name) {
  const pids = {};
  for (const p of read(name)) (pids[p.name] ??= []).push(p.pid);
  return pids;
}
const before = byApp('list.before'), after = byApp('list.after');

// The fewest processes that an app had at any time, as they came and went.
function fewest(label, pids) {
  const alive = new Set(pids);
  let least = alive.size;
  for (const line of fs.readFileSync('journal', 'utf8').split('\n').slice(from)) {
    const [what, app, pid] = line.split(' ');
    if (app !== label) continue;
    if (what === 'start') alive.add(Number(pid));
    else alive.delete(Number(pid));
    least = Math.min(least, alive.size);
  }
  return least;
}

const same = (a, b) => a.length === b.length && a.every(x => b.includes(x));
const kept = (a, b) => a.filter(x => b.includes(x)).length;

// What an action means for processes: of `old` and `now`, and of the fewest at any time.
const meaning = {
  nothing: (old, now, least) => same(old, now) && least > 0,
  'applied live': (old, now, least) => same(old, now) && least > 0,
  scale: (old, now, least) => old.length !== now.length && kept(old, now) === Math.min(old.length, now.length) && least > 0,
  reload: (old, now, least) => now.length > 0 && kept(old, now) === 0 && least > 0,
  restart: (old, now, least) => now.length > 0 && kept(old, now) === 0 && least === 0,
  recreate: (old, now, least) => now.length > 0 && kept(old, now) === 0 && least === 0,
  start: (old, now) => old.length === 0 && now.length > 0,
  stop: (old, now, least) => old.length > 0 && now.length === 0 && least === 0,
};

const failures = [], waiting = {};
for (const app of said.apps) {
  const old = before[app.name] ?? [], now = after[app.name] ?? [];
  const label = all.find(a => a.name === app.name).env.APP;
  const did = applied.changes.find(c => c.app === app.name)?.action;
  if (did !== app.action) failures.push(`${app.name}: ecoc diff says ${app.action}, ecort apply says ${did}`);
  const holds = meaning[app.action](old, now, fewest(label, old));
  if (pending.includes(app.action)) (waiting[app.action] ??= { holds: 0, names: [] }).names.push(app.name), (waiting[app.action].holds += holds);
  else if (!holds) failures.push(`${app.name}: said ${app.action}, but ${old} became ${now}, and ${fewest(label, old)} ran at the least`);
}
// Each option is a change, and each app that is not told of is left alone.
for (const app of configured) {
  if (!said.apps.some(a => a.name === app.name)) failures.push(`${app.name}: ecoc diff says nothing about it`);
  const option = app.name.replace(/^(opt|cluster)-/, ''), entry = said.apps.find(a => a.name === app.name);
  if (entry && entry.action !== 'start' && !entry.changes.some(c => c.path === option || c.path.startsWith(option + '.')))
    failures.push(`${app.name}: ecoc diff does not name ${option}`);
}
for (const action of pending) {
  const { holds, names } = waiting[action] ?? { holds: 0, names: [] };
  console.log(`NOTE: pending: ${action} of ${names.length} apps is announced and not done yet: ${names.join(' ')}`);
  if (names.length && holds === names.length) failures.push(`${action} does what it says: take it off the list of what is pending`);
}
for (const failure of failures) console.log(failure);
process.exit(failures.length ? 1 : 0);
