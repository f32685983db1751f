# The restart policy, as a user sees it.
. "$SRC/tests/e2e/lib/ecort.sh"

# Lives while there is a file "live", then crash-loops.
program after-hours.sh <<'P'
while [ -e live ]; do sleep 0.01; done
exit 7
P
program code.sh <<'P'
echo run >>runs.$name
exit $1
P
program by-signal.sh <<'P'
echo run >>runs.$name
[ "$(wc -l <runs.$name)" -ge 3 ] && exec sleep 1000
kill -KILL $$
P
touch live
config <<'C'
apps:
  - { name: after-hours, script: ./after-hours.sh, max_restarts: 3, min_uptime: 3000 }
  - { name: code-0, script: ./code.sh, args: "0", stop_exit_codes: [0] }
  - { name: code-1, script: ./code.sh, args: "1", stop_exit_codes: [0], max_restarts: 2, restart_delay: 20, min_uptime: 60000 }
  - { name: by-signal, script: ./by-signal.sh, stop_exit_codes: [0, 137] }
  - { name: never, script: ./code.sh, args: "0", max_restarts: 0 }
  - { name: once, script: ./code.sh, args: "4", autorestart: false }
  - { name: backoff, script: ./code.sh, args: "1", exp_backoff_restart_delay: 20, max_restarts: 4, min_uptime: 60000 }
C
start_ecort
wait_for 10 has_field code-0 status stopped
wait_for 10 has_field code-1 status errored
wait_for 10 has_field never status errored
wait_for 10 has_field once status stopped
wait_for 10 has_field backoff status errored
wait_for 10 has_field by-signal status online
equal "runs of code-0" "$(wc -l <runs.code-0)" 1
equal "runs of code-1: the first and two more" "$(wc -l <runs.code-1)" 3
equal "runs of never" "$(wc -l <runs.never)" 1
equal "runs of once" "$(wc -l <runs.once)" 1
wait_for 10 has_field by-signal restarts 2
equal "restarts of code-1" "$(field code-1 restarts)" 2
equal "its unstable runs" "$(field code-1 unstable_restarts)" 3
equal "last exit of once" "$(field once code)" 4
equal "last exit of by-signal" "$(field by-signal signal)" SIGKILL
grep -q '^code-1 2 exited with code 1 after .*, restarting in 20ms (1 of 2)$' run.out || fail "no line about code-1"
grep -q '^once 5 exited with code 4 after .*, stays stopped$' run.out || fail "no line about once"
grep -q '^code-0 1 exited with code 0 after .*, a code that stops it$' run.out || fail "no line about code-0"
for ms in 20 30 45 67; do
    grep -q "^backoff 6 .*restarting in ${ms}ms" run.out || fail "no back-off of $ms ms"
done
grep -q 'code-1 2 is errored: exited with code 1 after .*, 3 times in a row within min_uptime (max_restarts 2)' run.err ||
    fail "no reason for code-1"

# Ran long enough to be stable, then loops: the budget still ends it.
up() { [ "$(field after-hours uptime_ms)" -gt 3100 ]; }
wait_for 10 up
rm live
wait_for 10 has_field after-hours status errored
equal "restarts of after-hours: one after the stable run, three more" "$(field after-hours restarts)" 4

# Errored is no end: start by hand has a clean record.
rm runs.code-1
exits 0 ecort start code-1
wait_for 10 has_field code-1 status errored
equal "runs of code-1 after a start by hand" "$(wc -l <runs.code-1)" 3
stop_ecort || fail "exit status $?"
