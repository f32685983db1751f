#!/bin/sh
# The supervisor is killed under load, again and again: no request fails, no worker restarts, and the next supervisor
# goes on with the channels, the sockets and what each worker has.
. "$SRC/tests/e2e/lib/ecort.sh"
. "$SRC/tests/e2e/lib/cluster.sh"

PORT=$(free_port)
cat >server.js <<'JS'
const http = require('http');
http.createServer((q, s) => setTimeout(() => s.end(`w${process.env.NODE_APP_INSTANCE}\n`), 2)).listen(Number(process.env.PORT));
http.createServer((q, s) => s.end('unix\n')).listen(process.cwd() + '/web.sock');
JS
mkdir self
ln -s ../server.js self/server.js
cat >plain.js <<'JS'
process.on('message', (m) => { console.log('got', m); if (m === 'shutdown') process.exit(0); });
JS
config <<YAML
apps:
  - { name: web, script: server.js, instances: 2, exec_mode: cluster, listen_timeout: 60s, kill_timeout: 60s, env: { PORT: "$PORT" } }
  - { name: self, script: server.js, instances: 2, exec_mode: cluster, cluster_policy: shared, listen_timeout: 60s, kill_timeout: 60s, env: { PORT: "$((PORT + 1))" }, cwd: self }
  - { name: plain, script: plain.js, shutdown_with_message: true, kill_timeout: 60s }
YAML
start_ecort
wait_for 20 is_confirmed web
wait_for 20 is_confirmed self
wait_for 10 is_online plain
pids=$(field web pid; field self pid; field plain pid)

for mode in close keep; do
    load_start "$mode" 8 1
    for i in 1 2 3; do
        kill_supervisor
        load_for 200
    done
    load_stop
    equal "failed, $mode" "$(load_said failed)" 0
done
load_start close 8 1 $((PORT + 1))
for i in 1 2 3; do
    kill_supervisor
    load_for 200
done
load_stop
equal "failed, shared" "$(load_said failed)" 0

equal 'the same processes' "$(field web pid; field self pid; field plain pid)" "$pids"
equal turn "$(answers 10 | sort | uniq -c | tr -s ' \n' ' ')" ' 5 w0 5 w1 '
equal 'unix socket' "$(answers 2 "$PWD/web.sock" | sort -u)" unix

# What was taken over is still in hand: a worker that dies is replaced, drains, and the message arrives.
kill -9 "$(field web pid | head -1)"
wait_for 10 has_field web restarts '1
0'
wait_for 20 is_confirmed web
equal 'after a restart' "$(answers 10 | sort | uniq -c | tr -s ' \n' ' ')" ' 5 w0 5 w1 '
load_start keep 4 2
ecort scale web 1 >out
load_for 100
load_stop
equal "failed, scale" "$(load_said failed)" 0
ecort stop plain >out
wait_for 5 has_line 'got shutdown' home/logs/plain-out.log
equal 'exit by message' "$(ecort show plain --json | grep -c '"code": *0')" 1
kill_supervisor
equal 'still there' "$(answers 2 | sort -u)" w0
stop_ecort
[ ! -e web.sock ] || fail "the file of the Unix socket is left"
