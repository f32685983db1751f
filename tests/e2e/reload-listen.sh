# Reload, apply, restart and scale of apps with `listen`, under load: no request fails.
. "$SRC/tests/e2e/lib/ecort.sh"
. "$SRC/tests/e2e/lib/cluster.sh"

PORT=$(free_port)
cat >server.js <<'J'
// Closes as Node does: what is under way is answered, then it ends.
const server = require('http').createServer((request, response) => response.end(`node-${process.env.V} ok`));
server.listen({ fd: 3 });
process.on('SIGINT', () => server.close(() => process.exit(0)));
J
write_config() {
    config <<C
apps:
  - name: api
    script: test_service
    args: "listen 2 serve $1"
    listen: [$PORT, "unix:$PWD/api.sock"]
    instances: 3
    exec_mode: fork
    min_uptime: 100
    kill_timeout: 60s
  - name: web
    script: server.js
    listen: "unix:$PWD/web.sock"
    instances: 2
    exec_mode: fork
    env: { V: "$1" }
    min_uptime: 100
    kill_timeout: 60s
C
}
write_config one
start_ecort
lacks run.out "not acted on"
equal "over TCP" "$(answers 1)" one
equal "over the file system" "$(answers 1 "$PWD/api.sock")" one
wait_for 10 has_line "sockets 2 names $PORT:api.sock" home/logs/api-out-0.log
equal "names" "$(wc -l <home/logs/api-out-0.log)" 1

# Twice, with a connection per request and with connections that stay.
for mode in close keep; do
    load_start $mode 8
    before=$(field api pid | tr '\n' ' ')
    exits 0 ecort reload api
    contains out "api reloaded, pid"
    after=$(field api pid | tr '\n' ' ')
    for pid in $before; do case " $after" in *" $pid "*) fail "$pid is still there" ;; esac; done
    load_for 200
    exits 0 ecort reload api --parallel 2
    load_for 200
    load_stop
    equal "failed with $mode" "$(load_said failed)" 0
    equal "ids" "$(field api id | tr '\n' ' ')" "0 1 2 "
    [ "$(load_said ok)" -gt 500 ] || fail "$(cat load.out)"
done
equal "restarts" "$(field api restarts | tr '\n' ' ')" "4 4 4 "
equal "nobody drains any more" "$(ecort list --json | grep -c '"twin": null')" 5

# A Node server that is handed its socket.
load_start close 8 0 "$PWD/web.sock"
exits 0 ecort reload web
load_for 100
exits 0 ecort restart --rolling web
load_for 100
load_stop
equal "failed of web" "$(load_said failed)" 0

# A new version: the list says reload, and so it is.
load_start close 8
write_config two
exits 0 ecort apply plan.bin
contains out "  reload        api  args"
contains out "  reload        web  env.V"
load_for 100
load_stop
equal "failed" "$(load_said failed)" 0
[ "$(load_said one)" -gt 0 ] && [ "$(load_said two)" -gt 0 ] || fail "$(cat load.out)"
equal "all are new" "$(answers 9 | sort -u)" two

# More, fewer; the smallest free number comes first, the highest goes.
load_start keep 8
exits 0 ecort scale api 5
load_for 100
exits 0 ecort delete 1
exits 0 ecort scale api +1
equal "numbers" "$(field api instance | sort | tr '\n' ' ')" "0 1 2 3 4 "
load_for 100
exits 0 ecort scale api 2
equal "numbers" "$(field api instance | sort | tr '\n' ' ')" "0 1 "
load_for 100
load_stop
equal "failed while it was scaled" "$(load_said failed)" 0

# A restart is an outage of the processes, not of the address: who comes waits.
load_start close 8
exits 0 ecort restart api
load_for 100
load_stop
equal "failed while it was restarted" "$(load_said failed)" 0

# The supervisor dies in the middle of a reload: the old processes serve on, the new one goes.
exits 0 ecort scale api 3
sed -i 's/min_uptime: 100/min_uptime: 60000/' ecosystem.yaml
ecoc build ecosystem.yaml -o plan.bin >build.out
exits 0 ecort apply plan.bin --only api
contains out "  applied live  api  min_uptime"
pids=$(field api pid | tr '\n' ' ')
load_start close 8
ecort reload api >reload.out 2>&1 &
reloader=$!
has_twin() { ecort list --json | grep -q '"twin": "new"'; }
wait_for 10 has_twin
kill -KILL $reloader # it would ask again
wait $reloader || :
kill_supervisor
load_for 100
has_no_twin() { ! ecort list --json | grep -q '"twin": "'; }
wait_for 10 has_no_twin
equal "pids" "$(field api pid | tr '\n' ' ')" "$pids"
load_for 100
load_stop
equal "failed" "$(load_said failed)" 0

# Stopped: refused; and the name in the file system is gone.
exits 0 ecort stop api
equal "stopped" "$(answers 1)" "!"
[ ! -e api.sock ] || fail "api.sock is there"
exits 0 ecort start api
equal "started" "$(answers 1)" two
stop_ecort
