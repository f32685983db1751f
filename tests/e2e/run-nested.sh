# A supervisor under a supervisor: whoever dies, nothing is left behind and nothing is taken from the other.
. "$SRC/tests/e2e/lib/ecort.sh"

mkdir inner
config <<'C'
apps:
  - { name: leaf, script: sleep, args: "1000" }
C
mv plan.bin inner/
config <<C
apps:
  - { name: inner, script: ecort, args: "run inner/plan.bin", env: { ECORT_HOME: "$PWD/inner/home" }, kill_timeout: 60s, kill_signal: SIGTERM, merge_logs: true }
  - { name: neighbour, script: sleep, args: "1000" }
C
inner() { ECORT_HOME=$PWD/inner/home "$@"; }
start_ecort
wait_for 10 inner has_field leaf status online
leaf=$(inner field leaf pid)
tr '\0' '\n' <"/proc/$leaf/environ" >leaf.env
grep -q '^ECORT_INSTANCE=[^,]*,[^,]*$' leaf.env || fail "the leaf has no mark of both: $(grep ECORT leaf.env)"

# The inner one is killed: its child falls to the outer one, which kills it before it starts it anew.
inner_pid=$(field inner pid)
kill -KILL "$inner_pid"
restarted() { [ "$(field inner restarts)" = 1 ] && has_field inner status online; }
wait_for 10 restarted
is_gone "$leaf" || fail "the leaf of a killed supervisor is alive"
wait_for 10 inner has_field leaf status online

# Stopping the outer app stops the inner one in order.
leaf=$(inner field leaf pid)
exits 0 ecort stop inner
is_gone "$leaf" || fail "the leaf survived"
contains home/logs/inner-out.log "all stopped"
equal "status of the neighbour" "$(field neighbour status)" online
equal "restarts of the neighbour" "$(field neighbour restarts)" 0
stop_ecort || fail "exit status $?"
