#!/bin/sh
# PM2's own library as the client: its metrics show, its actions can be triggered, and its program ends well.
. "$SRC/tests/e2e/lib/ecort.sh"
. "$SRC/tests/e2e/lib/cluster.sh"

PORT=$(free_port)
NODE_PATH=$NODE_MODULES
export NODE_PATH
cat >app.js <<'JS'
const io = require('@pm2/io').init({ metrics: { eventLoop: true, http: true } });
const users = io.metric({ name: 'Users', unit: 'people' });
users.set(41);
const asked = io.counter({ name: 'Asked' });
io.action('add', (param, reply) => reply({ users: 41 + Number(param) }));
io.action('who', (reply) => reply(process.env.NODE_APP_INSTANCE));
require('@pm2/io/build/main/serviceManager').ServiceManager.get('actions').scopedAction('count', (param, stream) => {
    for (let i = 1; i <= 3; i++) stream.send({ i });
    if (param === 'fail') stream.error('cannot count on'); else stream.end('counted');
});
process.send({ type: 'process:msg', data: { from: process.env.NODE_APP_INSTANCE } });
process.on('message', (m) => {
    if (m === 'shutdown') server.close(() => { console.log('told to shut down'); process.exit(0); });
    if (m && m.type === 'process:msg') console.log('got', m.topic, m.data.n);
});
const server = require('http').createServer((q, s) => { asked.inc(); s.end('w' + process.env.NODE_APP_INSTANCE); });
server.listen(Number(process.env.PORT));
JS
config <<YAML
apps:
  - { name: web, script: app.js, instances: 2, exec_mode: cluster, shutdown_with_message: true, kill_timeout: 20000, merge_logs: true, env: { PORT: "$PORT" } }
  - { name: fork, script: app.js, shutdown_with_message: true, kill_timeout: 20000, env: { PORT: "$((PORT + 1))" } }
YAML
start_ecort
shows() { ecort show "$1" | grep -q "$2"; }
for id in 0 1 2; do
    wait_for 20 shows $id 'Users  *41 people$'
    wait_for 20 shows $id 'Heap Size  *[0-9.]* MiB$'
    wait_for 20 shows $id '^  *who$'
    wait_for 20 shows $id 'messages  *1$'
done
exits 0 ecort trigger web add 9
equal add "$(cat out)" 'web 0: {"users":50}
web 1: {"users":50}'
exits 0 ecort trigger all who
equal who "$(cat out)" 'web 0: 0
web 1: 1
fork 2: 0'
exits 1 ecort trigger web nothing
exits 0 ecort trigger 0 count
equal pieces "$(cat out)" 'web 0: {"i":1}
web 0: {"i":2}
web 0: {"i":3}
web 0: counted'
exits 1 ecort trigger 0 count fail
contains err 'web 0: cannot count on'
answers 10 >/dev/null
wait_for 20 shows 0 'Asked  *5$'
wait_for 20 shows 1 'Asked  *5$'

ecort jlist >list
node -e '
  const [web] = JSON.parse(require("fs").readFileSync("list", "utf8"));
  const e = web.pm2_env;
  if (e.axm_monitor.Users.value !== 41 || !e.axm_actions.some((a) => a.action_name === "add")) throw new Error(JSON.stringify(e));
' || fail jlist

exits 0 ecort send-message web numbers '{"n": 7}'
got_twice() { [ "$(grep -c 'got numbers 7' home/logs/web-out.log)" = 2 ]; }
wait_for 10 got_twice

# The next supervisor hears it again, and can ask.
kill_supervisor
wait_for 20 shows 0 'Users  *41 people$'
exits 0 ecort trigger 0 who
equal 'after the takeover' "$(cat out)" 'web 0: 0'

load_start keep 8 5
ecort reload web >out 2>&1 || fail "reload: $(cat out)"
load_for 200
load_stop
equal failed "$(load_said failed)" 0
exits 0 ecort trigger web who
exits 0 ecort stop fork
contains home/logs/fork-out.log 'told to shut down'
equal 'its code' "$(ecort show fork --json | sed -n 's/.*"code": *\([0-9]*\).*/\1/p')" 0
stop_ecort
