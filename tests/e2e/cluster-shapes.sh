#!/bin/sh
# Everything that can be listened on in cluster mode, in CommonJS and as an ES module, round robin and shared: what each
# worker gets is what Node's own primary gives.
. "$SRC/tests/e2e/lib/ecort.sh"
. "$SRC/tests/e2e/lib/cluster.sh"

PORT=$(free_port)
cat >shapes.mjs <<'JS'
import net from 'node:net';
import dgram from 'node:dgram';
import https from 'node:https';
import cluster from 'node:cluster';

const base = Number(process.env.PORT);
const say = (...words) => console.log(`${process.env.NODE_APP_INSTANCE}:`, ...words);
const listen = (name, options) => new Promise((done) => {
    const server = net.createServer((c) => c.end(name));
    server.on('error', (e) => { say(name, e.code, e.syscall); done(null); });
    server.listen(options, () => {
        const at = server.address();
        say(name, typeof at === 'string' ? 'path' : `${at.family} ${at.port - base === 0 ? 0 : options.port ? at.port - base : 'any'}`);
        done(server);
    });
});
const bind = (name, type, port, options = {}) => new Promise((done) => {
    const socket = dgram.createSocket({ type, ...options });
    socket.on('error', (e) => { say(name, e.code); done(); });
    socket.on('message', (m, from) => socket.send(`${m}!`, from.port, from.address));
    socket.bind(port, () => { say(name, port ? socket.address().port - base : 'any'); done(socket); });
});

const one = await listen('any one', { port: 0 });
const two = await listen('any two', { port: 0 });
say('differ', one.address().port !== two.address().port);
await listen('v4', { port: base + 1, host: '127.0.0.1' });
await listen('v6', { port: base + 2, host: '::1' });
await listen('v6 only', { port: base + 3, host: '::', ipv6Only: true });
await listen('twice', { port: base + 4 });
await listen('twice again', { port: base + 4 });
await listen('no such address', { port: base + 5, host: '203.0.113.9' });
await listen('in use', { port: Number(process.env.IN_USE) });
await listen('backlog', { port: base + 6, backlog: 3 });
const closed = await listen('to be closed', { port: base + 8 });
await new Promise((done) => closed.close(done));
await listen('opened again', { port: base + 8 });
await listen('bad fd', { fd: 77 });
await listen('path', { path: `${process.cwd()}/shapes.sock`, readableAll: true, writableAll: true });
await listen('long path', { path: `${process.cwd()}/${'d'.repeat(90)}/shapes.sock` });
await bind('udp', 'udp4', base + 9);
await bind('udp any', 'udp4', undefined);
await bind('udp text', 'udp4', String(base + 10));
await bind('udp6', 'udp6', base + 11, { ipv6Only: true, reuseAddr: true });
const tls = https.createServer({}, () => {});
await new Promise((done) => tls.listen(base + 12, done));
say('tls', tls.address().port - base);
// Opened by the worker alone: whoever comes second finds it in use. Told apart, because the workers differ.
const alone = (name, begin) => new Promise((done) => begin().on('error', (e) => done(console.log(`alone ${name} ${e.code}`)))
    .on('listening', () => done(console.log(`alone ${name} listens`))));
await alone('tcp', () => net.createServer().listen({ port: base + 13, exclusive: true }));
await alone('udp', () => dgram.createSocket('udp4').bind({ port: base + 14, exclusive: true }));
say('module', import.meta.url.endsWith('shapes.mjs'), cluster.isWorker);
say('done');
JS
cat >expected <<'OUT'
any one IPv6 any
any two IPv6 any
differ true
v4 IPv4 1
v6 IPv6 2
v6 only IPv6 3
twice IPv6 4
twice again EADDRINUSE bind
no such address EADDRNOTAVAIL bind
in use EADDRINUSE bind
backlog IPv6 6
to be closed IPv6 8
opened again IPv6 8
bad fd EINVAL bind
path path
long path path
udp 9
udp any any
udp text 10
udp6 11
tls 12
module true true
done
OUT
mkdir "$(printf '%90s' '' | tr ' ' d)"
# Somebody else's port.
node -e 'require("net").createServer().listen(0, "::", function () { console.log(this.address().port); })' >in_use &
OTHER=$!
trap 'kill $OTHER; cleanup' EXIT
wait_for 10 test -s in_use
echo "console.log('common', require('cluster').isWorker); import('./shapes.mjs');" >common.cjs

for case in 'shapes.mjs round_robin' 'shapes.mjs shared' 'common.cjs round_robin'; do
    set -- $case
    rm -rf home/logs
    config <<YAML
apps:
  - { name: shapes, script: $1, interpreter: node, instances: 2, exec_mode: cluster, cluster_policy: $2, merge_logs: true, env: { PORT: "$PORT", IN_USE: "$(cat in_use)" } }
YAML
    start_ecort
    for worker in 0 1; do
        wait_for 20 has_line "^$worker: done" home/logs/shapes-out.log
        sed -n "s/^$worker: //p" home/logs/shapes-out.log >got
        sed "s/module true/module true/" expected | cmp -s - got || fail "$case, worker $worker: $(diff expected got)"
    done
    equal "$case, alone" "$(grep ^alone home/logs/shapes-out.log | sort | tr '\n' ';')" \
        'alone tcp EADDRINUSE;alone tcp listens;alone udp EADDRINUSE;alone udp listens;'
    equal 'mode of the path' "$(stat -c %a shapes.sock)" 777
    node -e '
        const socket = require("dgram").createSocket("udp4");
        socket.on("message", (m) => { console.log(String(m)); socket.close(); });
        socket.send("hello", Number(process.argv[1]));' $((PORT + 9)) >udp
    equal "udp, $case" "$(cat udp)" 'hello!'
    node -e 'require("net").connect(process.argv[1]).on("data", (d) => console.log(String(d)))' "$PWD/shapes.sock" >unix
    equal "unix, $case" "$(cat unix)" path
    stop_ecort
    [ ! -e shapes.sock ] || fail "$case: the file of the socket is left"
done
