#!/bin/sh
# A cluster app whose port moves into `listen` and out of it again, under load: the socket is the same all the time, so that
# nothing is refused, whether the program names the port or the descriptor. On the way back of an apply that fails, too.
. "$SRC/tests/e2e/lib/ecort.sh"
. "$SRC/tests/e2e/lib/cluster.sh"

PORT=$(free_port)
cat >server.js <<'JS'
const http = require('http');
const { V, HOW, PORT, WEB, EXTRA } = process.env;
const place = HOW === 'fd' ? { fd: 3 } : HOW === 'any4' ? { port: PORT, host: '0.0.0.0' } : HOW === 'alone' ? { port: PORT, exclusive: true } : { port: PORT };
const path = HOW === 'fd' ? { fd: 4 } : { path: WEB };
const answer = (q, s) => setTimeout(() => s.end(`${V}.${HOW}`), 1);
if (V === 'bad') process.exit(3);
http.createServer(answer).listen(path, () => http.createServer(answer).listen(place, () => process.send('ready')));
JS
# write V HOW LISTEN...
write() {
    v=$1 how=$2
    shift 2
    config <<YAML
apps:
  - { name: web, script: server.js, instances: $N, exec_mode: cluster, cluster_policy: $POLICY, wait_ready: true, listen_timeout: 20000, min_uptime: 200, kill_timeout: 8000, listen: [$(printf '"%s", ' "$@" | sed 's/"", //; s/, $//')], env: { V: $v, HOW: $how, PORT: "$PORT", WEB: "$PWD/web.sock" } }
YAML
}
is_all() { [ "$(answers 4 "$2" | sort -u)" = "$1" ]; }
now() { # now VERSION: both places are of that one only
    wait_for 10 is_all "$1" "$PORT"
    wait_for 10 is_all "$1" "$PWD/web.sock"
}
inode() { stat -c %i web.sock; }
apply() { # apply NAME VERSION WANT
    ecort apply plan.bin >out 2>err || fail "$POLICY, $1: $(cat out err)"
    contains out "$3"
    now "$2"
    equal "the socket in the file system, $1" "$(inode)" "$INODE"
}
LISTEN="$PORT unix:$PWD/web.sock"
for round in 'round_robin 2' 'shared 1'; do
    POLICY=${round% *} N=${round#* }
    rm -rf home
    write a port ''
    start_ecort
    wait_for 20 is_confirmed web
    INODE=$(inode)
    load_start close 8 1
    write b port $LISTEN
    apply 'into it, unchanged' b.port '  reload        web  listen, env.V'
    load_for 100
    write c fd $LISTEN
    apply 'by descriptor' c.fd '  reload        web  env.V, env.HOW'
    kill_supervisor
    load_for 100
    write d port ''
    apply 'out of it' d.port '  reload        web  listen, env.V, env.HOW'
    kill_supervisor
    load_for 100
    if [ $N = 2 ]; then # the way there and back is the same with the other policy
        write e fd $LISTEN
        apply 'into it, by descriptor' e.fd '  reload        web  listen, env.V, env.HOW'
        write bad port ''
        exits 1 ecort apply plan.bin
        contains err 'the old one runs on'
        now e.fd
        write f port ''
        apply 'out of it once more' f.port '  reload        web  listen, env.V'
        write bad fd $LISTEN
        exits 1 ecort apply plan.bin
        contains err 'the old one runs on'
        now f.port
        equal "the socket in the file system, at last" "$(inode)" "$INODE"
    fi
    load_for 100
    load_stop
    equal "failed, $POLICY" "$(load_said failed)" 0
    # A stop closes it, whoever it was of.
    [ $N = 1 ] || { write g any4 $LISTEN; exits 0 ecort apply plan.bin; now g.any4; }
    exits 0 ecort stop web
    equal "stopped" "$(answers 1)" '!'
    [ ! -e web.sock ] || fail "web.sock is there"
    stop_ecort
done

# In fork mode from then on, which accepts as it likes to.
N=2 POLICY=round_robin
rm -rf home
write a port ''
start_ecort
wait_for 20 is_confirmed web
write b fd $LISTEN
sed -i 's/exec_mode: cluster/exec_mode: fork/' ecosystem.yaml
ecoc build ecosystem.yaml -o plan.bin >build.out 2>&1 || fail "$(cat build.out)"
exits 0 ecort apply plan.bin
now b.fd
write c port ''
exits 0 ecort apply plan.bin
now c.port

# What cannot be: another address of the port, one that workers have by themselves, that of another app's workers.
write d port "127.0.0.1:$PORT"
exits 1 ecort apply plan.bin
contains err "app web: listen 127.0.0.1:$PORT: Address already in use; if processes of it have opened that port past the supervisor"
now c.port
cat >>ecosystem.yaml <<YAML
  - { name: next, script: server.js, listen: $PORT, env: { V: n, HOW: fd } }
YAML
sed -i 's/, listen: \["[^]]*\]//' ecosystem.yaml
ecoc build ecosystem.yaml -o plan.bin >build.out 2>&1 || fail "$(cat build.out)"
exits 1 ecort apply plan.bin
contains err "app next: listen $PORT: workers of app web of $PWD/ecosystem.yaml have opened it; give it to next once they have let it go"
now c.port
stop_ecort
