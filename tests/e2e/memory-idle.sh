# What a service that just runs costs us, counted in pages of our own, and that what starting them needed is given
# back. A feature that only some use is to be paid for by these.
. "$SRC/tests/e2e/lib/ecort.sh"

SERVICES=300
BASE_KIB=290       # of keeper and supervisor with no service: 235, and holes that an apply or a takeover leaves
SERVICE_BYTES=2100 # 1,950, and longer paths

can_preload || { echo "NOTE: memory-idle: a sanitizer needs memory of its own"; exit 0; }
grep -q '^Pss_Anon:' /proc/self/smaps_rollup 2>/dev/null || { echo "NOTE: memory-idle: not told by this kernel"; exit 0; }

ours() { echo "$ECORT_PID $(supervisor_pid)"; }
anonymous_kib() {
    for pid in $(ours); do cat "/proc/$pid/smaps_rollup"; done | awk '/^Pss_Anon:/ { n += $2 } END { print n }'
}
is_lean() { [ "$(anonymous_kib)" -le $((BASE_KIB + SERVICES * SERVICE_BYTES / 1024)) ]; }
# Pages of the program's constants: nothing that waits needs one.
constants_kib() {
    for pid in $(ours); do cat "/proc/$pid/smaps"; done | awk '
        /^[0-9a-f]+-/ { is_ours = $2 == "r--p" && $NF ~ /\/ecort$/ }
        /^Rss:/ { rss = $2 }
        /^Anonymous:/ && is_ours { n += rss - $2 }
        END { print n + 0 }'
}
has_no_constants() { [ "$(constants_kib)" = 0 ]; }
runs_all() { [ "$(ecort list --json | grep -c '"status": *"online"')" = $SERVICES ]; }
settles() {
    wait_for 20 runs_all
    wait_for 20 has_no_constants
    echo "$1: $(anonymous_kib) KiB for $SERVICES services"
    wait_for 20 is_lean
}

services() { # services KILL_TIMEOUT
    echo 'apps:'
    i=0
    while [ $i -lt $SERVICES ]; do
        echo "  - { name: s$i, script: sleep, args: '1000', min_uptime: 0, kill_timeout: $1 }"
        i=$((i + 1))
    done
}
services 1000 | config
start_ecort
settles "started"

# Another version of all: what the old one had is given back, too.
services 1234 | config
exits 0 ecort apply plan.bin
settles "applied"

kill_supervisor
settles "taken over"
stop_ecort
