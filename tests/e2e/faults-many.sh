# Six hundred services: started at once, dying at once, handed over to the next supervisor and to the next program. And one that
# floods.
. "$SRC/tests/e2e/lib/ecort.sh"

cp "$BUILD/chaos_service" service
CHAOS_DIR=$PWD
export CHAOS_DIR
config <<'C'
apps:
  - { name: many, script: ./service, args: calm, instances: 300, exec_mode: fork, min_uptime: 0, disable_logs: true, env: { CHAOS_APP: many } }
  - { name: more, script: ./service, args: calm, instances: 300, exec_mode: fork, min_uptime: 0, disable_logs: true, env: { CHAOS_APP: more } }
C
pids() { ecort list --json | sed -n 's/^ *"pid": \([0-9]*\),$/\1/p' | sort; }
all_run() { [ "$(ecort list --json | grep -c '"status": "online"')" = 600 ]; }
start_ecort
wait_for 60 all_run
pids >before
equal "services" "$(wc -l <before)" 600
kill_supervisor
pids | cmp -s - before || fail "services lost their pids with the supervisor"
cp "$(command -v ecort)" next
exits 0 ./next update
pids | cmp -s - before || fail "services lost their pids with the update"
all_new() { all_run && pids >after && [ "$(cat before after | sort | uniq -d | wc -l)" = 0 ]; }
# shellcheck disable=SC2046
kill -KILL $(cat before)
wait_for 60 all_new
equal "processes" "$(pgrep -c -f "^$PWD/service")" 600
stop_ecort || fail "exit status $?"
equal "processes after the end" "$(pgrep -c -f "^$PWD/service")" 0

# 120 MB without a line end, and as much of what is no text: the memory is bounded, and nobody else waits.
program line.sh <<'P'
head -c 120000000 /dev/zero | tr '\0' x
touch line.done
exec sleep 1000
P
program noise.sh <<'P'
for i in 1 2 3 4; do head -c 30000000 noise; done
touch noise.done
exec sleep 1000
P
head -c 30000000 /dev/urandom >noise
config <<'C'
apps:
  - { name: line, script: ./line.sh, min_uptime: 0, time: true, max_size: 1M, retain: 2 }
  - { name: noise, script: ./noise.sh, min_uptime: 0, log_type: json, max_size: 1M, retain: 2 }
  - { name: calm, script: sleep, args: "1000", min_uptime: 0 }
C
start_ecort
while [ ! -e line.done ] || [ ! -e noise.done ]; do
    memory=$(sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$(supervisor_pid)/status")
    ldd "$(command -v ecort)" | grep -q asan || [ "$memory" -lt 20000 ] || fail "the supervisor has $memory KiB"
    exits 0 ecort list
    [ "$(field calm status)" = online ] || fail "calm is $(field calm status)"
done
stop_ecort || fail "exit status $?"
