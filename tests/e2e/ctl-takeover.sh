# The supervisor is killed while a command waits for its answer: what may be asked twice is asked again, of the next
# supervisor, and the exit code tells how that ended; of the rest it is said what may have happened.
. "$SRC/tests/e2e/lib/ecort.sh"
. "$SRC/tests/e2e/lib/cluster.sh"

PORT=$(free_port)
cat >server.js <<'JS'
const http = require('http');
const version = process.env.VERSION || require('fs').readFileSync('version', 'utf8').trim();
const look = () => (require('fs').existsSync('hold') ? setTimeout(look, 10) : process.send('ready'));
http.createServer((q, s) => setTimeout(() => s.end(`${version}\n`), 3)).listen(Number(process.env.PORT), look);
JS
program stubborn.sh <<'P'
trap '' TERM INT
touch stubborn.up
while :; do [ ! -e go ] || exit 0; sleep 0.02; done
P
plan() { # VERSION INSTANCES
    config <<YAML
apps:
  - { name: web, script: server.js, instances: $2, exec_mode: cluster, wait_ready: true, listen_timeout: 600s, kill_timeout: 60s, min_uptime: 100, env: { PORT: "$PORT", VERSION: "$1" } }
  - { name: stubborn, script: ./stubborn.sh, kill_timeout: 600s, min_uptime: 0 }
YAML
}
plan v0 2
start_ecort
both_run() { [ "$(field web status | sort -u)" = online ] && [ "$(field web status | wc -l)" = "$1" ]; }
wait_for 20 both_run 2
wait_for 10 test -e stubborn.up

# The command is under way: what it started is there, and was not the time before. It is not ready as long as `hold` is there.
coming() { ecort list --json | sed -n '/"pid"/h; /"status": "launching"/{x; s/[^0-9]//gp}'; }
is_under_way() { _now=$(coming) && [ -n "$_now" ] && [ "$_now" != "$_seen" ]; }
asked_again() { grep -q "^ecort: the supervisor was replaced before $1 was answered; asking pid" cmd.err; }

# in_the_middle COMMAND...: kills the supervisor in the middle of it, `kills` times; its exit code in `rc`.
in_the_middle() {
    touch hold
    "$@" >cmd.out 2>cmd.err &
    _command=$!
    _times=$kills _seen=
    while [ "$_times" -gt 0 ]; do
        wait_for 20 is_under_way
        _seen=$_now
        kill_supervisor
        _times=$((_times - 1))
    done
    rm hold
    rc=0
    wait $_command || rc=$?
}

# apply and reload, under load: done, and no request lost.
kills=1
for version in v1 v2; do
    load_start close 8 3
    plan $version 2
    in_the_middle ecort apply plan.bin
    equal "exit code of apply" "$rc" 0
    asked_again apply || fail "apply: $(cat cmd.out cmd.err)"
    load_for 50
    equal "all are $version" "$(answers 8 | sort -u)" $version
    load_stop
    equal "failed, $version" "$(load_said failed)" 0
done
before=$(field web pid | sort)
load_start keep 8 3
in_the_middle ecort reload web
equal "exit code of reload" "$rc" 0
asked_again reload || fail "reload: $(cat cmd.out cmd.err)"
load_for 50
load_stop
equal "failed, reload" "$(load_said failed)" 0
both_run 2 || fail "web is $(field web status)"
for pid in $(field web pid); do
    case " $(echo $before) " in *" $pid "*) fail "web $pid was not replaced" ;; esac
done

# One that dies of it each time is asked three times, no more.
kills=3
in_the_middle ecort reload web
equal "exit code of the third time" "$rc" 1
contains cmd.err "the supervisor was replaced three times before reload was answered: it may have been done in part; see ecort list, then ask again"
equal "times it was asked again" "$(grep -c 'asking pid' cmd.err)" 2
exits 0 ecort reload web

# scale N says how many there are to be, scale +1 one more each time.
kills=1
in_the_middle ecort scale web 3
equal "exit code of scale 3" "$rc" 0
wait_for 10 both_run 3
exits 0 ecort scale web 2
in_the_middle ecort scale web +1
equal "exit code of scale +1" "$rc" 1
contains cmd.err "the supervisor was replaced before scale was answered: it may have been done, or a part of it; see ecort list before asking again"
exits 0 ecort scale web 2

# stop waits for what does not want to.
is_under_way() { has_field stubborn status stopping; }
ecort stop stubborn >stop.out 2>cmd.err &
stopper=$!
wait_for 10 is_under_way
kill_supervisor
wait_for 10 asked_again stop
touch go
rc=0
wait $stopper || rc=$?
equal "exit code of stop" $rc 0
equal "stubborn" "$(field stubborn status)" stopped
contains stop.out stopped

# restart is not asked again: it would restart once more.
rm go stubborn.up
exits 0 ecort start stubborn
wait_for 10 test -e stubborn.up
in_the_middle ecort restart stubborn
equal "exit code of restart" "$rc" 1
contains cmd.err "the supervisor was replaced before restart was answered: it may have been done"
touch go

# The supervisor ended for good.
ecort stop stubborn >/dev/null
rm go stubborn.up
exits 0 ecort start stubborn
wait_for 10 test -e stubborn.up
ecort stop stubborn >stop.out 2>stop.err &
stopper=$!
wait_for 10 is_under_way
kill_both
rc=0
wait $stopper || rc=$?
equal "exit code without a supervisor" $rc 1
contains stop.err "the supervisor ended before stop was answered"
touch go
start_ecort
