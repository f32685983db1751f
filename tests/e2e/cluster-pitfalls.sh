#!/bin/sh
# What a primary gets wrong easily; tests/node/PITFALLS.md has the whole list, and who shows the others.
. "$SRC/tests/e2e/lib/ecort.sh"
. "$SRC/tests/e2e/lib/cluster.sh"

PORT=$(free_port)
cat >leaves.js <<'JS'
// Leaves by itself, as Node's documentation has it: what disconnect() waits for is the primary's answer (6).
const cluster = require('cluster');
require('http').createServer((q, s) => {
    s.end(`leaves.${process.pid}`);
    if (q.url === '/leave') cluster.worker.disconnect();
}).listen(Number(process.env.PORT));
process.on('exit', (code) => console.log(`left ${code} ${cluster.worker.exitedAfterDisconnect}`));
JS
cat >heir.js <<'JS'
// A process that outlives it has its channel (11).
require('child_process').spawn('sleep', ['1000'], { detached: true, stdio: ['ignore', 'inherit', 'inherit', 3] }).unref();
require('http').createServer((q, s) => s.end(`heir.${process.pid}`)).listen(Number(process.env.PORT));
JS
cat >talks.js <<'JS'
// Goes on sending when there is no channel any more: that is an error of the program (16), after the last request.
setInterval(() => process.send({ type: 'axm:monitor', data: {} }), 1);
process.on('uncaughtException', (e) => { console.log(e.code); process.exit(1); });
require('http').createServer((q, s) => setTimeout(() => s.end('talks'), 2)).listen(Number(process.env.PORT));
JS
cat >forks.js <<'JS'
// Makes a cluster of its own where it is the primary; here it is not (18).
const cluster = require('cluster');
if (cluster.isPrimary) { console.log('primary'); for (let i = 0; i < 3; i++) cluster.fork(); }
else require('http').createServer((q, s) => s.end(`forks.${process.env.NODE_APP_INSTANCE}`)).listen(Number(process.env.PORT));
JS
cat >inspected.js <<'JS'
// Each has an inspector of its own (15).
console.log(new URL(require('inspector').url()).port);
require('http').createServer((q, s) => s.end('inspected')).listen(Number(process.env.PORT));
JS
INSPECTOR=$(free_port)
{
    echo 'apps:'
    n=0
    for app in leaves heir talks forks inspected; do
        more=
        [ $app != inspected ] || more=", node_args: ['--inspect=127.0.0.1:$INSPECTOR']"
        [ $app != leaves ] || more=", node_args: [--require, '$SRC/tests/e2e/lib/note.js']"
        echo "  - { name: $app, script: $app.js, instances: $([ $app = leaves ] || [ $app = heir ] && echo 1 || echo 2), exec_mode: cluster, merge_logs: true, min_uptime: 100, kill_timeout: 30s, listen_timeout: 60s, env: { PORT: '$((PORT + n))', NOTES: '$PWD/notes' }$more }"
        n=$((n + 1))
    done
} | config
start_ecort
for app in leaves heir talks forks inspected; do wait_for 20 is_confirmed $app; done

is_other() { [ "$(field "$1" pid)" != "$2" ] && is_confirmed "$1"; }
old=$(field leaves pid)
node -e 'require("http").get({ host: "127.0.0.1", port: process.argv[1], path: "/leave", agent: false }, (r) => r.resume())' "$PORT"
wait_for 10 is_other leaves "$old"
contains home/logs/leaves-out.log 'left 0 true'

# The only one dies: nobody is refused, also where another process of that port would have come in between (17).
load_start close 8 1
for i in 1 2; do
    : >notes
    old=$(field leaves pid)
    load_for 100
    kill -9 "$old"
    wait_for 20 is_other leaves "$old"
done
load_for 100
load_stop
lacks load.out REFUSED

old=$(field heir pid)
kill -9 "$old"
wait_for 20 is_other heir "$old"
equal 'after it' "$(answers 1 $((PORT + 1)))" "heir.$(field heir pid)"

load_start keep 8 1 $((PORT + 2))
ecort reload talks >out 2>&1 || fail "reload: $(cat out)"
load_for 200
load_stop
equal 'failed, talks' "$(load_said failed)" 0
contains home/logs/talks-out.log ERR_IPC_CHANNEL_CLOSED

equal 'its own cluster' "$(answers 4 $((PORT + 3)) | sort -u | tr '\n' ' ')" 'forks.0 forks.1 '
lacks home/logs/forks-out.log primary
equal inspectors "$(sort home/logs/inspected-out.log | uniq | wc -l)" 2
stop_ecort
