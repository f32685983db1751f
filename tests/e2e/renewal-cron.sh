# cron_restart of what shares its sockets: rolled without a failed request; what hands do, and deaths, in the middle of it.
. "$SRC/tests/e2e/lib/ecort.sh"
. "$SRC/tests/e2e/lib/cluster.sh"

PORT=$(free_port)
at_least() { for _n in $(field "$1" restarts); do [ "$_n" -ge "$2" ] || return 1; done; }
quiet() { ! ecort list --json | grep -q '"twin": "'; }
replaced() { [ "$(field 0 pid)" != "$1" ] && has_field 0 status online; }
start_cron() {
    config <<C
apps:
  - { name: api, script: test_service, args: "$1", listen: $PORT, instances: 2, exec_mode: fork, min_uptime: 100, kill_timeout: 60s, cron_restart: "*/2 * * * * *", ${2:-} }
C
    ECORT_GUARD_MS=100 start_ecort
}
# Each other second, under load.
start_cron "serve good"
load_start close 8
wait_for 30 at_least api 3
load_for 100
load_stop
equal "failed, cron" "$(load_said failed)" 0
contains run.out "api 0: cron_restart is due"
equal "unstable" "$(field api unstable_restarts | tr '\n' ' ')" "0 0 "
stop_ecort

# The new process waits for its word, so that there is time.
touch go
start_cron "wait go print went ready serve good" "wait_ready: true, listen_timeout: 600s"
has_twin() { ecort list --json | grep -q '"twin": "new"'; }
begin() { # until there is a new process that waits: it was not there when `go` had gone
    touch go
    wait_for 20 quiet
    rm go
    until quiet; do
        touch go
        wait_for 20 quiet
        rm go
    done
    wait_for 20 has_twin
}
is_settled() { quiet && [ "$(pgrep -c -f 'test_service wait go print went')" = "$1" ]; }
one_of_each() { wait_for 20 is_settled "$1"; } # nothing of the roll is left but what has the places
begin
touch go
exits 0 ecort reload api
contains out "api reloaded, pid"
one_of_each 2

begin
exits 0 ecort stop api
one_of_each 0
exits 0 ecort list
equal "stopped" "$(field api status | tr '\n' ' ')" "stopped stopped "
touch go
exits 0 ecort start api

begin
exits 0 ecort scale api 1
touch go
exits 0 ecort scale api 2
one_of_each 2

# It exits by itself: its restart policy and the twin, and one of them in the end.
begin
old=$(field 0 pid)
kill -KILL "$old"
touch go
wait_for 20 replaced "$old"
rm -f go

# The supervisor dies: the old one serves on, the roll begins again.
begin
pids=$(field api pid | tr '\n' ' ')
kill_supervisor
load_start close 8
wait_for 20 has_twin
equal "pids" "$(field api pid | tr '\n' ' ')" "$pids"
load_for 100
exits 0 ecort update "$(command -v ecort)" || :
wait_for 20 has_twin
equal "pids after update" "$(field api pid | tr '\n' ' ')" "$pids"
load_for 100
before=$(field 0 pid)
touch go
wait_for 20 replaced "$before"
load_stop
equal "failed" "$(load_said failed)" 0
exits 0 ecort scale api 1
stop_ecort
[ "$(pgrep -c -f 'test_service wait go print went ready serve good')" = 0 ] || fail "something is left"
