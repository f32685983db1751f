# ecort show: what would have a process replaced stands there as far as it is configured, for people and as JSON.
. "$SRC/tests/e2e/lib/ecort.sh"
. "$SRC/tests/e2e/lib/cluster.sh"

PORT=; P=$(free_port)
config <<Y
apps:
  - { name: plain, script: sleep, args: "1000", interpreter: none }
  - name: limited
    script: sleep
    args: "1000"
    interpreter: none
    min_uptime: 1500
    kill_timeout: 7s
    max_memory_restart: 300M
    cron_restart: "0 3 1 1 *"
    cron_timezone: UTC
    http: { host: "::1", port: $P, path: /health, interval: 90s, unhealthy_after: 7, expect_status: [200, 204], start_period: 10m }
    error: { error_threshold: 50, restart_on_error: true }
  - { name: shared, script: sleep, args: "1000", interpreter: none, listen: $(free_port), max_memory_restart: 1025M, http: { port: $P, interval: 1m, unhealthy_after: 1 }, autokill: false, error: {} }
  - { name: nightly, script: sleep, args: "1000", interpreter: none, autostart: false, cron_restart: "*/5 * * * *" }
Y
export TZ=UTC
start_ecort

exits 0 ecort show plain
for row in 'memory limit' cron 'health check' 'error limit' reason listen 'lines dropped'; do lacks out "  $row "; done
exits 0 ecort show plain --json
for key in max_memory_bytes cron_restart cron_timezone cron_next_at error_threshold health_check; do
    contains out "\"$key\": null"
done

exits 0 ecort show limited
next=$(($(date -u +%Y) + 1))
contains out '  restart       up to 16 times in a row after runs under 1500ms (0 so far)'
contains out '  stop          SIGINT, SIGKILL after 7s'
contains out '  memory limit  300M, then restarted'
contains out "  cron          0 3 1 1 * (UTC), next $next-01-01 03:00:00 +0000, in "
contains out "  health check  GET http://[::1]:$P/health every 90s; after 7 failures restarted"
contains out '  error limit   50 lines on stderr within a minute, then restarted'
equal "next" "$(field limited cron_next_at)" "$(date -u -d "$next-01-01 03:00:00" +%s)000"
equal "limits" "$(field limited max_memory_bytes) $(field limited error_threshold) $(field limited restart_on_error)" "314572800 50 true"
equal "check" "$(for k in host port path interval_ms unhealthy_after start_period_ms autokill; do field limited $k; done | tr '\n' ' ')" \
    "::1 $P /health 90000 7 600000 true "

# What can be replaced is, and what is left alone is told of.
exits 0 ecort show shared
contains out '  memory limit  1025M, then replaced'
contains out "  health check  GET http://127.0.0.1:$P/ every 1m; after 1 failure only told of"
contains out '  error limit   50 lines on stderr within a minute, then only told of'

# Where there is little room, fewer columns and a shorter reason.
program bad.sh <<'P'
exit 3
P
config <<'Y'
apps:
  - { name: crasher-with-a-long-name, script: ./bad.sh, max_restarts: 1, restart_delay: 10 }
Y
exits 1 ecort apply plan.bin --keep
wait_for 10 has_field crasher-with-a-long-name status errored
listed() { COLUMNS=80 ecort list | grep crasher; }
grep -Eq '^ *[0-9]+  crasher-with-a-long-name  errored +-  exited with code 3 after .*[.]{3}$' <<L || fail "$(listed)"
$(listed)
L
equal "width" "$(listed | awk '{ print length }')" 80
exits 0 ecort list
contains out '2 times in a row within min_uptime (max_restarts 1)'

# What was stopped by hand, or never started, is left alone by the clock.
exits 0 ecort show nightly
contains out '  cron          */5 * * * *, not while it is stopped'
exits 0 ecort start nightly
exits 0 ecort show nightly
grep -Eq '^  cron          \*/5 \* \* \* \*, next [0-9]{4}-[0-9-]{5} [0-9:]{5}:00 \+0000, in [0-9]' out || fail "$(cat out)"
exits 0 ecort stop nightly
exits 0 ecort show nightly
contains out 'not while it is stopped'
