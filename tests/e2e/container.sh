# As process 1 of a container (a pid namespace): strangers are reaped, SIGTERM and SIGINT end everything, the exit code is
# sensible, and nothing of a service that left it alone stays.
. "$SRC/tests/e2e/lib/ecort.sh"

unshare --pid --fork --mount-proc true 2>/dev/null || {
    echo "NOTE: container skipped: pid namespaces are not permitted here"
    exit 0
}

# The orphan is of nobody: no marker, no session, no parent; it ends by itself and is to be reaped.
program leaver.sh <<'P'
env -i /bin/sh -c 'setsid sh -c "sleep 0.2 & :" &'
env -i setsid sleep 1021 &
touch left
exec sleep 1000
P
program bye.sh <<'P'
trap 'echo bye; exit 0' TERM
echo ready
while :; do sleep 0.05; done
P
config <<'C'
apps:
  - { name: leaver, script: ./leaver.sh, min_uptime: 0 }
  - { name: bye, script: ./bye.sh, kill_signal: SIGTERM, kill_timeout: 5000, min_uptime: 0 }
C

# The container's command is ecort itself; $1 the command line.
container() {
    rm -f left
    unshare --pid --fork --kill-child --mount-proc "$@" >run.out 2>run.err &
    outer=$!
    wait_for 10 ecort ping
    ECORT_PID=$(cat "/proc/$outer/task/$outer/children" | tr -d ' ')
}
trap 'kill -KILL "$outer" 2>/dev/null || :' EXIT
# Ends it by the signal; its exit status is that of the container.
ended() {
    kill "-$1" "$ECORT_PID"
    _status=0
    wait "$outer" || _status=$?
    ECORT_PID=
    equal "exit status after $1" "$_status" 0
    contains run.out "SIG$1, stopping everything"
    contains run.out "all stopped"
    contains home/logs/bye-out.log bye
}
pid_inside() { sed -n 's/^NSpid:.*\t//p' "/proc/$1/status"; }
no_zombies() { ! ps -o stat= --ppid "$ECORT_PID" | grep -q Z && ! ps -o stat= --ppid "$(supervisor_pid)" | grep -q Z; }

for signal in TERM INT; do
    rm -rf home
    container ecort run plan.bin
    equal "it is the first process" "$(pid_inside "$ECORT_PID")" 1
    wait_for 10 has_line ready home/logs/bye-out.log
    wait_for 10 test -e left
    wait_for 10 no_zombies
    ended $signal
done

# As under `docker run`: a stranger that somebody puts in, whose parent leaves, is reaped too.
container ecort run plan.bin
wait_for 10 has_line ready home/logs/bye-out.log
nsenter --target "$ECORT_PID" --pid --mount sh -c '(sleep 0.1 &) ; :'
wait_for 10 no_zombies
# The supervisor dies: process 1 stays, and with it the container.
bye=$(pgrep -f "$PWD/bye.sh" | head -n 1)
kill_supervisor
is_alive "$bye" || fail "a service died with the supervisor"
wait_for 10 no_zombies
ended TERM

# What cannot be: the code says so.
exits 2 unshare --pid --fork --kill-child --mount-proc ecort run nowhere/plan.yaml --no-such-option
exits 3 unshare --pid --fork --kill-child --mount-proc ecort run nowhere.bin
