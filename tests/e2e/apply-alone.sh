# apply where no supervisor runs: --dry-run tells what would be started and starts nothing; apply itself starts one in
# the background.
. "$SRC/tests/e2e/lib/ecort.sh"
trap 'ecort kill >/dev/null 2>&1 || :' EXIT

config <<'C'
apps:
  - { name: web, script: sleep, args: "1000", min_uptime: 50, depends_on: db }
  - { name: db, script: sleep, args: "1000", min_uptime: 50, instances: 2, exec_mode: fork }
C
for command in apply start; do
    exits 0 ecort $command plan.bin --dry-run
    grep -q '^  start  *web$' out || fail "$(cat out)"
    grep -q '^  start  *db$' out || fail "$(cat out)"
    contains out "no supervisor is running"
    [ ! -e home ] || fail "$command --dry-run has made the home"
    exits 1 ecort ping
done
exits 0 ecort apply ecosystem.yaml --dry-run --only web --json
contains out '"dry_run": true'
contains out '"app": "web"'
contains out '"action": "start"'
lacks out '"app": "db"'
exits 1 ecort apply plan.bin --dry-run --only wbe
contains err 'no app of the plan is called "wbe"'
[ ! -e home ] || fail "a home was made"

# What is missing is told as it would be.
cat >late.config.js <<'C'
module.exports = { apps: [{ name: 'late', script: 'sleep', args: '1000', env: { KEY: process.env.SOME_KEY } }] };
C
exits 2 ecort apply late.config.js --dry-run
contains err "SOME_KEY is not set (app late"
SOME_KEY=1 exits 0 ecort apply late.config.js --dry-run

exits 2 ecort apply late.config.js
contains err "SOME_KEY is not set (app late"
exits 1 ecort ping
exits 0 ecort apply plan.bin
contains out "web started, pid"
exits 0 ecort ping
before=$(ecort pid)
exits 0 ecort apply plan.bin --dry-run
contains out "unchanged     2 apps"
lacks out "no supervisor"
equal "pids" "$(ecort pid)" "$before"

# An address that another program has: told before anything is done, and nothing is.
. "$SRC/tests/e2e/lib/cluster.sh"
PORT=$(free_port)
cat >squatter.js <<'J'
const net = require('net');
let taken = 0;
for (const place of process.argv.slice(2))
  net.createServer().listen(/^\d+$/.test(place) ? Number(place) : place, () => require('fs').writeFileSync('taken', String(++taken)));
J
node squatter.js "$PORT" "$PWD/taken.sock" &
squatter=$!
trap 'kill $squatter; ecort kill >/dev/null 2>&1 || :' EXIT
wait_for 10 has_line 2 taken
listens() {
    config <<C
apps:
  - { name: api, script: test_service, args: "serve one", listen: $1, min_uptime: 50 }
C
}
for running in true false; do
    for taken in "$PORT" "unix:$PWD/taken.sock"; do
        listens "\"$taken\""
        exits 1 ecort apply plan.bin --dry-run --keep
        contains err "app api: listen $taken: Address already in use"
    done
    listens "\"unix:$PWD/nowhere/free.sock\""
    exits 1 ecort apply plan.bin --dry-run --keep
    contains err "No such file or directory"
    listens "\"unix:$PWD/free.sock\""
    exits 0 ecort apply plan.bin --dry-run --keep
    grep -q '^  start  *api$' out || fail "$(cat out)"
    [ ! -e free.sock ] || fail "the dry run has made the socket"
    [ -e taken.sock ] || fail "the dry run has removed the socket"
    if $running; then
        lacks out "no supervisor"
        exits 0 ecort kill
    else
        contains out "no supervisor is running"
    fi
done
exits 0 ecort apply plan.bin
equal "serves" "$(answers 1 "$PWD/free.sock")" one
exits 0 ecort apply plan.bin --dry-run # what has it is ours

