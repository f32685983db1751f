#!/bin/sh
# Cluster mode with a plain Node server: four instances on one port, all of them answer; scaled, crashed, stopped.
. "$SRC/tests/e2e/lib/ecort.sh"
. "$SRC/tests/e2e/lib/cluster.sh"

PORT=$(free_port)
cat >server.js <<'JS'
const http = require('http');
http.createServer((q, s) => s.end(`w${process.env.NODE_APP_INSTANCE} ${process.pid}\n`)).listen(Number(process.env.PORT));
JS
config <<YAML
apps:
  - { name: web, script: server.js, instances: 4, exec_mode: cluster, listen_timeout: 60s, kill_timeout: 60s, node_args: [--require, "$SRC/tests/e2e/lib/note.js"], env: { PORT: "$PORT", NOTES: "$PWD/notes" } }
  - { name: own, script: server.js, instances: 2, exec_mode: cluster, cluster_policy: shared, listen_timeout: 60s, kill_timeout: 60s, node_args: [--require, "$SRC/tests/e2e/lib/note.js"], env: { PORT: "$((PORT + 1))", NOTES: "$PWD/notes", POLICY: shared } }
YAML
start_ecort
wait_for 20 is_confirmed web
wait_for 20 is_confirmed own
answers 40 | sort | uniq -c | tr -s ' ' >by
cat >expected <<'OUT'
 10 w0
 10 w1
 10 w2
 10 w3
OUT
cmp -s by expected || fail "not in turn: $(cat by)"
equal mode "$(field web mode | sort -u)" cluster
equal confirmed "$(field web confirmed | sort -u)" true
# The supervisor does not interrupt who serves (SCHED_BATCH, 3); what it starts is scheduled as usual.
sched_policy() { sed 's/.*) //' "/proc/$1/stat" | cut -d' ' -f39; }
if [ "$(sched_policy $$)" = 0 ]; then
    equal "policy of the supervisor" "$(sched_policy "$(supervisor_pid)")" 3
    last=$(field web pid | tail -1)
    kill -KILL "$last"
    is_back() { is_confirmed web && ! field web pid | grep -q -x "$last"; }
    wait_for 20 is_back
    equal "policy of a worker" "$(sched_policy "$(field web pid | tail -1)")" 0
fi

# Crashes under load: what fails was on connections of the dead process, and of no other. Shared, it may have accepted one
# that it could not note any more.
is_new() { [ "$(field "$1" pid | head -1)" != "$2" ] && is_confirmed "$1"; }
total=0
for case in 'web close 0' 'web keep 0' 'own close 1' 'own keep 1'; do
    set -- $case
    victim=$(field "$1" pid | head -1)
    load_start "$2" 16 0 $([ "$1" = web ] && echo "$PORT" || echo $((PORT + 1)))
    load_for 500
    kill -9 "$victim"
    load_for 1000
    load_stop
    failed=$(load_said failed)
    total=$((total + failed))
    equal "$case: failures with a line" "$(wc -l <load.failed)" "$failed"
    blame notes load.failed "$victim" "$3" >out || fail "$case: a crash took others along: $(cat out load.out)"
    # The same look finds fault where another one is blamed.
    [ "$failed" -le "$3" ] || ! blame notes load.failed "$(field "$1" pid | tail -1)" "$3" >out || fail "$case: anybody is blamed"
    [ "$(load_said ok)" -ge 1500 ] || fail "hardly any load: $(cat load.out)"
    wait_for 20 is_new "$1" "$victim"
done
[ $total -gt 0 ] || fail "no crash has cost a request: nothing was looked at"

# Fewer and more, without a lost request.
load_start close 8 2
ecort scale web 2 >out
load_for 300
ecort scale web 4 >out
load_for 300
load_stop
equal failed "$(load_said failed)" 0
load_start keep 8 5
ecort scale web 1 >out
load_for 300
ecort scale web 3 >out
load_for 300
load_stop
equal 'failed on kept connections' "$(load_said failed)" 0

# Stopped, the port is free.
ecort stop web >out
equal 'after the stop' "$(answers 1)" '!'
ecort start web >out
equal 'started again' "$(answers 3 | sort | tr '\n' ' ')" 'w0 w1 w2 '
stop_ecort
