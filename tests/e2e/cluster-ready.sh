#!/bin/sh
# Readiness: the word by process.send, in fork and cluster mode; the first port in cluster mode; and what it is when
# listen_timeout passes without it. Traffic is held back until the word.
. "$SRC/tests/e2e/lib/ecort.sh"
. "$SRC/tests/e2e/lib/cluster.sh"

PORT=$(free_port)
cat >web.js <<'JS'
const fs = require('fs');
const number = process.env.NODE_APP_INSTANCE;
require('http').createServer((q, s) => s.end(`w${number}\n`)).listen(Number(process.env.PORT), () => console.log('listens'));
const look = () => (fs.existsSync(`go.${number}`) ? process.send('ready') : setTimeout(look, 10));
look();
JS
cat >quick.js <<'JS'
setInterval(() => {}, 1000);
setTimeout(() => process.send('ready'), 50);
JS
echo 'setInterval(() => {}, 1000);' >never.js
config <<YAML
apps:
  - { name: web, script: web.js, instances: 2, exec_mode: cluster, wait_ready: true, listen_timeout: 60s, merge_logs: true, env: { PORT: "$PORT" } }
  - { name: quick, script: quick.js, wait_ready: true, listen_timeout: 60s }
  - { name: mute, script: never.js, wait_ready: true, listen_timeout: 300 }
  - { name: portless, script: never.js, exec_mode: cluster, listen_timeout: 300 }
  - { name: plain, script: never.js }
YAML
start_ecort
wait_for 10 has_field quick status online
equal quick "$(field quick confirmed)" true
wait_for 10 has_field mute status online
equal mute "$(field mute confirmed)" false
wait_for 10 has_field portless status online
equal portless "$(field portless confirmed)" false
equal plain "$(field plain status) $(field plain confirmed)" 'online true'
ecort list >out
grep mute out | grep -q 'not confirmed' || fail "list hides it: $(cat out)"

# Both listen, none has said that it is ready: connections wait.
listens_twice() { [ "$(grep -c listens home/logs/web-out.log)" = 2 ]; }
wait_for 10 listens_twice
equal waiting "$(field web status | sort -u)" launching
answers 1 >first &
FIRST=$!
touch go.1
wait $FIRST
equal 'who is ready' "$(cat first)" w1
equal 'only who is ready' "$(answers 6 | sort -u)" w1
touch go.0
wait_for 10 has_field web status 'online
online'
equal 'both' "$(answers 6 | sort -u | tr '\n' ' ')" 'w0 w1 '

# The message instead of a signal.
cat >told.js <<'JS'
process.on('message', (m) => { if (m === 'shutdown') { console.log('told'); setTimeout(() => process.exit(7), 20); } });
process.on('SIGINT', () => console.log('signalled'));
process.send({ type: 'process:msg', data: { hello: 'there' } });
JS
config <<YAML
apps:
  - { name: told, script: told.js, shutdown_with_message: true, kill_timeout: 60s }
YAML
ecort apply plan.bin >out 2>&1 || fail "apply: $(cat out)"
wait_for 10 has_field told status online
ecort stop told >out
equal 'what it logged' "$(cat home/logs/told-out.log)" told
equal 'its code' "$(ecort show told --json | sed -n 's/.*"code": *\([0-9]*\).*/\1/p')" 7
stop_ecort
