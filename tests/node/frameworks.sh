#!/bin/sh
# Servers as people write them: both instances answer, and a reload under load on kept connections loses nothing.
. "$SRC/tests/e2e/lib/ecort.sh"
. "$SRC/tests/e2e/lib/cluster.sh"

PORT=$(free_port)
NODE_PATH=$NODE_MODULES
export NODE_PATH
for app in http express fastify koa hooks ws socketio; do
    cp "$SRC/tests/node/apps/$app.js" .
    config <<YAML
apps:
  - { name: $app, script: $app.js, instances: 2, exec_mode: cluster, min_uptime: 100, kill_timeout: 3000, env: { PORT: "$PORT" } }
YAML
    start_ecort
    wait_for 20 has_field $app status 'online
online'
    equal "$app confirmed" "$(field $app confirmed | sort -u)" true
    equal "$app answers" "$(answers 8 | sort | uniq -c | tr -s ' \n' ' ')" ' 4 0 4 1 '
    case $app in
    ws)
        who='const w = new (require("ws"))("ws://127.0.0.1:" + process.argv[1]); w.on("message", (m) => { console.log(String(m)); w.close(); });'
        ;;
    socketio) # any transport but polling: that one needs the same worker for each request
        who='const s = require("socket.io-client").io("http://127.0.0.1:" + process.argv[1], { transports: ["websocket"] }); s.on("who", (m) => { console.log(m); s.close(); });'
        ;;
    *) who= ;;
    esac
    if [ -n "$who" ]; then
        node -e "$who" "$PORT" >first
        node -e "$who" "$PORT" >second
        equal "$app, both" "$(sort first second | tr -s '\n' ' ')" '0 1 '
    fi
    load_start keep 16 5
    ecort reload $app >out 2>&1 || fail "reload $app: $(cat out)"
    load_for 300
    load_stop
    equal "$app failed" "$(load_said failed)" 0
    [ $app != hooks ] || contains home/logs/hooks-out-0.log 'hooks have run'
    stop_ecort
done
