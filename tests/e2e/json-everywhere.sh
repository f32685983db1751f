# --json on every command: what it prints is one JSON document, and exit codes are those without it. monit is a screen.
. "$SRC/tests/e2e/lib/ecort.sh"

cat >check.js <<'J'
// check FILE TYPE: the file is one JSON document, an array or an object; logs and run print one for each line.
const [file, type] = process.argv.slice(2);
const text = require('fs').readFileSync(file, 'utf8');
const parts = type === 'lines' ? text.trimEnd().split('\n') : [text];
for (const part of parts) {
  const value = JSON.parse(part);
  const is = Array.isArray(value) ? 'array' : typeof value;
  if (is !== (type === 'lines' ? 'object' : type)) throw new Error(`${file}: ${is} instead of ${type}: ${part}`);
}
J
json() { node check.js "$1" "$2" || fail "no JSON: $(cat "$1")"; }

# Every command has the flag; the table says which commands there are.
exits 0 ecort help --json
json out array
node -e '
  const rows = JSON.parse(require("fs").readFileSync("out", "utf8"));
  for (const row of rows) {
    if (row.name !== "monit" && !row.flags.includes("--json")) throw new Error(row.name + " has no --json");
    console.log(row.name);
  }' >commands
[ "$(wc -l <commands)" -gt 30 ] || fail "$(cat commands)"

config <<'C'
apps:
  - { name: web, script: sleep, args: "1000", min_uptime: 50 }
  - { name: pair, script: sleep, args: "1000", min_uptime: 50, instances: 2, exec_mode: fork }
C
ecort run plan.bin --json >run.out 2>run.err &
ECORT_PID=$!
wait_for 10 ecort list
wait_for 10 has_field web status online

# try COMMAND TYPE ARGUMENT...: it is crossed off the list.
try() {
    _command=$1 _type=$2
    shift 2
    exits 0 ecort "$_command" "$@" --json
    json out "$_type"
    grep -v -x "$_command" commands >rest || :
    mv rest commands
}
try help array stop
try version object
contains out '"protocol": 1'
try completion object
try list array
try show array web
try ping object
try id array web
try pid array
try env array web
try jlist array
try apply object plan.bin --dry-run
try start array web
try stop array web
try restart array web
try reload object web
try scale array pair 3
try reset array all
try send-signal array CONT web
try flush array
try reload-logs object
try set object pm2-logrotate:retain 5
try get array
try unset object pm2-logrotate:retain
try save object
try plans object
try resurrect array
try delete array pair
try startup object --dir unit
contains out '"enabled": false'
contains out '"path":'
try startup object --print
contains out '"path": null'
try unstartup object --dir unit
contains out '"removed":'
exits 0 ecort logs --nostream --json
[ ! -s out ] || json out lines
try update object
wait_for 10 ecort ping
try kill object
wait "$ECORT_PID" || fail "exit status $?"
ECORT_PID=
json run.out lines
grep -q '"level":"info","message":"web 0 started' run.out || fail "$(cat run.out)"
# trigger and send-message want a Node program: trigger.sh.
grep -v -x -e logs -e run -e monit -e trigger -e send-message commands >left || :
[ ! -s left ] || fail "not tried: $(cat left)"
exits 1 ecort list --json
[ ! -s out ] || fail "a document and an error: $(cat out)"
exits 3 ecort run nothing.bin --json
json err lines
grep -q '"level":"error"' err || fail "$(cat err)"
