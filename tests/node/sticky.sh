#!/bin/sh
# Connections that last, over several instances: what works, and what needs the same instance for each request.
#   works   WebSockets, also socket.io over them: a connection stays with its instance
#   works   socket.io that polls, with one instance
#   not     socket.io that polls, with several: the second request meets an instance that does not know the
#           session; and a broadcast reaches the clients of its own instance only
#   reload  cuts each WebSocket once, at kill_timeout; a client that connects again meets a new instance
. "$SRC/tests/e2e/lib/ecort.sh"
. "$SRC/tests/e2e/lib/cluster.sh"

PORT=$(free_port)
NODE_PATH=$NODE_MODULES
export NODE_PATH PORT
cp "$SRC"/tests/node/apps/common.js "$SRC"/tests/node/apps/ws.js "$SRC"/tests/node/apps/socketio.js .
echo v1 >version
config <<YAML
apps:
  - { name: ws, script: ws.js, instances: 2, exec_mode: cluster, min_uptime: 500, kill_timeout: 1000, env: { PORT: "$PORT" } }
  - { name: io, script: socketio.js, instances: 2, exec_mode: cluster, env: { PORT: "$((PORT + 1))" } }
  - { name: one, script: socketio.js, instances: 1, exec_mode: cluster, env: { PORT: "$((PORT + 2))" } }
YAML
start_ecort
both() { [ "$(field "$1" status | tr '\n' ' ')" = 'online online ' ]; }
wait_for 20 both ws
wait_for 20 both io
wait_for 20 has_field one status online

# WebSockets go in turn, and a broadcast stays within one instance.
cat >ws_client.js <<'JS'
const { WebSocket } = require('ws');
const all = [];
const open = () => new Promise((done) => {
    const w = new WebSocket(`ws://127.0.0.1:${process.env.PORT}`);
    all.push(w);
    w.heard = [];
    w.on('message', (m) => (w.who === undefined ? (w.who = String(m), done(w)) : w.heard.push(String(m))));
});
(async () => {
    for (let i = 0; i < 10; i++) await open();
    const count = (who) => all.filter((w) => w.who === who).length;
    all[0].send('hello');
    const told = () => all.filter((w) => w.heard.length);
    const look = setInterval(() => {
        if (told().length < 5) return;
        clearInterval(look);
        console.log(count('0'), count('1'), told().every((w) => w.who === all[0].who));
        process.exit(0);
    }, 10);
})();
JS
timeout 20 node ws_client.js >out || fail "WebSockets: $(cat out)"
equal 'in turn; broadcast' "$(cat out)" '5 5 true'

# A reload: every client is cut once, and reaches a new instance at once.
cat >ws_again.js <<'JS'
const { WebSocket } = require('ws');
const n = 20;
let cuts = 0, refused = 0, open = 0;
const connect = () => {
    const w = new WebSocket(`ws://127.0.0.1:${process.env.PORT}`);
    w.on('error', () => refused++);
    w.on('message', () => open++ === n - 1 && cuts === 0 && console.log('open'));
    w.on('close', () => { console.log(`cut ${++cuts}`); connect(); });
};
for (let i = 0; i < n; i++) connect();
process.on('SIGTERM', () => { console.log(`cuts ${cuts} refused ${refused}`); process.exit(0); });
JS
node ws_again.js >again &
CLIENTS=$!
wait_for 20 has_line open again
ecort reload ws >out 2>&1 || fail "reload: $(cat out)"
wait_for 20 has_line 'cut 20' again
kill -TERM $CLIENTS
wait $CLIENTS || :
equal 'reload of WebSockets' "$(tail -n 1 again)" 'cuts 20 refused 0'

cat >io_client.js <<'JS'
const { io } = require('socket.io-client');
const [port, transport, n] = process.argv.slice(2);
let ok = 0, bad = 0;
const end = () => ok + bad === Number(n) && (console.log(`ok ${ok} bad ${bad}`), process.exit(0));
for (let i = 0; i < Number(n); i++) {
    const s = io(`http://127.0.0.1:${port}`, { transports: [transport], reconnection: false, forceNew: true });
    let who;
    const fail = () => { bad++; s.removeAllListeners(); s.close(); end(); };
    s.on('connect_error', fail);
    s.on('disconnect', fail);
    s.on('who', (w) => {
        who = w;
        s.timeout(5000).emit('ask', (error, again) => {
            if (error || again !== who) return fail();
            ok++;
            s.removeAllListeners();
            s.close();
            end();
        });
    });
}
JS
equal 'socket.io over WebSockets' "$(timeout 60 node io_client.js $((PORT + 1)) websocket 20)" 'ok 20 bad 0'
equal 'socket.io polls, one instance' "$(timeout 60 node io_client.js $((PORT + 2)) polling 10)" 'ok 10 bad 0'
timeout 60 node io_client.js $((PORT + 1)) polling 10 >polled
[ "$(sed 's/.*bad //' polled)" -gt 0 ] || fail "polling works over several instances now: $(cat polled); say so in README"
stop_ecort
