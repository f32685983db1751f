#!/bin/sh
# Several instances in fork mode whose sockets go from the supervisor to themselves, and back: all of the old version have stopped
# before anything of the new one opens an address, on the way back too.
. "$SRC/tests/e2e/lib/ecort.sh"
. "$SRC/tests/e2e/lib/cluster.sh"

PORT=$(free_port)
cat >server.js <<'JS'
const number = Number(process.env.NODE_APP_INSTANCE);
const place = process.env.LISTEN_FDS ? { fd: 3 + number } : { port: Number(process.env.FIRST) + number, host: '127.0.0.1' };
const server = require('http').createServer((q, s) => s.end(`${process.env.V}.${process.env.LISTEN_FDS ? 'given' : 'own'}.${number}`));
// The last one of a bad version ends when the others have come up.
server.listen(place, () => {
    if (process.env.V === 'slow') {
        require('fs').writeFileSync(`slow.${number}`, '');
        const look = () => (require('fs').existsSync('go') ? process.send('ready') : setTimeout(look, 10));
        return look();
    }
    process.send('ready');
    if (process.env.V === 'bad' && number === process.env.COUNT - 1) setTimeout(() => process.exit(3), 50);
});
JS
write_config() {
    uptime=500
    [ "$2" != bad ] || uptime=60000 # it is to fail, at its own pace
    config <<YAML
apps:
  - { name: web, script: server.js, instances: ${3:-3}, exec_mode: fork, min_uptime: $uptime, wait_ready: true, listen_timeout: 60s, restart_delay: 100, env: { FIRST: "$PORT", V: $2, COUNT: "${3:-3}" }$1 }
YAML
}
OURS=", listen: ['127.0.0.1:$PORT', '127.0.0.1:$((PORT + 1))', '127.0.0.1:$((PORT + 2))']"
who() { for i in 0 1 2; do answers 1 $((PORT + i)); done | tr '\n' ' '; }
is_back() { [ "$(who)" = "$1" ]; }
write_config "$OURS" a
start_ecort
wait_for 10 is_back 'a.given.0 a.given.1 a.given.2 '
write_config '' b
exits 0 ecort apply plan.bin
contains out '  recreate      web  listen, env.V'
wait_for 10 is_back 'b.own.0 b.own.1 b.own.2 '
write_config "$OURS" c
exits 0 ecort apply plan.bin
contains out '  recreate      web  listen, env.V'
wait_for 10 is_back 'c.given.0 c.given.1 c.given.2 '
for i in 1 2; do
    [ $i = 1 ] && write_config '' bad || write_config "$OURS" bad
    exits 1 ecort apply plan.bin
    contains err 'the old one is back'
    [ $i = 1 ] && wait_for 10 is_back 'c.given.0 c.given.1 c.given.2 ' || wait_for 10 is_back 'd.own.0 d.own.1 d.own.2 '
    equal status "$(field web status | sort -u)" online
    write_config '' d
    exits 0 ecort apply plan.bin
done

# Fewer of them with it: what is to go has the addresses, too, so that it stops with the others. It leaves when they are up,
# and comes back where they do not come up.
write_config "$OURS" e
exits 0 ecort apply plan.bin
wait_for 10 is_back 'e.given.0 e.given.1 e.given.2 '
write_config '' bad 2
exits 1 ecort apply plan.bin
contains err 'the old one is back'
wait_for 10 is_back 'e.given.0 e.given.1 e.given.2 '
write_config '' f 2
exits 0 ecort apply plan.bin
contains out '  recreate      web  instances, listen, env.V'
wait_for 10 is_back 'f.own.0 f.own.1 ! '
equal instances "$(field web id | wc -l)" 2
stop_ecort

# Where nothing is shared it may serve on until the others are up; an outage is said.
write_config '' g
start_ecort
wait_for 10 is_back 'g.own.0 g.own.1 g.own.2 '
last=$(field web pid | tail -1)
write_config '' slow 2
ecort apply plan.bin >asked.out 2>asked.err &
ASKED=$!

wait_for 10 test -e slow.0
equal "the last one serves on" "$(answers 1 $((PORT + 2)))" g.own.2
is_alive "$last" || fail "it is gone"
touch go
wait $ASKED || fail "apply: $(cat asked.out asked.err)"
wait_for 10 is_back 'slow.own.0 slow.own.1 ! '
stop_ecort
