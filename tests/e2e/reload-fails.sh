# A version that does not come up replaces nothing; and what happens when hands meddle with a reload.
. "$SRC/tests/e2e/lib/ecort.sh"
. "$SRC/tests/e2e/lib/cluster.sh"

PORT=$(free_port)
# write_config ARGS [OPTIONS]
write_config() {
    config <<C
apps:
  - { name: api, script: ${SCRIPT:-test_service}, args: "$1", listen: $PORT, instances: 2, exec_mode: fork, min_uptime: ${UPTIME:-600}, kill_timeout: 60s, ${2:-} }
C
}
write_config "serve good"
start_ecort
pids=$(field api pid | tr '\n' ' ')
unchanged() {
    equal "$1: pids" "$(field api pid | tr '\n' ' ')" "$pids"
    equal "$1: twins" "$(ecort list --json | grep -c '"twin": null')" 2
    equal "$1: restarts" "$(field api restarts | tr '\n' ' ')" "0 0 "
}
load_start close 8

UPTIME=60000 # what is to fail does so at its own pace
write_config "print starting err 'no database' exit 3"
exits 1 ecort apply plan.bin
contains err "api: reload failed: the new version does not come up: it ended with code 3 after"
contains err "(min_uptime is 60000 ms); the old one runs on"
contains err "  no database"
contains err "  starting"
unchanged "exits at once"

touch "$PWD/now"
write_config "err 'warming up' wait never serve" "wait_ready: true, listen_timeout: 3000"
exits 1 ecort apply plan.bin
contains err "it has not said that it is ready in 3000 ms (listen_timeout); the old one runs on"
contains err "  warming up"
unchanged "never ready"

write_config "err 'about to fail' sleep 100 exit 1"
exits 1 ecort apply plan.bin --json
grep -q '"error": "the new version does not come up: it ended with code 1 after [0-9]* ms' out || fail "$(cat out)"
contains out '"about to fail"'
unchanged "crashes after 100 ms"

UPTIME=
SCRIPT=nowhere-to-be-found
write_config "serve good"
SCRIPT=
exits 1 ecort apply plan.bin
contains err "nowhere-to-be-found"
unchanged "is not there"

# The second one fails: the first goes back, rolling.
UPTIME=4000
write_config "trip $PWD/tripped serve new"
UPTIME=
exits 1 ecort apply plan.bin
contains err "it ended with code 7"
equal "twins" "$(ecort list --json | grep -c '"twin": null')" 2
[ "$(field api pid | tr '\n' ' ')" != "$pids" ] || fail "the first one was not replaced"
load_for 100
load_stop
equal "failed" "$(load_said failed)" 0
equal "new" "$(answers 9 | sort -u)" good

# What one has to be told to take.
write_config "wait never serve" "wait_ready: true, listen_timeout: 200"
exits 0 ecort apply plan.bin --allow-unconfirmed
equal "confirmed" "$(field api confirmed | tr '\n' ' ')" "false false "
exits 1 ecort reload api
contains err "it has not said that it is ready"

# Hands: the new process waits for its word, so that there is time.
write_config "serve good"
exits 0 ecort apply plan.bin
write_config "wait go ready serve slow" "wait_ready: true, listen_timeout: 60s"
begin() {
    rm -f go
    pids=$(field api pid | tr '\n' ' ')
    ecort apply plan.bin >apply.out 2>apply.err &
    applier=$!
    wait_for 10 has_twin
}
has_twin() { ecort list --json | grep -q '"twin": "new"'; }
has_status() { [ "$(field "$1" status | tr '\n' ' ')" = "$2" ]; }
has_no_twin() { ! ecort list --json | grep -q '"twin": "'; }
ends_badly() {
    wait "$applier" && fail "$1: the apply ended well" || :
    contains apply.err "$2"
    wait_for 10 has_no_twin
}

begin
equal "selected" "$(ecort id api | wc -l)" 2
ecort list >listed
equal "rows" "$(grep -c '^ 0  api' listed)" 2
grep -q '^ 0  api .*launching' listed || fail "$(cat listed)"
exits 1 ecort reload api
contains err "an apply of api is under way; try again when it is done"
exits 1 ecort apply plan.bin
contains err "is under way"
kill -KILL "$(ecort list --json | sed -n '/"pid"/h;/"twin": "new"/{x;s/[^0-9]//g;p}')"
ends_badly "killed" "it ended with SIGKILL after"
equal "killed: pids" "$(field api pid | tr '\n' ' ')" "$pids"

begin
exits 0 ecort stop api
ends_badly "stopped" "it was stopped meanwhile"
equal "stopped" "$(field api status | tr '\n' ' ')" "stopped stopped "
exits 0 ecort start api

begin
exits 0 ecort delete 0
ends_badly "deleted" "it was stopped meanwhile"
equal "deleted" "$(field api id | tr '\n' ' ')" "1 "

# Both at the same time; and when the word comes, all is well.
rm -f go
exits 0 ecort scale api 2
ecort apply plan.bin --parallel 2 >apply.out 2>apply.err &
applier=$!
wait_for 10 has_twin
touch go
wait "$applier" || fail "$(cat apply.err)"
equal "answers" "$(answers 9 | sort -u)" slow

# One that waits for its turn to be started, or to be stopped and started, is ended by hand: it stays so.
exits 0 ecort stop api
rm -f go
ecort reload api >apply.out 2>apply.err &
applier=$!
wait_for 10 has_status api 'stopped launching ' # the first by number has the last id
exits 0 ecort delete "$(field api id | head -1)"
touch go
ends_badly "deleted at rest" "it was stopped meanwhile"
equal "deleted at rest" "$(field api status | tr '\n' ' ')" "online "
config <<C
apps:
  - { name: plain, script: test_service, args: "wait $PWD/go ready pause", instances: 2, exec_mode: fork, wait_ready: true, listen_timeout: 60s, min_uptime: 100 }
C
mkdir other
exits 0 ecort apply plan.bin --root "$PWD/other"
rm -f go
ecort reload plain >apply.out 2>apply.err &
applier=$!
wait_for 10 has_status plain 'launching online '
exits 0 ecort stop "$(field plain id | tail -1)"
touch go
ends_badly "stopped in line" "it was stopped meanwhile"
equal "stopped in line" "$(field plain status | tr '\n' ' ')" "online stopped "
exits 0 ecort delete plain
exits 0 ecort scale api 2

# An apply in the middle of which all is told to end.
write_config "wait never ready serve" "wait_ready: true, listen_timeout: 60s"
begin
stop_ecort
wait "$applier" && fail "the apply ended well" || :
