# error: too many lines on stderr within a minute are told of once, or answered by a restart; as they pass and as they are
# dressed. stdout counts for nothing.
. "$SRC/tests/e2e/lib/ecort.sh"

program noisy.sh <<'P'
n=0
while [ $n -lt "$1" ]; do n=$((n + 1)); echo "trouble $n" >&2; echo fine; echo fine; done
printf 'half a line' >&2
touch "wrote.$name"
exec sleep 1000
P
config <<'C'
apps:
  - { name: below, script: ./noisy.sh, args: "19", error: { error_threshold: 20 } }
  - { name: told, script: ./noisy.sh, args: "200", error: { error_threshold: 20 } }
  - { name: dressed, script: ./noisy.sh, args: "20", time: true, error: { error_threshold: 20 } }
  - { name: again, script: ./noisy.sh, args: "20", error: { error_threshold: 20, restart_on_error: true } }
  - { name: quiet, script: ./noisy.sh, args: "200" }
C
start_ecort
lacks run.out "not acted on"
wait_for 30 has_field again restarts 1
contains run.err "again 3 has written 20 lines to stderr within a minute (error_threshold 20); restarting"
said() { grep -q "^ecort: $1 [0-9]* has written [0-9]* lines to stderr within a minute (error_threshold 20)$" run.err; }
wait_for 20 said told
wait_for 20 said dressed
# The others have written all they will.
for app in told quiet; do
    is_whole() { grep -q 'trouble 200' "home/logs/$app-error.log"; }
    wait_for 20 is_whole
done
is_whole() { grep -q 'trouble 19' home/logs/below-error.log; }
wait_for 20 is_whole
equal "told of" "$(grep -c 'told 1 has written' run.err)" 1
# The new process of it has written as much again: not more than once a minute.
is_whole() { [ "$(grep -c 'trouble 20' home/logs/again-error.log)" = 2 ]; }
wait_for 20 is_whole
equal "restarts" "$(field again restarts)" 1
lacks run.err "below 0"
lacks run.err "quiet 4"
equal "restarts" "$(field told restarts) $(field dressed restarts) $(field below restarts)" "0 0 0"

# A change is live.
pid=$(field told pid)
sed -i 's/args: "200", error: { error_threshold: 20 }/args: "200", error: { error_threshold: 30 }/; /name: again/d' ecosystem.yaml
exits 0 ecort apply ecosystem.yaml
equal "the same process" "$(field told pid)" "$pid"
stop_ecort || fail "exit status $?"

# They are read before the news that the program runs: they count as much.
can_preload || { echo "NOTE: errors: no LD_PRELOAD with this build; what is read early is not tested"; exit 0; }
config <<'C'
apps:
  - { name: early, script: ./noisy.sh, args: "20", autostart: false, error: { error_threshold: 20, restart_on_error: true } }
C
start_faulty
wait_for 10 ecort ping
touch "$FAULTS/hold-fork"
ecort start early >early.out 2>&1 &
starter=$!
wait_for 10 test -e wrote.early
rm "$FAULTS/hold-fork"
wait $starter || fail "$(cat early.out)"
wait_for 10 has_field early restarts 1
stop_ecort || fail "exit status $?"
