#!/bin/sh
# The supervisor is killed at each beginning and end of a system call from the moment on at which it has accepted a connection,
# or read a worker's answer, until it rests. No connection is lost, and none is served twice: one that no worker has is given
# to one by the next supervisor, and one that a worker perhaps has is its own, or not, as the worker says.
. "$SRC/tests/e2e/lib/ecort.sh"
. "$SRC/tests/e2e/lib/cluster.sh"

PORT=$(free_port)
cat >server.js <<'JS'
const http = require('http');
const serve = (q, s) => { console.log('served'); s.end('one'); };
http.createServer(serve).listen(Number(process.env.PORT));
if (process.env.FILE) http.createServer(serve).listen(process.cwd() + '/web.sock');
JS
cat >shy.js <<'JS'
const server = require('http').createServer((q, s) => { console.log('served'); s.end('one'); });
if (process.env.NODE_APP_INSTANCE === '0') { // is full, always
    server.maxConnections = 1;
    Object.defineProperty(server, '_connections', { get: () => 1, set() {} });
}
server.listen(Number(process.env.PORT));
JS
config <<YAML
apps:
  - { name: web, script: server.js, exec_mode: cluster, env: { PORT: "$PORT", FILE: "1" } }
  - { name: shy, script: shy.js, instances: 2, exec_mode: cluster, env: { PORT: "$((PORT + 1))" } }
YAML
served() { cat home/logs/*-out*.log | grep -c served || :; }
has_served() { [ "$(served)" = "$1" ]; }

# begin, rest: not too many deaths in a row, or the keeper pauses.
begin() {
    start_ecort
    wait_for 20 is_confirmed web
    wait_for 20 is_confirmed shy
    pids=$(field web pid; field shy pid)
    equal 'beside one that refuses' "$(answers 4 $((PORT + 1)) | tr '\n' ' ')" 'one one one one '
}
rest() {
    equal 'the same processes' "$(field web pid; field shy pid)" "$pids"
    stop_ecort
}

ends() { ! kill -0 "$1" 2>/dev/null || [ "$(cut -d' ' -f3 /proc/$1/stat)" = Z ]; }

# die PLACE REQUESTS TEXT N: false where N is beyond what there is to it.
die() {
    old=$(supervisor_pid)
    before=$(served)
    arm_death "$old" "$3" "$4"
    "$BUILD/bench_load" "$1" "$2" close 20000 "$2" >load.out
    wait_for 10 ends $killer
    wait $killer || fail "die_at: $?"
    wait_for 20 has_new_supervisor "$old"
    equal "$1, $3, $4 at $(tail -n 1 place): $(cat load.out): answers" "$(load_said ok) $(load_said failed)" "$2 0"
    wait_for 5 has_served $((before + $2))
    ! has_line rests place
}

# each PLACE REQUESTS TEXT LEAST
each() {
    begin
    n=0
    while die "$1" "$2" "$3" $n; do
        n=$((n + 1))
        [ $((n % 8)) -ne 0 ] || { rest; begin; }
    done
    [ $n -ge "$4" ] || fail "$1, $3: hardly any place: $n"
    rest
}
each "$PORT" 1 accept4 3
each "$PWD/web.sock" 1 accept4 3
each "$PORT" 4 '"accepted":true' 4
each $((PORT + 1)) 2 '"accepted":false' 3
