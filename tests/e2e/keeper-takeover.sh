# kill -9 of the supervisor: services keep their pids, ends that nobody saw are seen, timers go on, log files grow on.
. "$SRC/tests/e2e/lib/ecort.sh"

program count.sh <<'P'
i=0
while :; do i=$((i + 1)); echo "line $i"; [ $((i % 20)) -ne 0 ] || sleep 0.01; done
P
program stubborn.sh <<'P'
trap '' INT TERM
echo ready
while :; do sleep 0.05; done
P
program crash.sh <<'P'
echo run
exit 3
P
config <<'C'
apps:
  - { name: calm, script: sleep, args: "1000", min_uptime: 0, env: { SECRET: hunter2 } }
  - { name: count, script: ./count.sh, min_uptime: 0 }
  - { name: stubborn, script: ./stubborn.sh, min_uptime: 0, kill_timeout: 5000 }
  - { name: crash, script: ./crash.sh, min_uptime: 0, restart_delay: 5000 }
C
began=$(date +%s)
start_ecort
wait_for 10 has_field crash status backoff
wait_for 10 has_field calm status online
wait_for 10 has_line ready home/logs/stubborn-out.log
calm=$(field calm pid) count=$(field count pid)

# Idle and while lines come: pids stay, lines come on.
for round in 1 2 3; do
    kill_supervisor
    equal "calm $round" "$(field calm pid)" "$calm"
    equal "count $round" "$(field count pid)" "$count"
    lines=$(wc -l <home/logs/count-out.log)
    wait_for 10 sh -c "[ \$(wc -l <home/logs/count-out.log) -gt $lines ]"
done
contains run.err "was killed by signal 9; another one takes over, the services go on"
contains run.out "took over 4 instances"
# In backoff: the restart comes, and not before its time (a busy machine may come here after it).
ran=$(wc -l <home/logs/crash-out.log | tr -d ' ')
[ $(($(date +%s) - began)) -ge 2 ] || equal "crash ran" "$ran" 1
wait_for 10 sh -c '[ $(wc -l <home/logs/crash-out.log) -ge 2 ]'
ecort stop crash >/dev/null

# An end while there is no supervisor is seen with its status, and the process started again by its policy.
kill -STOP "$ECORT_PID"
kill -KILL "$(supervisor_pid)"
kill -SEGV "$calm"
kill -CONT "$ECORT_PID"
wait_for 10 has_line "calm 0 was killed by SIGSEGV" run.out
wait_for 10 has_field calm status online
[ "$(field calm pid)" != "$calm" ] || fail "calm was not started again"
# With the environment that it had.
equal "its environment" "$(tr '\0' '\n' <"/proc/$(field calm pid)/environ" | grep SECRET)" SECRET=hunter2
lacks home/state hunter2
equal "the mode of the state file" "$(stat -c %a home/state)" 600

# While stopping: the kill timeout comes.
stubborn=$(field stubborn pid)
ecort stop stubborn >stop.out 2>&1 &
stopper=$!
wait_for 10 has_field stubborn status stopping
kill_supervisor
wait $stopper || : # its request died with the supervisor
wait_for 10 has_field stubborn status stopped
is_gone "$stubborn" || fail "stubborn is alive"
contains run.out "stubborn 2 did not stop in 5000 ms, killing it"

# The keeper: said, and gone on without.
supervisor=$(supervisor_pid)
kill -KILL "$ECORT_PID"
wait "$ECORT_PID" || :
wait_for 10 has_line "the keeper $ECORT_PID is gone" run.err
equal "count" "$(field count pid)" "$count"
kill -KILL "$count" # not our child any more
wait_for 10 has_line "count 1 ended, how is not known" run.out
ECORT_PID=$supervisor
exits 0 ecort kill
ECORT_PID=
[ ! -e home/state ] || fail "the state file is still there"

# Both: a new one takes what is alive, and reads on what it writes.
start_ecort
wait_for 10 has_field count status online
count=$(field count pid) calm=$(field calm pid)
kill_both
start_ecort
equal "count" "$(field count pid)" "$count"
equal "calm" "$(field calm pid)" "$calm"
one_count() { [ "$(pgrep -c -f "$PWD/count.sh")" = 1 ]; } # for an instant the child that becomes sleep is another
wait_for 10 one_count
stop_ecort || fail "exit status $?"
is_gone "$count" || fail "count is alive"
is_gone "$calm" || fail "calm is alive"
