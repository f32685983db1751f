# ecort start PLAN: a supervisor in the background that outlives the command, its errors told to the caller; kill ends it.
. "$SRC/tests/e2e/lib/ecort.sh"
trap 'ecort kill >/dev/null 2>&1 || :' EXIT

config <<'C'
apps:
  - { name: a, script: sleep, args: "1000", min_uptime: 50 }
  - { name: b, script: sleep, args: "1000", min_uptime: 50, instances: 2, exec_mode: fork }
C
exits 1 ecort ping
exits 0 ecort kill
contains out "no supervisor is running in $PWD/home"
# The command ends although the supervisor and its processes live on: nothing of its pipes is kept open.
exits 0 sh -c 'ecort start plan.bin | cat'
contains out "a started, pid"
exits 0 ecort ping
equal "pong" "$(cat out)" pong
pid=$(tr -d ' ' <home/ecort.lock)
equal "command line" "$(tr '\0' ' ' <"/proc/$pid/cmdline")" "ecort run --background "
equal "directory" "$(readlink "/proc/$pid/cwd")" /
[ "$(cut -d' ' -f6 "/proc/$pid/stat")" != "$(cut -d' ' -f6 "/proc/$$/stat")" ] || fail "it is in our session"
wait_for 10 has_line "a 0 started" home/ecort.log
grep -q "^20..-..-..T..:..:..+0000 home $PWD/home" home/ecort.log || fail "$(cat home/ecort.log)"
a=$(field a pid)

exits 0 ecort start plan.bin
contains out "unchanged     2 apps"
exits 0 ecort stop a
exits 0 ecort start plan.bin
contains out "start         a"
[ "$(field a pid)" != "$a" ] || fail "a was not started"
exits 0 ecort stop a
exits 0 ecort start a
exits 2 ecort start a --keep
contains err "a is no plan and no configuration"
exits 2 ecort start plan.bin plan.bin
exits 2 ecort run plan.bin
contains err "a supervisor with pid $pid runs in $PWD/home already"

pids=$(ecort list --json | sed -n 's/.*"pid": \([0-9]*\).*/\1/p')
exits 0 ecort kill
for p in $pid $pids; do is_gone "$p" || fail "$p is alive"; done
[ ! -e home/ecort.sock ] || fail "the socket is still there"

# A start right after a kill, and two at once.
exits 0 ecort start plan.bin
ecort kill >/dev/null
ecort start plan.bin >first 2>&1 &
first=$!
ecort start plan.bin >second 2>&1 || grep -q "is under way" second || fail "$(cat second)"
wait $first || grep -q "is under way" first || fail "$(cat first)"
wait_for 10 has_field a status online
exits 0 ecort kill

# It cannot start: the caller is told why.
touch file
ECORT_HOME=$PWD/file/home exits 1 ecort start plan.bin
contains err "the supervisor does not start: home $PWD/file/home: Not a directory"
ECORT_HOME=$PWD/elsewhere exits 3 ecort start missing.bin.yaml
ECORT_HOME=$PWD/elsewhere exits 1 ecort start api
contains err "no supervisor is running"
[ ! -e elsewhere ] || fail "a home was made for nothing"

# kill waits for the slow ones, a second one waits too.
program slow.sh <<'P'
trap 'trap "" INT; until [ -e go ]; do sleep 0.05; done; exit 0' INT
echo ready
while :; do sleep 0.02; done
P
echo 'apps: [{ name: slow, script: ./slow.sh, min_uptime: 0, kill_timeout: 600s }]' >slow.yaml
exits 0 ecort start slow.yaml
wait_for 10 has_line ready home/logs/slow-out.log
slow=$(field slow pid)
ecort kill &
killer=$!
wait_for 10 has_field slow status stopping
exits 1 ecort start slow.yaml
contains err "the supervisor is stopping"
touch go
wait $killer || fail "ecort kill: $?"
is_gone "$slow" || fail "slow is alive"
