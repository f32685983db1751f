#!/bin/sh
# Cluster mode of programs that are handed their sockets (`listen`): the descriptor that a worker names is its primary's, the
# i-th of the option is 3 + i. Streams in turn or shared, datagrams; what is none of them is refused as by Node.
. "$SRC/tests/e2e/lib/ecort.sh"
. "$SRC/tests/e2e/lib/cluster.sh"

PORT=$(free_port)
cat >server.js <<'JS'
const http = require('http');
const dgram = require('dgram');
const who = `${process.env.V}.w${process.env.NODE_APP_INSTANCE}`;
const say = (...words) => console.log(`${who}:`, ...words);
const wrong = (name, fd) => new Promise((done) =>
    http.createServer().on('error', (e) => done(say(name, e.code, e.syscall))).on('listening', () => done(say(name, 'listens'))).listen({ fd }));
(async () => {
    await wrong('beyond', 6);
    await wrong('not open', 77);
    await wrong('input', 0);
    await wrong('datagrams', 5);
    await new Promise((done) => dgram.createSocket('udp4').on('error', (e) => done(say('stream', e.code))).bind({ fd: 3 }));
    const udp = dgram.createSocket('udp4').on('message', (m, from) => udp.send(`${m} ${who}`, from.port, from.address));
    await new Promise((done) => udp.bind({ fd: 5 }, done));
    await new Promise((done) => http.createServer((q, s) => s.end(`${who} path`)).listen({ fd: 4 }, done));
    const server = http.createServer((q, s) => setTimeout(() => s.end(who), 1));
    await new Promise((done) => server.listen({ fd: 3 }, done));
    say('port', server.address().port === Number(process.env.FIRST));
    say('done');
})();
JS
cat >expected <<'OUT'
beyond EINVAL bind
not open EINVAL bind
input EINVAL bind
datagrams EINVAL bind
stream EINVAL
port true
done
OUT
# write_config POLICY V ADDRESS...
write_config() {
    policy=$1 v=$2
    shift 2
    config <<YAML
apps:
  - { name: web, script: server.js, instances: 2, exec_mode: cluster, cluster_policy: $policy, listen: [$(printf '"%s", ' "$@" | sed 's/, $//')], merge_logs: true, min_uptime: 100, listen_timeout: 60s, kill_timeout: 60s, env: { V: $v, FIRST: "${1##*:}" } }
YAML
}
ask_udp() {
    node -e '
        const socket = require("dgram").createSocket("udp4");
        socket.on("message", (m) => { console.log(String(m)); socket.close(); });
        socket.send("hello", Number(process.argv[1]), "127.0.0.1");' $((PORT + 2))
}
A=127.0.0.1:$PORT B=127.0.0.1:$((PORT + 1)) U=udp:127.0.0.1:$((PORT + 2)) P=unix:$PWD/web.sock
for policy in round_robin shared; do
    rm -rf home
    write_config $policy a $A "$P" $U
    start_ecort
    wait_for 20 has_field web status 'online
online'
    for worker in 0 1; do
        wait_for 20 has_line "^a.w$worker: done" home/logs/web-out.log
        sed -n "s/^a.w$worker: //p" home/logs/web-out.log | cmp -s - expected ||
            fail "$policy, worker $worker: $(sed -n "s/^a.w$worker: //p" home/logs/web-out.log | diff - expected)"
    done
    contains run.err "web 0: its program asks to listen on descriptor 6, which is none of its \`listen\` option: EINVAL"
    [ $policy = shared ] || equal turn "$(answers 8 | sort | uniq -c | tr -s ' \n' ' ')" ' 4 a.w0 4 a.w1 '
    equal path "$(answers 2 "$PWD/web.sock" | sed 's/[01]$//' | sort -u)" a.w
    case $(ask_udp) in 'hello a.w'[01]) ;; *) fail "no answer to a datagram" ;; esac
    # The supervisor does not wait where nobody comes, and its death does not show.
    load_start close 8 1
    kill_supervisor
    load_for 200
    ecort reload web >out 2>&1 || fail "reload: $(cat out)"
    load_stop
    equal "failed, $policy" "$(load_said failed)" 0
    # Another address in the first place: what is descriptor 3 now is another socket.
    write_config $policy b $B "$P" $U $A
    sed -i "s/'beyond', 6/'beyond', 7/" server.js
    ecort apply plan.bin >out 2>&1 || fail "apply: $(cat out)"
    sed -i "s/'beyond', 7/'beyond', 6/" server.js
    equal 'the new first' "$(answers 4 $((PORT + 1)) | sed 's/[01]$//' | sort -u)" b.w
    equal path "$(answers 2 "$PWD/web.sock" | sed 's/[01]$//' | sort -u)" b.w
    stop_ecort
done
