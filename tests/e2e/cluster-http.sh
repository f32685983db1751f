#!/bin/sh
# Cluster mode with a plain Node server: four instances on one port, all of them answer; scaled, crashed, stopped.
. "$SRC/tests/e2e/lib/ecort.sh"
. "$SRC/tests/e2e/lib/cluster.sh"

PORT=$(free_port)
cat >server.js <<'JS'
const http = require('http');
http.createServer((q, s) => s.end(`w${process.env.NODE_APP_INSTANCE} ${process.pid}\n`)).listen(Number(process.env.PORT));
JS
config <<YAML
apps:
  - { name: web, script: server.js, instances: 4, exec_mode: cluster, env: { PORT: "$PORT" } }
YAML
start_ecort
wait_for 10 has_field web status 'online
online
online
online'
answers 40 | sort | uniq -c | tr -s ' ' >by
cat >expected <<'OUT'
 10 w0
 10 w1
 10 w2
 10 w3
OUT
cmp -s by expected || fail "not in turn: $(cat by)"
equal mode "$(field web mode | sort -u)" cluster
equal confirmed "$(field web confirmed | sort -u)" true

# One crash under load: what the others have is not touched.
load_start close 8 2
load_for 500
kill -9 "$(field web pid | head -1)"
load_for 1000
load_stop
[ "$(load_said failed)" -le 4 ] || fail "a crash took others along: $(cat load.out)"
[ "$(load_said ok)" -ge 1500 ] || fail "hardly any load: $(cat load.out)"

# Fewer and more, without a lost request.
load_start close 8 2
ecort scale web 2 >out
load_for 300
ecort scale web 4 >out
load_for 300
load_stop
equal failed "$(load_said failed)" 0
load_start keep 8 5
ecort scale web 1 >out
load_for 300
ecort scale web 3 >out
load_for 300
load_stop
equal 'failed on kept connections' "$(load_said failed)" 0

# Stopped, the port is free.
ecort stop web >out
equal 'after the stop' "$(answers 1)" '!'
ecort start web >out
equal 'started again' "$(answers 3 | sort | tr '\n' ' ')" 'w0 w1 w2 '
stop_ecort
