# Fifty apps that crash at once and for ever: the rest is not disturbed, and the supervisor does not spin.
. "$SRC/tests/e2e/lib/ecort.sh"

{
    echo "apps:"
    echo "  - { name: steady, script: sleep, args: '1000' }"
    i=0
    while [ $i -lt 50 ]; do
        echo "  - { name: crash-$i, script: 'false', max_restarts: 1000000, restart_delay: 100, namespace: crashing }"
        i=$((i + 1))
    done
} | config
start_ecort
steady=$(field steady pid)
crashed() { [ "$(field crashing restarts | awk '$1 >= 5' | wc -l)" = 50 ]; }
wait_for 20 crashed
equal "pid of the steady one" "$(field steady pid)" "$steady"
equal "restarts of the steady one" "$(field steady restarts)" 0
# 100 ms apart: in a second each crashes at most ten times.
most=$(field crashing restarts | sort -n | tail -n 1)
uptime=$(field steady uptime_ms)
[ "$most" -le $((uptime / 100 + 1)) ] || fail "$most restarts in $uptime ms"
exits 0 ecort stop crashing
equal "stopped" "$(field crashing status | sort | uniq -c | tr -s ' ')" " 50 stopped"
ticks() { cat "/proc/$ECORT_PID/stat" "/proc/$(supervisor_pid)/stat" | awk '{ n += $14 + $15 } END { print n }'; }
before=$(ticks)
timeout 0.5 tail -f /dev/null || : # nothing is waited for: this is the time that is looked at
[ $(($(ticks) - before)) -le 1 ] || fail "keeper and supervisor are busy at rest"
stop_ecort || fail "exit status $?"
