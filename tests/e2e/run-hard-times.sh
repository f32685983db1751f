# When the system refuses: no more processes, no more descriptors, a reader of the event lines that left. And
# processes that wipe their traces.
. "$SRC/tests/e2e/lib/ecort.sh"

program vanish.sh <<'P'
env -i setsid sh -c 'sleep 1009 & echo $! >vanished.pid; wait' &
sh -c '(env -u ECORT_INSTANCE sh -c "exec sleep 1010" & echo $! >unmarked.pid)' &
wait %2 2>/dev/null
touch vanished
exec sleep 1011
P
config <<'C'
apps:
  - { name: vanish, script: ./vanish.sh }
  - { name: other, script: sleep, args: "1000" }
C
start_ecort
wait_for 10 test -e vanished
wait_for 10 test -s vanished.pid
wait_for 10 test -s unmarked.pid
exits 0 ecort stop vanish
is_gone "$(cat unmarked.pid)" || fail "a process of the session survived its marker"
is_gone "$(cat vanished.pid)" || fail "a child in another session survived its marker"
stop_ecort || fail "exit status $?"

# Too few descriptors for all: those that fit run, the others wait and say why, the socket answers.
config <<'C'
apps:
  - { name: many, script: sleep, args: "1000", instances: 12, exec_mode: fork }
C
# ecort raises its own soft limit, so the hard one is set.
sh -c 'ulimit -n 40; exec ecort run plan.bin' >run.out 2>run.err &
ECORT_PID=$!
wait_for 10 has_line 'cannot be started just now' run.err
wait_for 10 ecort list
waiting() { ecort list --json | grep -q '"reason": "waits for the system: .*Too many open files"'; }
wait_for 10 waiting
ecort list --json | grep -q '"status": "online"' || fail "none runs"
ecort list --json | grep -q '"status": "backoff"' || fail "none waits"
# Room again: they start by themselves.
exits 0 ecort stop 0 1 2 3 4 5
late() { [ "$(field many status | tail -n 6 | grep -c online)" -ge 4 ]; }
wait_for 20 late
stop_ecort || fail "exit status $?"

# The event lines have no reader any more: that is no reason to end.
config <<'C'
apps:
  - { name: other, script: sleep, args: "1000" }
C
mkfifo events
ecort run plan.bin >events 2>run.err &
ECORT_PID=$!
head -n 2 events >run.out
wait_for 10 has_field other status online
exits 0 ecort restart other
stop_ecort || fail "exit status $?"

# fork says EAGAIN: tried again, and shown meanwhile. Only root can become somebody without processes, and
# only where the build can be read by others.
chmod 755 .
nobody=$((1000000 + $$)) # whoever else runs this test, its processes are not counted as ours
as_nobody() { setpriv --reuid=$nobody --regid=$nobody --clear-groups --inh-caps=-all "$@"; }
if [ "$(id -u)" = 0 ] && as_nobody "$(command -v ecort)" version >/dev/null 2>&1; then
    mkdir nobody
    cp plan.bin nobody/
    chown -R $nobody nobody
    ECORT_HOME=$PWD/nobody/home
    # Keeper and supervisor are the two that it may have; the limit is raised from outside later.
    prlimit --nproc=2:4096 setpriv --reuid=$nobody --regid=$nobody --clear-groups --inh-caps=-all \
        "$(command -v ecort)" run nobody/plan.bin >run.out 2>run.err &
    ECORT_PID=$!
    wait_for 10 has_line 'other 0 cannot be started just now: .*Resource temporarily unavailable' run.err
    ecort list >list
    grep -q 'backoff .*waits for the system: fork' list || fail "the list: $(cat list)"
    as_nobody prlimit --nproc=4096:4096 --pid "$(supervisor_pid)"
    wait_for 20 has_field other status online
    stop_ecort || fail "exit status $?"
fi
