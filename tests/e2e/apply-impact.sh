# The impact column does not lie: each option is changed on a running app, and its process stays or goes as the table says.
. "$SRC/tests/e2e/lib/ecort.sh"

mkdir elsewhere
program same.sh <<'P'
exec sleep 1000
P
cp same.sh other.sh
echo X=1 >.env
cat >write.js <<'P'
// One app per option: as it is without it, and with it. The values are the examples of the table, except where an
// example would not run here.
const fs = require('fs');
const table = fs.readFileSync(process.env.SRC + '/schema/opt/options.def', 'utf8');
const rows = table.split(/^OPT\(/m).slice(1).map(row => ({
  name: /"([^"]+)"/.exec(row)[1],
  repr: /^\w+, (\w+)/.exec(row)[1],
  impact: (/\.impact = IMPACT_(\w+)/.exec(row) || [, 'NONE'])[1],
  example: (/\.example = "((?:[^"\\]|\\.)*)"/.exec(row) || [])[1],
}));
const ours = {
  script: './other.sh', node_args: '-e', cwd: 'elsewhere', exec_interpreter: 'sh', uid: String(process.getuid()), gid: String(process.getgid()),
  exec_mode: null, env_file: '.env', depends_on: ['opt-namespace'], watch: false, name: null, nice: 3, cron_timezone: 'UTC',
  instances: 2, autostart: null, autorestart: false, min_uptime: 1, kill_timeout: 2000, env: { ADDED: '1' }, io: null,
  error: null, listen: 'unix:' + process.cwd() + '/x.sock', out_file: 'out.log', error_file: 'err.log', log_file: 'both.log', stateful: null, execute_command: null,
};
const apps = { before: [], after: [] };
const expected = [];
for (const row of rows) {
  if (row.repr === 'GROUP' || row.name.includes('.') || ours[row.name] === null) continue;
  const value = row.name in ours ? ours[row.name] : eval('(' + row.example.replace(/\\"/g, '"') + ')');
  const base = { name: 'opt-' + row.name, script: './same.sh', min_uptime: 0, exec_mode: 'fork' };
  if (row.name === 'cwd') base.script = process.cwd() + '/same.sh';
  if (row.name === 'increment_var') base.env = { PORT: 1 };
  apps.before.push(base);
  apps.after.push({ ...base, [row.name]: value });
  expected.push(`${row.name} ${row.impact}`);
}
for (const side of ['before', 'after']) fs.writeFileSync(side + '.json', JSON.stringify({ apps: apps[side] }, null, 1));
fs.writeFileSync('expected', expected.join('\n') + '\n');
P
node write.js
[ "$(wc -l <expected)" -gt 60 ] || fail "only $(wc -l <expected) options"
cp before.json ecosystem.json
ecoc build ecosystem.json -o plan.bin >/dev/null 2>err || fail "$(cat err)"
start_ecort
pids() { ecort list --json | sed -n 's/.*"name": "opt-\(.*\)",/\1/p; s/.*"pid": \(.*\),/\1/p' | paste -d' ' - -; }
pids >pids.before
cp after.json ecosystem.json
exits 0 ecort apply ecosystem.json
pids >pids.after

while read -r name impact; do
    before=$(sed -n "s/^$name //p" pids.before) after=$(sed -n "s/^$name //p" pids.after)
    case $impact in
    NONE | LIVE) [ "$after" = "$before" ] || fail "$name says $impact: $before became $after" ;;
    SCALE) [ "$(echo "$after" | head -n 1)" = "$before" ] && [ "$(echo "$after" | wc -l)" = 2 ] || fail "$name: $after" ;;
    *) [ -n "$after" ] && [ "$after" != "$before" ] || fail "$name says $impact: $before became $after" ;;
    esac
done <expected
# And back: every change is one in this direction, too.
cp before.json ecosystem.json
cp pids.after pids.middle
exits 0 ecort apply ecosystem.json
pids >pids.after
while read -r name impact; do
    before=$(sed -n "s/^$name //p" pids.middle | head -n 1) after=$(sed -n "s/^$name //p" pids.after)
    case $impact in
    NONE | LIVE | SCALE) [ "$after" = "$before" ] || fail "$name says $impact on the way back: $before became $after" ;;
    *) [ -n "$after" ] && [ "$after" != "$before" ] || fail "$name says $impact on the way back: $before became $after" ;;
    esac
done <expected
stop_ecort || fail "exit status $?"
