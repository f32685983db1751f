# How the supervisor itself ends.
. "$SRC/tests/e2e/lib/ecort.sh"

program stubborn.sh <<'P'
trap '' INT TERM
echo ready $$
while :; do sleep 1000; done
P
config <<'C'
apps:
  - { name: quick, script: sleep, args: "1000" }
  - { name: stubborn, script: ./stubborn.sh, kill_timeout: 60000 }
C

# One SIGINT stops; a second kills what does not want to.
start_ecort
wait_for 10 has_line ready home/logs/stubborn-out.log
stubborn=$(field stubborn pid)
kill -HUP "$ECORT_PID" # means nothing but: open the logs anew
kill -INT "$ECORT_PID"
wait_for 10 has_line 'quick 0 stopped' run.out
is_alive "$stubborn" || fail "killed at the first signal"
contains run.out "SIGINT, stopping everything"
exits 1 ecort start quick
contains err "the supervisor is stopping"
stop_ecort INT || fail "exit status $?"
contains run.out "SIGINT, killing what is left"
contains run.out "all stopped"
is_gone "$stubborn" || fail "survived the second signal"

# What a killed supervisor leaves behind does not stop the next one.
start_ecort
left="$(field quick pid) $(field stubborn pid)"
kill_both
for pid in $left; do kill -s KILL -- "-$pid" 2>/dev/null || :; done # each leads a group
[ -e home/ecort.sock ] || fail "no stale socket to test with"
exits 1 ecort list
contains err "no supervisor is running in $PWD/home"
start_ecort
wait_for 10 has_field quick status online
stubborn_is_ready() { has_line "ready $(field stubborn pid)" home/logs/stubborn-out.log; }
wait_for 10 stubborn_is_ready

# One supervisor per home.
exits 2 ecort run plan.bin
contains err "a supervisor with pid $ECORT_PID runs in $PWD/home already"
has_field quick status online || fail "the first supervisor was disturbed"
kill -TERM "$ECORT_PID"
wait_for 10 has_line 'SIGTERM, stopping everything' run.out
stop_ecort TERM || fail "exit status $?"
