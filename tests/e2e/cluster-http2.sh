#!/bin/sh
# Sessions of HTTP/2 under load: a reload ends them in order, on both sides; no worker waits for its kill_timeout.
. "$SRC/tests/e2e/lib/ecort.sh"
. "$SRC/tests/e2e/lib/cluster.sh"

PORT=$(free_port)
cat >server.js <<'JS'
require('http2').createServer((q, s) => setTimeout(() => s.end(`w${process.env.NODE_APP_INSTANCE}`), 2)).listen(Number(process.env.PORT));
JS
config <<YAML
apps:
  - { name: web, script: server.js, instances: 2, exec_mode: cluster, min_uptime: 200, listen_timeout: 60s, kill_timeout: 60s, env: { PORT: "$PORT" } }
YAML
start_ecort
wait_for 20 is_confirmed web
for mode in keep close; do
    LOAD_COUNT=load.count node "$SRC/tests/node/lib/load_tls.js" h2c "$PORT" 8 $mode 2 >load.out 2>load.err &
    LOAD_PID=$!
    load_for 100
    ecort reload web >out 2>&1 || fail "reload: $(cat out)"
    load_for 100
    ecort scale web 1 >out 2>&1 || fail "scale: $(cat out)"
    load_for 50
    ecort scale web 2 >out 2>&1 || fail "scale: $(cat out)"
    load_stop
    equal "failed, $mode" "$(load_said failed)" 0
done
lacks run.out SIGKILL
stop_ecort
