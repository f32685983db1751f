#!/bin/sh
# Workers that do not behave: junk, lines without end, floods, handles, listening on everything, stopping to take
# connections. The others, and the supervisor, do not mind.
. "$SRC/tests/e2e/lib/ecort.sh"
. "$SRC/tests/e2e/lib/cluster.sh"

PORT=$(free_port)
# What sanitizers keep of freed memory is not growth.
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}quarantine_size_mb=1"
cat >good.js <<'JS'
require('http').createServer((q, s) => s.end(`good\n`)).listen(Number(process.env.PORT));
JS
# Straight to the channel, without Node's framing.
cat >bad.js <<'JS'
const fs = require('fs');
const net = require('net');
const fd = 3;
const put = (text) => { try { fs.writeSync(fd, text); } catch (e) { if (e.code !== 'EAGAIN') throw e; } };
setInterval(() => {}, 1000);
const kinds = {
    junk: () => setInterval(() => put('{"cmd":"NODE_CLUSTER","act":{{{\n\u0000\n[[[[[\n"\\u12"\n{"cmd":"NODE_CLUSTER","ack":1,"accepted":false}\n{"cmd":"NODE_HANDLE_NACK"}\n{"cmd":"NODE_CLUSTER","act":"close","key":"L1"}\n'), 1),
    endless: () => setInterval(() => put('x'.repeat(60000)), 1),
    deep: () => put('['.repeat(100000) + '\n'),
    flood: () => { for (;;) put('"flood"\n'.repeat(1000)); },
    queries: () => { for (let i = 0; i < 5000; i++) put(`{"cmd":"NODE_CLUSTER","act":"queryServer","index":${i},"port":0,"addressType":4,"address":"127.0.0.1","seq":${1e6 + i}}\n`); },
    handles: () => setInterval(() => process.send({ a: 1 }, net.createServer().listen({ port: 0, exclusive: true })), 5),
    deaf: () => { process.channel.unref(); for (;;) put('{"cmd":"NODE_HANDLE","msg":1}\n'.repeat(100)); },
};
console.log('begins');
kinds[process.env.KIND]();
JS
{
    echo "apps:"
    echo "  - { name: good, script: good.js, instances: 2, exec_mode: cluster, listen_timeout: 60s, env: { PORT: '$PORT' } }"
    for kind in junk endless deep flood queries handles deaf; do
        echo "  - { name: $kind, script: bad.js, exec_mode: cluster, listen_timeout: 100, autostart: false, merge_logs: true, env: { KIND: $kind } }"
    done
} | config
start_ecort
wait_for 20 has_field good status 'online
online'
pids=$(field good pid)
rss() { sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$(supervisor_pid)/status"; }
SUPERVISOR=$(supervisor_pid)
load_start close 4 1
for kind in junk endless deep flood queries handles deaf; do
    ecort start $kind >out || fail "start $kind: $(cat out)"
    wait_for 10 has_line begins "home/logs/$kind-out.log"
    load_for 300
    [ "$(ls "/proc/$SUPERVISOR/fd" | wc -l)" -lt 400 ] || fail "$kind: the supervisor has too many descriptors"
    [ "$(rss)" -lt 40000 ] || fail "$kind: the supervisor has grown to $(rss) KB"
    ecort delete $kind >out || fail "delete $kind: $(cat out)"
done
load_stop
equal failed "$(load_said failed)" 0
equal 'the same workers' "$(field good pid)" "$pids"
equal 'the same supervisor' "$(supervisor_pid)" "$SUPERVISOR"
contains run.err 'endless'

# One that hangs is passed over: what waits is at most what it had already.
config <<YAML
apps:
  - { name: hang, script: hang.js, instances: 2, exec_mode: cluster, listen_timeout: 60s, env: { PORT: "$((PORT + 1))" } }
YAML
cat >hang.js <<'JS'
require('http').createServer((q, s) => s.end('w' + process.env.NODE_APP_INSTANCE)).listen(Number(process.env.PORT));
JS
ecort apply plan.bin >out 2>&1 || fail "apply: $(cat out)"
wait_for 20 has_field hang status 'online
online'
victim=$(field hang pid | head -1)
load_start close 4 0 $((PORT + 1))
kill -STOP "$victim"
load_for 500
kill -CONT "$victim"
load_for 100
load_stop
equal 'failed by a hanging one' "$(load_said failed)" 0
stop_ecort
