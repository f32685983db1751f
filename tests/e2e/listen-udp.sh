#!/bin/sh
# Datagrams for services that are handed their socket: what was queued is not lost when the processes go, be it by a reload, a
# scaling, a crash of all of them or the death of the supervisor. In fork mode, and in cluster mode.
. "$SRC/tests/e2e/lib/ecort.sh"
. "$SRC/tests/e2e/lib/cluster.sh"

PORT=$(free_port)
cat >server.js <<'JS'
const fs = require('fs');
const out = fs.openSync(`got.${process.env.NAME}`, 'a');
const socket = require('dgram').createSocket('udp4');
socket.on('message', (m, from) => {
    fs.writeSync(out, `${m} ${process.pid}\n`);
    socket.send(m, from.port, from.address);
});
socket.bind({ fd: 3 }, () => process.send('ready'));
process.on('SIGINT', () => process.exit(0));
JS
# Numbered datagrams, and never more on their way than fit into the queue of a socket: client.js PORT N, or until SIGTERM.
cat >client.js <<'JS'
const [port, most] = process.argv.slice(2).map(Number);
const socket = require('dgram').createSocket('udp4');
let sent = 0, ends = false;
const end = () => process.stdout.write(`${sent}\n`, () => process.exit(0));
process.on('SIGTERM', () => (ends = true));
const answered = new Set();
socket.on('message', (m) => {
    if (answered.has(Number(m))) return;
    answered.add(Number(m));
    require('fs').appendFileSync('answered', '.');
});
setInterval(() => {
    if (ends || sent === most) return most || answered.size === sent ? end() : undefined;
    if (sent - answered.size < 100) socket.send(String(sent++), port, '127.0.0.1');
}, 1);
JS
config <<YAML
apps:
  - { name: own, script: server.js, instances: 2, exec_mode: fork, listen: "udp:127.0.0.1:$PORT", wait_ready: true, listen_timeout: 60s, kill_timeout: 60s, min_uptime: 100, restart_delay: 300, env: { NAME: own } }
  - { name: web, script: server.js, instances: 2, exec_mode: cluster, listen: "udp:127.0.0.1:$((PORT + 1))", wait_ready: true, listen_timeout: 60s, kill_timeout: 60s, min_uptime: 100, restart_delay: 300, env: { NAME: web } }
YAML
is_up() { [ "$(field "$1" status | sort -u)" = online ]; }
answered() { [ "$(stat -c %s answered 2>/dev/null || echo 0)" -ge "$1" ]; }
more() { wait_for 30 answered $(($(stat -c %s answered) + $1)); }
# all_came APP N: each of the numbers below, once.
all_came() {
    sed 's/ .*//' "got.$1" | sort -n | uniq >numbers
    seq 0 $(($2 - 1)) | cmp -s - numbers || fail "$1: of $2 came $(wc -l <numbers)"
    equal "$1: twice" "$(wc -l <"got.$1")" "$2"
}
start_ecort
for app in own web; do
    wait_for 20 is_up $app
    port=$([ $app = own ] && echo $PORT || echo $((PORT + 1)))
    rm -f answered
    node client.js "$port" >sent &
    CLIENT=$!
    wait_for 10 answered 20
    for i in 1 2; do
        ecort reload $app >out 2>&1 || fail "reload $app: $(cat out)"
        more 100
    done
    ecort scale $app 1 >out 2>&1 || fail "scale: $(cat out)"
    more 100
    kill_supervisor
    more 100
    kill -TERM $CLIENT
    wait $CLIENT
    all_came $app "$(cat sent)"

    # Nobody is there: they wait.
    rm "got.$app"
    kill -9 "$(field $app pid)"
    node client.js "$port" 100 >sent
    equal "sent to nobody" "$(cat sent)" 100
    wait_for 20 is_up $app
    has_all() { [ "$(wc -l <"got.$app")" = 100 ]; }
    wait_for 10 has_all
    all_came $app 100
done
stop_ecort
