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
