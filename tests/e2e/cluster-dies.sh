#!/bin/sh
# The supervisor is killed while it takes in what a worker says that begins to listen: at each beginning and end of a system
# call, from the reading of the message until it rests (each STEP-th here; STEP=1 takes three minutes). Every worker is confirmed
# in the end, and answers.
. "$SRC/tests/e2e/lib/ecort.sh"
. "$SRC/tests/e2e/lib/cluster.sh"

PORT=$(free_port)
cat >server.js <<'JS'
const http = require('http');
const base = Number(process.env.PORT);
http.createServer((q, s) => s.end('one')).listen(base, () =>
    http.createServer((q, s) => s.end('two')).listen(base + 1, () => process.env.WORD && process.send('ready')));
JS
config <<YAML
apps:
  - { name: turn, script: server.js, exec_mode: cluster, autostart: false, listen_timeout: 60000, env: { PORT: "$PORT" } }
  - { name: own, script: server.js, exec_mode: cluster, cluster_policy: shared, autostart: false, listen_timeout: 60000, env: { PORT: "$((PORT + 2))" } }
  - { name: word, script: server.js, exec_mode: cluster, wait_ready: true, autostart: false, listen_timeout: 60000, env: { PORT: "$((PORT + 4))", WORD: "1" } }
YAML

# die APP TEXT N: false where N is beyond what there is to it.
die() {
    port=$(case $1 in turn) echo $PORT ;; own) echo $((PORT + 2)) ;; *) echo $((PORT + 4)) ;; esac)
    start_ecort
    old=$(supervisor_pid)
    arm_death "$old" "$2" "$3"
    ecort start "$1" >started 2>&1 || :
    wait $killer || fail "die_at: $?"
    wait_for 20 has_new_supervisor "$old"
    wait_for 20 is_confirmed "$1"
    equal "$1, $2, $3 at $(tail -n 1 place)" "$(answers 1 "$port") $(answers 1 $((port + 1)))" 'one two'
    stop_ecort
    rm -rf home
    ! has_line rests place
}

STEP=${STEP:-16}
first=0
for case in 'turn queryServer' 'turn "listening"' 'own queryServer' 'own "listening"' 'word "ready"'; do
    n=$first
    while die $case $n; do n=$((n + STEP)); done
    [ $n -gt 8 ] || fail "$case: hardly any place: $n"
    first=$(((first + 5) % STEP))
done
