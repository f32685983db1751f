// Compares what `ecoc diff --target pm2` says with what a PM2 does.  node check.js PM2 ECOC [some|all] [fork|cluster]
//
// Each row of rows.js becomes apps, one per kind of change. PM2 starts the file as it was (B), takes the changed one by
// a command (M), and starts the changed one afresh (A). What M has like A was taken up, what it has like B was not;
// where A is like B, PM2 does nothing with the option.
'use strict';
const fs = require('fs');
const rows = require('./rows.js');
const { Place } = require('./probe.js');

const [pm2, ecoc, which = 'some', onlyMode] = process.argv.slice(2);
const isRoot = process.getuid() === 0;
const failures = [];
let nCompared = 0;

// In cluster mode each process is a Node: only the rows whose answer is another there, unless all are asked for.
const inCluster = ['args', 'env', 'exec_interpreter', 'instances', 'script', 'cron_restart', 'filter_env', 'kill_timeout', 'out_file', 'autorestart'];

function kindsOf(row) {
  const kinds = { change: [row.two, row.one] };
  if (!row.required) Object.assign(kinds, { add: [undefined, row.one], remove: [row.one, undefined] });
  if ('zero' in row) kinds.zero = [row.one, row.zero];
  return kinds;
}

function makeApps(mode) {
  const apps = { before: [], after: [], rows: [] };
  for (const [option, plain] of Object.entries(rows)) {
    const row = { ...plain, ...plain[mode] };
    if ((row.root && !isRoot) || (mode === 'cluster' && which === 'some' && !inCluster.includes(option))) continue;
    const ext = mode === 'cluster' || row.node ? '.js' : '.sh';
    const base = { script: './one' + ext, exec_mode: mode, min_uptime: 100, ...row.with };
    if (option === 'min_uptime' || option === 'exec_mode') delete base[option];
    for (const [kind, values] of Object.entries(kindsOf(row))) {
      const name = `${option}+${kind}+${mode}`;
      const app = value => {
        if (value === undefined) return { name, ...base };
        if (option === 'script') value += ext;
        if (option === 'port') value += 10 * apps.rows.length; // no two apps have the same
        if (option === 'env') value = { ...base.env, ...value };
        return { name, ...base, [option]: value };
      };
      apps.before.push(app(values[0]));
      apps.after.push(app(values[1]));
      apps.rows.push({ name, option, row, late: row.late });
    }
  }
  const plain = { script: './one.sh' };
  apps.before.push({ name: 'same', ...plain }, { name: 'gone', ...plain });
  apps.after.push({ name: 'same', ...plain }, { name: 'new', ...plain });
  return apps;
}

function seen({ option, row }, app) {
  if (!app) return 'not there';
  return JSON.stringify((row.seen ?? (p => p.list[0].pm2_env[option] ?? null))(app));
}

function predict(command) {
  const out = place.run(ecoc, 'diff', 'HEAD', '--format', 'json', '--no-findings', '--target', 'pm2', '--pm2-command', command, 'ecosystem.json');
  return JSON.parse(out);
}

function expect(what, predicted, observed) {
  nCompared++;
  if (predicted !== observed) failures.push(`${what}: predicted ${predicted}, PM2 does: ${observed}`);
}

const outcome = { restart: 'taken', reload: 'taken', stays: 'kept', stuck: 'kept', scale: 'kept', nothing: 'nothing' };

function compareRow(command, row, said, before, middle, after) {
  const app = said.apps.find(a => a.name === row.name);
  const change = app?.changes.find(c => c.path === row.option || c.path.startsWith(row.option + '.'));
  const [b, m, a] = [before, middle, after].map(apps => seen(row, apps[row.name]));
  const observed = a === b ? (m === a ? 'nothing' : `odd: ${b} ${m} ${a}`) : m === a ? 'taken' : m === b ? 'kept' : `mixed: ${b} ${m} ${a}`;
  expect(`${row.name} ${command}`, change ? outcome[change.effect] : 'no change', observed);
}

function comparePeople(command, said, before, middle) {
  const action = name => said.apps.find(a => a.name === name)?.action ?? 'unchanged';
  expect(`a new app, ${command}`, action('new'), middle.new ? 'start' : 'nothing');
  expect(`a removed app, ${command}`, action('gone'), middle.gone?.pids[0] === before.gone.pids[0] ? 'orphan' : 'stop');
  expect(`an unchanged app, ${command}`, said.remark.includes(`pm2 ${command} of the file also takes 1 unchanged app`),
    middle.same.pids[0] !== before.same.pids[0]);
}

// The commands make it as if it had been started so, but for what they say stays.
function compareCommands(apps, said, made, after) {
  for (const row of apps.rows) {
    const app = said.apps.find(a => a.name === row.name);
    const stays = app.action !== 'recreate' && app.changes.some(c => c.effect === 'stays');
    const own = app.changes.find(c => c.path === row.option || c.path.startsWith(row.option + '.'));
    if (own.effect === 'nothing' || (stays && own.effect === 'stays')) continue;
    expect(`${row.name} by its commands`, seen(row, after[row.name]), seen(row, made[row.name]));
  }
  expect('the removed app after the commands', undefined, made.gone?.pids[0]);
}

const write = apps => fs.writeFileSync('ecosystem.json', JSON.stringify({ apps }, null, 1));

let place; // the one that PM2 runs in

async function tryMode(mode, commands) {
  const apps = makeApps(mode), isLate = apps.rows.some(r => r.late);
  place = new Place(pm2);
  try {
    write(apps.before);
    place.run('sh', '-c', 'git init -q . && git config user.name t && git config user.email t@localhost && git add ecosystem.json && git commit -qm one');
    write(apps.after);
    place.pm2('start', 'ecosystem.json');
    const after = await place.look(isLate);
    place.deleteAll();
    for (const command of commands) {
      write(apps.before);
      place.pm2('start', 'ecosystem.json');
      const before = await place.look(isLate);
      write(apps.after);
      const said = predict(command === 'commands' ? 'reload' : command);
      if (command === 'commands') {
        fs.writeFileSync('commands.sh', said.commands.join('\n') + '\n');
        place.run('sh', '-e', 'commands.sh');
        compareCommands(apps, said, await place.look(isLate), after);
      } else {
        place.pm2(command, 'ecosystem.json');
        const middle = await place.look(isLate);
        for (const row of apps.rows) compareRow(command, row, said, before, middle, after);
        comparePeople(command, said, before, middle);
      }
      place.deleteAll();
    }
  } finally {
    await place.leave();
  }
}

for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => (place ? place.leave() : Promise.resolve()).then(() => process.exit(1)));

(async () => {
  if (onlyMode !== 'cluster') await tryMode('fork', which === 'all' ? ['reload', 'restart', 'start', 'commands'] : ['reload', 'commands']);
  if (onlyMode !== 'fork') await tryMode('cluster', ['reload', 'restart']);
  for (const failure of failures) console.log(failure);
  console.log(`PM2 ${require(pm2.replace(/bin\/pm2$/, 'package.json')).version}: ${nCompared} comparisons, ${failures.length} disagree`);
  process.exitCode = failures.length || nCompared < 20 ? 1 : 0;
})().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
