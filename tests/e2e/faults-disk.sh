# The disk under the home is full, or may not be written any more: services go on, what is refused is refused clearly, nothing
# that was there is lost, and it recovers by itself.
. "$SRC/tests/e2e/lib/ecort.sh"

[ -n "${OWN_MOUNTS:-}" ] || {
    unshare -m true 2>/dev/null || { echo "NOTE: faults-disk skipped: mounts are not permitted here"; exit 0; }
    OWN_MOUNTS=1 exec unshare -m sh "$0"
}
mkdir home
mount -t tmpfs -o size=256k,mode=700 none home
program tick.sh <<'P'
i=0
while :; do i=$((i + 1)); echo "tick $i"; sleep 0.01; done
P
config <<'C'
apps:
  - { name: tick, script: ./tick.sh, min_uptime: 0 }
  - { name: calm, script: sleep, args: "1000", min_uptime: 0, pid_file: home/calm.pid }
  - { name: rested, script: sleep, args: "1000", min_uptime: 0, autostart: false }
C
fill() { head -c 10000000 /dev/zero >home/ballast 2>/dev/null || :; }
dropped() { [ "$(field tick logs_dropped)" -gt "$1" ]; }
grows() { [ "$(wc -c <home/logs/tick-out.log)" -gt "$1" ]; }

# Full from the beginning: it starts and says what it cannot keep.
fill
start_ecort
wait_for 10 has_field calm status online
wait_for 10 dropped 3
contains run.err "No space left on device"
rm home/ballast
wait_for 10 has_line 'can be written again' run.out
stop_ecort || fail "exit status $?"

# Full later.
start_ecort
wait_for 10 has_field calm status online
exits 0 ecort save
cp home/saved.bin saved.before
fill
lost=$(field tick logs_dropped)
wait_for 10 dropped "$lost"
calm=$(field calm pid) tick=$(field tick pid)
exits 0 ecort start rested
exits 0 ecort scale calm 60 # more records than the page has room for
exits 0 ecort scale calm 1
exits 1 ecort save
contains err "No space left on device"
cmp home/saved.bin saved.before || fail "the saved list has changed"
exits 0 ecort restart rested
kill -KILL "$(field rested pid)"
wait_for 10 has_field rested restarts 2
# What the next supervisor needs is in memory, not on the disk.
kill_supervisor
equal "calm" "$(field calm pid)" "$calm"
equal "tick" "$(field tick pid)" "$tick"
rm home/ballast
wait_for 10 has_line 'tick-out.log can be written again' run.out
wait_for 10 grows "$(wc -c <home/logs/tick-out.log)"
exits 0 ecort save
# The state file is whole again, too, with what happened while it could not be written.
fill
exits 0 ecort scale calm 60
rm home/ballast
wait_for 10 has_line 'home/state is whole again' run.out
rested=$(field rested pid)
calms=$(field calm pid)
kill_both
start_ecort
exits 0 ecort start rested
equal "rested" "$(field rested pid)" "$rested"
equal "calm" "$(field calm pid)" "$calms"
exits 0 ecort scale calm 1

# Read-only for whatever is opened from now on.
read_only() { mount --bind home home && mount -o remount,bind,ro home; }
read_only
exits 1 ecort save
contains err "Read-only file system"
exits 0 ecort stop tick
exits 0 ecort start tick
wait_for 10 has_line 'tick-out.log: Read-only file system; lines are dropped' run.err
exits 0 ecort restart calm
kill_supervisor
wait_for 10 has_field calm status online
umount home
wait_for 10 has_line 'tick-out.log can be written again' run.out
wait_for 10 grows "$(wc -c <home/logs/tick-out.log)"
exits 0 ecort save
stop_ecort || fail "exit status $?"
read_only
exits 2 ecort run plan.bin
contains err "Read-only file system"
