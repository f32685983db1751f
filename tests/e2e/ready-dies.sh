#!/bin/sh
# The supervisor is killed while it takes in READY=1 of sd_notify, which is said once: at each beginning and end of a system call,
# from the reading of it until it rests. Who said it is confirmed in the end.
. "$SRC/tests/e2e/lib/ecort.sh"

config <<C
apps:
  - { name: told, script: test_service, args: "ready status serving pause", wait_ready: true, autostart: false, listen_timeout: 60000 }
C
is_confirmed() { [ "$(field told status) $(field told confirmed)" = "online true" ]; }
# die N: false where N is beyond what there is to it.
die() {
    start_ecort
    old=$(supervisor_pid)
    arm_death "$old" READY=1 "$1"
    ecort start told >started 2>&1 || :
    wait $killer || fail "die_at: $?"
    wait_for 20 has_new_supervisor "$old"
    wait_for 5 is_confirmed
    stop_ecort
    rm -rf home
    ! has_line rests place
}

STEP=${STEP:-1}
n=0
while die $n; do n=$((n + STEP)); done
[ $n -gt 8 ] || fail "hardly any place: $n"
