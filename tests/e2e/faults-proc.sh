# /proc shows nothing, or only what is ours: services are started, stopped and taken over all the same; what cannot be known
# is said to be unknown.
. "$SRC/tests/e2e/lib/ecort.sh"

[ -n "${OWN_MOUNTS:-}" ] || {
    unshare -m true 2>/dev/null || { echo "NOTE: faults-proc skipped: mounts are not permitted here"; exit 0; }
    OWN_MOUNTS=1 exec unshare -m sh "$0"
}
cp "$BUILD/chaos_service" service
CHAOS_DIR=$PWD
export CHAOS_DIR
config <<'C'
apps:
  - { name: calm, script: ./service, args: calm, min_uptime: 0, env: { CHAOS_APP: calm } }
  - { name: stubborn, script: ./service, args: stubborn, min_uptime: 0, kill_timeout: 300, env: { CHAOS_APP: stubborn } }
C

# hidepid: of other users' processes nothing is seen, which is nothing to us.
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
    chmod 755 . service
    chmod 644 plan.bin
    nobody=$((1000000 + $$))
    as_nobody() { setpriv --reuid=$nobody --regid=$nobody --clear-groups --inh-caps=-all --bounding-set=-all "$@"; }
    if as_nobody "$(command -v ecort)" version >/dev/null 2>&1; then
        mkdir nobody && chown $nobody nobody
        own=$ECORT_HOME ECORT_HOME=$PWD/nobody/home
        unshare -m --pid --fork --kill-child sh -c "mount -t proc -o hidepid=2 none /proc && exec setpriv --reuid=$nobody \
            --regid=$nobody --clear-groups --inh-caps=-all --bounding-set=-all '$(command -v ecort)' run plan.bin" >run.out 2>run.err &
        outer=$!
        wait_for 10 has_field stubborn status online
        equal "memory is known" "$(field all memory_bytes | grep -c '^[1-9]')" 2
        exits 0 ecort restart calm
        exits 0 ecort stop stubborn
        exits 0 ecort kill
        wait $outer || fail "exit status $?"
        ECORT_HOME=$own
    else
        echo "NOTE: faults-proc: hidepid is not tested: another user cannot run this build"
    fi
fi

# Nothing at all. A sanitizer finds leaks, and its options, by /proc.
can_preload || { echo "NOTE: faults-proc: no /proc at all is not tested with this build"; exit 0; }
unshare -m sh -c 'mount -t tmpfs none /proc && exec ecort run plan.bin' >run.out 2>run.err &
ECORT_PID=$!
wait_for 10 has_field stubborn status online
equal "memory" "$(field all memory_bytes | tr '\n' ' ')" "null null "
calm=$(field calm pid) stubborn=$(field stubborn pid)
wait_for 10 has_line '^SigIgn:.*4002$' "/proc/$stubborn/status" # INT and TERM, as it ignores them
exits 0 ecort restart calm
is_gone "$calm" || fail "calm was not stopped"
begin=$(date +%s%N)
exits 0 ecort stop stubborn
[ $((($(date +%s%N) - begin) / 1000000)) -ge 290 ] || fail "killed before its time"
is_gone "$stubborn" || fail "stubborn was not stopped"
kill -KILL "$(field calm pid)"
wait_for 10 has_field calm restarts 2
stop_ecort || fail "exit status $?"
equal "left" "$(pgrep -c -f "^$PWD/service")" 0
