# max_memory_restart of what shares its sockets: rolled without a failed request; what does not come up replaces nothing
# and is tried again after a pause.
. "$SRC/tests/e2e/lib/ecort.sh"
. "$SRC/tests/e2e/lib/cluster.sh"

PORT=$(free_port)
cat >leak.js <<'J'
// Holds on to half a megabyte per request, up to the number in the file `most`.
const fs = require('fs');
if (fs.existsSync('flaw')) process.exit(3);
const held = [];
require('http').createServer((request, response) => {
  if (held.length < Number(fs.readFileSync('most', 'utf8')) * 2) held.push(Buffer.alloc(512 << 10, 1));
  response.end(`${process.pid} ok`);
}).listen(Number(process.env.PORT));
J
echo 90 >most
config <<C
apps:
  - { name: leak, script: leak.js, exec_mode: cluster, instances: 2, max_memory_restart: 110M, min_uptime: 200, listen_timeout: 60s, kill_timeout: 60s, env: { PORT: "$PORT" } }
C
ECORT_GUARD_MS=100 start_ecort
wait_for 10 has_field leak status 'online
online'

# Several times over the limit: each is replaced, nobody loses a request.
at_least() { for _n in $(field "$1" restarts); do [ "$_n" -ge "$2" ] || return 1; done; }
n=0
for mode in close keep; do
    n=$((n + 2))
    load_start $mode 8 2
    wait_for 60 at_least leak $n
    load_for 100
    load_stop
    equal "failed, $mode" "$(load_said failed)" 0
done
contains run.err "max_memory_restart is 112640 KiB: replacing it"
lacks run.err "restarting"
equal "ids" "$(field leak id | tr '\n' ' ')" "0 1 "

# Whoever was replaced alone, by us or by hand: all get connections thereafter.
quiet() { ! ecort list --json | grep -q '"twin": "'; }
echo 0 >most
exits 0 ecort reload 0
wait_for 20 quiet
equal "both answer" "$(answers 8 | sort -u | wc -l)" 2
echo 90 >most

# One that does not come up: the old ones stay, and the next tries come after pauses.
is_put_off() { [ "$(grep -c "leak 0 was to be replaced" run.err)" -ge "$1" ]; }
wait_for 20 quiet
touch flaw
pids=$(field leak pid | tr '\n' ' ')
load_start close 8 2
wait_for 20 is_put_off 2
load_for 100
load_stop
equal "failed, flaw" "$(load_said failed)" 0
contains run.err "was to be replaced (max_memory_restart): the new process does not come up: it ended with code 3"
contains run.err "tried again in 400ms"
ecort show 0 --json >shown
contains shown '"reason": "was to be replaced (max_memory_restart): '
equal "unstable" "$(field leak unstable_restarts | tr '\n' ' ')" "0 0 "

# A supervisor that takes over goes on with it.
pid=$(field 0 pid)
kill_supervisor
rm flaw
replaced() { [ "$(field 0 pid)" != "$1" ] && has_field 0 status online; }
wait_for 20 replaced "$pid"
lacks run.err "restarting"

# Growing on, with nothing that could replace it: restarted in the end.
wait_for 20 quiet
touch flaw
echo 300 >most
load_start close 8 2
wait_for 30 has_line "leak [01] uses .* KiB, and it could not be replaced: restarting" run.err
rm flaw
echo 0 >most
wait_for 30 has_field leak status 'online
online'
kill -TERM "$LOAD_PID"
wait "$LOAD_PID" || :
stop_ecort
