# Steering from outside: list, show, stop, start, restart, by name, id, namespace, all.
. "$SRC/tests/e2e/lib/ecort.sh"

program slow-stop.sh <<'P'
trap 'trap "" INT; sleep 0.5; while [ -e stay ]; do sleep 0.05; done; exit 0' INT
echo ready $$
while :; do sleep 0.05; done
P
config <<'C'
apps:
  - { name: api, script: sleep, args: "1000", namespace: edge }
  - { name: worker, script: sleep, args: "1000", instances: 2, exec_mode: fork }
  - { name: slow, script: ./slow-stop.sh, kill_timeout: 600000, namespace: edge }
C
exits 1 ecort list
contains err "no supervisor is running in $PWD/home; start one with: ecort start plan.bin"
start_ecort
slow_is_ready() { has_line "ready $(field slow pid)" home/logs/slow-out.log; }
wait_for 10 slow_is_ready

# restart: a new process, done when the command returns.
old=$(field api pid)
exits 0 ecort restart api
new=$(field api pid)
[ "$old" != "$new" ] && is_gone "$old" && is_alive "$new" || fail "restart: $old, $new"
contains out "api 0 restarted, pid $new"
equal "restarts" "$(field api restarts)" 1

# stop returns when it is gone, also a slow one; twice is fine.
slow=$(field slow pid)
exits 0 ecort stop edge
is_gone "$slow" || fail "stop returned too early"
contains out "slow 3 stopped"
exits 0 ecort stop api
contains out "api 0 is already stopped"
equal "both of the namespace" "$(field edge status | tr '\n' ' ')" "stopped stopped "
equal "pid of a stopped one" "$(field api pid)" null
exits 0 ecort start edge
equal "both of the namespace" "$(field edge status | tr '\n' ' ')" "online online "
exits 0 ecort start api
contains out "api 0 is already online"

# By id; an app without one of its instances.
exits 0 ecort stop 2
equal "instances of worker" "$(field worker status | tr '\n' ' ')" "online stopped "
exits 0 ecort restart worker --json
equal "results as JSON" "$(grep -c '"ok": true' out)" 2
equal "instances of worker" "$(field worker status | tr '\n' ' ')" "online online "
exits 0 ecort restart all
equal "all online" "$(ecort list --json | grep -c '"status": "online"')" 4

# Of the supervisor: where it listens, its line to the keeper, who asks.
sockets() { find "/proc/$(supervisor_pid)/fd" -type l -printf '%l\n' | grep -c '^socket:'; }
# A start that meets a dying process waits for it.
wait_for 10 slow_is_ready
old=$(field slow pid)
touch stay
ecort stop slow >stop.out 2>&1 &
stopper=$!
wait_for 10 has_field slow status stopping
clients=$(sockets)
ecort start slow >start.out 2>&1 &
starter=$!
has_come() { [ "$(sockets)" -gt "$clients" ]; }
wait_for 10 has_come
rm stay
wait $starter || fail "$(cat start.out)"
wait $stopper || :
is_gone "$old" || fail "two at once"
equal "status of slow" "$(field slow status)" online

# Where one name is unknown, nothing is done.
exits 1 ecort stop api wroker
contains err 'no app, namespace or id is called "wroker"; did you mean "worker"?'
equal "status of api" "$(field api status)" online
exits 1 ecort show nothing-like-it
exits 1 ecort stop 99

exits 0 ecort show worker
contains out "worker 1"
contains out "SIGINT, SIGKILL after 1600ms"
contains out "out log       $PWD/home/logs/worker-out-1.log"
exits 0 ecort ls
exits 0 ecort status --json
node -e '
  const list = JSON.parse(require("fs").readFileSync("out", "utf8"));
  const keys = "id name namespace instance mode pid status restarts unstable_restarts uptime_ms started_at " +
    "cpu_percent memory_bytes exit reason logs_dropped confirmed status_text twin health health_status health_error health_checked_at health_failures health_of";
  if (list.length !== 4 || list.some(i => Object.keys(i).join(" ") !== keys)) throw new Error(Object.keys(list[0]).join(" "));
  const api = list[0];
  if (api.name !== "api" || api.mode !== "fork" || !(api.memory_bytes > 0) || !(api.uptime_ms >= 0) || api.exit.signal !== "SIGINT" ||
      api.exit.code !== null || api.reason !== null || Math.abs(Date.now() - api.started_at) > 600000) throw new Error(JSON.stringify(api));
' || fail "list --json"
stop_ecort || fail "exit status $?"
