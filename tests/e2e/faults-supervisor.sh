# The supervisor is killed, stopped, crashes: at rest, while it starts services, between fork and exec, again and again.
. "$SRC/tests/e2e/lib/ecort.sh"

cp "$BUILD/chaos_service" service
CHAOS_DIR=$PWD
export CHAOS_DIR
config <<'C'
apps:
  - { name: calm, script: ./service, args: calm, instances: 2, exec_mode: fork, min_uptime: 0, env: { CHAOS_APP: calm } }
  - { name: other, script: ./service, args: calm, min_uptime: 0, env: { CHAOS_APP: other } }
C
running() { pgrep -c -f "^$PWD/service" || :; }

# It crashes, or is aborted: as with SIGKILL.
start_ecort
wait_for 10 is_online all
pids=$(field all pid)
for signal in SEGV ABRT BUS; do
    old=$(supervisor_pid)
    kill -$signal "$old"
    wait_for 10 has_new_supervisor "$old"
    equal "pids after $signal" "$(field all pid)" "$pids"
done
# It is stopped: services go on; what happens and is asked meanwhile is seen to afterwards.
supervisor=$(supervisor_pid)
kill -STOP "$supervisor"
kill -KILL "$(echo "$pids" | tail -n 1)"
ecort restart calm >restart.out 2>&1 &
asked=$!
kill -CONT "$supervisor"
wait $asked || fail "restart: $(cat restart.out)"
wait_for 10 has_field other restarts 1
wait_for 10 has_field other status online
equal "status of calm" "$(field calm status | tr '\n' ' ')" "online online "

# It dies ten times in a row as soon as it is there: the services go on without one, and the keeper ends them when told to.
pids=$(field all pid)
is_tired() { has_line '10 times in a row: the services go on without one' run.err; }
kill_next() {
    _sup=$(supervisor_pid)
    [ -z "$_sup" ] || kill -KILL "$_sup" 2>/dev/null || :
    is_tired
}
wait_for 30 kill_next
for pid in $pids; do is_alive "$pid" || fail "$pid did not go on"; done
kill -TERM "$ECORT_PID"
code=0
wait "$ECORT_PID" || code=$?
ECORT_PID=
equal "exit status of a keeper without supervisor" "$code" 1
for pid in $pids; do wait_for 10 is_gone "$pid"; done
contains run.err "no supervisor stays up: the services get the signal, and the keeper ends"

# Signals: each ends it, in a row and during the start.
for signals in QUIT 'TERM TERM' 'INT QUIT' 'TERM INT TERM'; do
    start_ecort
    wait_for 10 has_field other status online
    for signal in $signals; do kill -$signal "$ECORT_PID" 2>/dev/null || :; done
    code=0
    wait "$ECORT_PID" || code=$?
    ECORT_PID=
    equal "exit status after $signals" "$code" 0
    contains run.out "all stopped"
done

can_preload || { echo "NOTE: faults-supervisor: no LD_PRELOAD with this build; fork and exec not tested"; exit 0; }
# Between fork and exec: whatever becomes of that child, each service runs once.
rm -rf home
touch "$FAULTS/hold-exec"
start_faulty
wait_for 10 test -e "$FAULTS/held"
wait_for 10 ecort ping
kill_supervisor
rm "$FAULTS/hold-exec" "$FAULTS/held"
three() { [ "$(field all status | grep -c online)" = 3 ]; }
wait_for 10 three
equal "services" "$(running)" 3
# Told to end there.
touch "$FAULTS/hold-exec"
ecort restart other >/dev/null 2>&1 &
asked=$!
wait_for 10 test -e "$FAULTS/held"
kill -TERM "$ECORT_PID"
wait_for 10 has_line 'SIGTERM, stopping everything' run.out
rm "$FAULTS/hold-exec" "$FAULTS/held"
wait $asked || :
code=0
wait "$ECORT_PID" || code=$?
ECORT_PID=
equal "exit status" "$code" 0
equal "services after the end" "$(running)" 0

# The next supervisor does not even begin: then the one after that. After an update: the old program comes back.
start_faulty
wait_for 10 ecort ping
wait_for 10 three
pids=$(field all pid)
touch "$FAULTS/abort-supervisor"
kill_supervisor
equal "pids" "$(field all pid)" "$pids"
[ ! -e "$FAULTS/abort-supervisor" ] || fail "none was aborted"
cp "$(command -v ecort)" next
touch "$FAULTS/abort-supervisor"
./next update >update.out 2>&1 || :
wait_for 10 has_line 'the supervisor of the new program does not start; the old program comes back' run.err
wait_for 10 ecort ping
equal "pids after the update that was none" "$(field all pid)" "$pids"
equal "keeper" "$(readlink "/proc/$ECORT_PID/exe")" "$(readlink -f "$(command -v ecort)")"
stop_ecort || fail "exit status $?"
