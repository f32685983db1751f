# Helpers of the end-to-end tests of ecort: `. "$SRC/tests/e2e/lib/ecort.sh"`. Nothing here waits for time to pass, only
# for conditions, with a deadline.

set -eu
ECORT_HOME=$PWD/home
export ECORT_HOME
ECORT_PID= LOAD_PID=

fail() {
    echo "FAILED: $*"
    [ ! -f run.out ] || { echo "--- run.out"; cat run.out; }
    [ ! -f run.err ] || { echo "--- run.err"; cat run.err; }
    [ ! -f load.out ] || { echo "--- load.out"; cat load.out load.err load.failed; }
    exit 1
}

# wait_for SECONDS COMMAND...: until the command succeeds. On a machine that has more to do than this the seconds are many
# times as long: nothing is measured by them.
wait_for() {
    _left=$(($1 * 200))
    shift
    until "$@" >/dev/null 2>&1; do
        _left=$((_left - 1))
        [ $_left -gt 0 ] || fail "waited in vain for: $*"
        sleep 0.02
    done
}

# config NAME: an ecosystem file from stdin, built to plan.bin.
config() {
    cat >ecosystem.yaml
    ecoc build ecosystem.yaml -o plan.bin >build.out 2>&1 || { cat build.out; fail "ecoc build"; }
}

# program NAME: an executable shell program from stdin.
program() {
    { echo '#!/bin/sh'; cat; } >"$1"
    chmod +x "$1"
}

# The supervisor in the background; returns when it answers.
start_ecort() {
    ecort run plan.bin "$@" >run.out 2>run.err &
    ECORT_PID=$!
    wait_for 10 ecort list
}

# Ends it and gives its exit status.
stop_ecort() {
    kill "-${1:-TERM}" "$ECORT_PID"
    _status=0
    wait "$ECORT_PID" || _status=$?
    ECORT_PID=
    return $_status
}

cleanup() {
    [ -z "$LOAD_PID" ] || kill -KILL "$LOAD_PID" 2>/dev/null || : # lib/cluster.sh
    [ -z "$ECORT_PID" ] || {
        kill -CONT "$ECORT_PID" || : # a test that failed may have stopped the keeper
        kill -TERM "$ECORT_PID" || :
        kill -TERM "$ECORT_PID" || :
        wait "$ECORT_PID" || :
    } 2>/dev/null
}
trap cleanup EXIT
trap 'exit 143' TERM INT # a shell that dies of them has no EXIT

# field NAME KEY: the value of each instance, one per line.
field() {
    ecort show "$1" --json | sed -n "s/^ *\"$2\": *\"\{0,1\}\([^\"]*[^\",]\)\"\{0,1\},\{0,1\}\$/\1/p"
}
has_field() { [ "$(field "$1" "$2")" = "$3" ]; }
has_line() { grep -q -e "$1" "$2"; }
# All instances of it run.
is_online() { [ "$(field "$1" status | sort -u)" = online ]; }
# is_gone PID: no such process, or only its zombie.
is_gone() { [ ! -e "/proc/$1" ] || grep -q '^State:.Z' "/proc/$1/status" 2>/dev/null; }
is_alive() { ! is_gone "$1"; }

equal() { [ "$2" = "$3" ] || fail "$1: expected <$3>, got <$2>"; }
contains() { grep -q -F -e "$2" "$1" || fail "$1 lacks <$2>: $(cat "$1")"; }
lacks() { ! grep -q -F -e "$2" "$1" || fail "$1 has <$2>: $(cat "$1")"; }

# exits CODE COMMAND...: output in out and err.
exits() {
    _want=$1 _got=0
    shift
    "$@" >out 2>err || _got=$?
    [ "$_got" = "$_want" ] || fail "$* exited with $_got, not $_want: $(cat out err)"
}

# The pid of the supervisor under the keeper $ECORT_PID.
supervisor_pid() {
    for _pid in $(cat "/proc/$ECORT_PID/task/$ECORT_PID/children"); do
        [ "$(cat "/proc/$_pid/comm" 2>/dev/null)" != ecort-sup ] || echo "$_pid"
    done
}
has_new_supervisor() { _new=$(supervisor_pid); [ -n "$_new" ] && [ "$_new" != "$1" ]; }
# It is older than what the keeper takes for a quick death.
has_lived() { [ "$(ps -o etimes= -p "$(supervisor_pid)")" -ge 2 ]; }
# kill -9 of the supervisor; returns when the next one answers. After ten quick deaths in a row there would be none for a minute.
kill_supervisor() {
    _kills=$((${_kills:-0} + 1))
    [ $((_kills % 6)) != 0 ] || wait_for 10 has_lived
    _old=$(supervisor_pid)
    kill -KILL "$_old"
    wait_for 10 has_new_supervisor "$_old"
    ecort ping >/dev/null
}
# kill -9 of supervisor and keeper.
kill_both() {
    kill -STOP "$ECORT_PID"
    _old=$(supervisor_pid)
    kill -KILL "$_old" "$ECORT_PID"
    wait "$ECORT_PID" || :
    wait_for 10 is_gone "$_old"
    ECORT_PID=
}

# arm_death PID TEXT N: tools/die_at.c is about to kill it there; its pid is in killer, the place it tells in `place`.
arm_death() {
    rm -f place # what is waited for is the word of this one
    "$BUILD/die_at" "$1" "$2" "$3" >place &
    killer=$!
    wait_for 10 test -s place
    ! has_line 'not allowed' place || { echo "NOTE: no process may be traced here: where the supervisor dies is not chosen"; exit 0; }
}

# can_preload: faults.so may come before the program (not before a sanitizer).
can_preload() {
    FAULTS=$PWD/faults
    export FAULTS
    mkdir -p "$FAULTS"
    ! LD_PRELOAD="$BUILD/faults.so" ecort version 2>&1 | grep -q -i asan
}
# The supervisor with faults.so, which a file in $FAULTS switches on.
start_faulty() {
    LD_PRELOAD="$BUILD/faults.so" ecort run plan.bin "$@" >run.out 2>run.err &
    ECORT_PID=$!
}
