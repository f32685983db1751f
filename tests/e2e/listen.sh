# `listen`: who has which address, and what is refused before anything is touched.
. "$SRC/tests/e2e/lib/ecort.sh"
. "$SRC/tests/e2e/lib/cluster.sh"

A=$(free_port)
B=$(free_port)
cat >stranger.js <<'J'
require('http').createServer((q, r) => r.end('stranger ')).listen({ host: process.argv[3] ?? '::', port: process.argv[2] }, () =>
    require('fs').writeFileSync(`stranger.${process.argv[2]}`, ''));
J
stranger() {
    node stranger.js "$@" &
    STRANGER=$!
    wait_for 10 test -e "stranger.$1"
}
config <<C
apps:
  - { name: api, script: test_service, args: "serve api", listen: $A, min_uptime: 100, kill_timeout: 60000 }
  - { name: own, script: stranger.js, args: "$B", min_uptime: 100, kill_timeout: 60000 }
C
start_ecort
wait_for 10 test -e "stranger.$B"
pid=$(field api pid)

# A stranger has the new address: nothing changes.
C=$(free_port)
stranger "$C"
config <<C
apps:
  - { name: api, script: test_service, args: "serve new", listen: [$A, "127.0.0.1:$C"], min_uptime: 100, kill_timeout: 60000 }
  - { name: own, script: stranger.js, args: "$B", min_uptime: 100, kill_timeout: 60000, env: { X: 1 } }
C
own=$(field own pid)
exits 1 ecort apply plan.bin
contains err "app api: listen 127.0.0.1:$C: Address already in use"
equal "api" "$(field api pid)" "$pid"
equal "own" "$(field own pid)" "$own"
kill "$STRANGER"
wait "$STRANGER" || :
exits 0 ecort apply plan.bin
equal "the new one" "$(answers 1 "$C")" new
equal "the old one" "$(answers 1 "$A")" new

# One that opened its port itself is handed it from now on: it has to be stopped first, and is.
cat >given.js <<'J'
require('http').createServer((q, r) => r.end(`given ${process.env.LISTEN_PID == process.pid}`)).listen({ fd: 3 });
J
write_given() {
    config <<C
apps:
  - { name: api, script: test_service, args: "serve new", listen: [$A, "127.0.0.1:$C"], min_uptime: 100, kill_timeout: 60000 }
  - { name: own, script: given.js, listen: $B, min_uptime: 100, kill_timeout: 60000, $1 }
C
}
write_given "env: { X: 1 }"
exits 0 ecort apply plan.bin
contains out "  recreate      own  script, args, listen"
equal "given" "$(answers 1 "$B")" given
write_given "env: { X: 2 }"
exits 0 ecort apply plan.bin
contains out "  reload        own  env.X"

# Two apps want one address; so does an app of another configuration; an address that is none.
mkdir -p other
config <<C
apps:
  - { name: first, script: test_service, args: "serve first", listen: [$A, "[::1]:9"] }
  - { name: second, script: test_service, args: "serve second", listen: "[0:0::1]:9" }
C
exits 1 ecort apply plan.bin --root "$PWD/other"
contains err "apps first and second both listen on [::1]:9; a socket is shared by the instances of one app only"
config <<C
apps:
  - { name: first, script: test_service, args: "serve first", listen: $A }
C
exits 1 ecort apply plan.bin --root "$PWD/other"
contains err "app first: listen $A: it is the address of app api of $PWD/ecosystem.yaml"
cat >late.config.js <<'J'
module.exports = { apps: [{ name: 'late', script: 'test_service', args: 'serve late', listen: process.env.PLACE, min_uptime: 100, kill_timeout: 60000 }] };
J
D=$(free_port)
PLACE=$D exits 0 ecort apply late.config.js
equal "late" "$(answers 1 "$D")" late
PLACE=${D}x exits 1 ecort apply late.config.js
contains err "app late: listen \"${D}x\": the port is not a number from 1 to 65535"
equal "late" "$(answers 1 "$D")" late

# An address goes from one app to another within a configuration.
exits 0 ecort delete late
config <<C
apps:
  - { name: api, script: test_service, args: "serve new", listen: "127.0.0.1:$C", min_uptime: 100, kill_timeout: 60000 }
  - { name: own, script: given.js, listen: $B, min_uptime: 100, kill_timeout: 60000, env: { X: 2 } }
  - { name: next, script: test_service, args: "serve next", listen: $A, min_uptime: 100, kill_timeout: 60000 }
C
exits 0 ecort apply plan.bin
equal "next" "$(answers 9 "$A" | sort -u)" next
equal "api" "$(answers 9 "$C" | sort -u)" new

# Only while nobody of it runs another may have it; then its start says so.
exits 0 ecort stop next
stranger "$A"
exits 1 ecort start next
contains err "next 3 is errored: listen $A: Address already in use"
kill "$STRANGER"
wait "$STRANGER" || :
exits 0 ecort start next
equal "next" "$(answers 1 "$A")" next

# The supervisor dies: no moment in which the port refuses. Both die: the address is got back.
PORT=$A
load_start close 8
kill_supervisor
load_for 100
exits 0 ecort reload next
load_for 100
load_stop
equal "failed" "$(load_said failed)" 0
pid=$(field next pid)
kill_both
start_ecort
equal "next lives" "$(field next pid)" "$pid"
equal "next" "$(answers 1 "$A")" next

# An apply, too, gets the address out of who lives; also for an instance that comes before it.
config <<C
apps:
  - { name: plain, script: test_service, args: pause, exec_mode: fork }
C
cp plan.bin plain.bin
config <<C
apps:
  - { name: next, script: test_service, args: "serve next", listen: $A, min_uptime: 100, kill_timeout: 60000, instances: 2, exec_mode: fork }
C
exits 0 ecort apply plan.bin
pids=$(field next pid)
kill_both
kill -KILL "${pids%%[!0-9]*}"
wait_for 10 is_gone "${pids%%[!0-9]*}"
mkdir -p other
cp plan.bin next.bin
cp plain.bin plan.bin
start_ecort --root "$PWD/other"
cp next.bin plan.bin
exits 0 ecort apply plan.bin
equal "status" "$(field next status | tr '\n' ' ')" "online online "
equal "one lives" "$(field next pid | grep -c -x "$(echo "$pids" | tail -1)")" 1
equal "both serve" "$(answers 2 "$A" | sort -u)" next
exits 0 ecort delete plain

# Fork apps without: an outage, one after the other, and told.
config <<C
apps:
  - { name: plain, script: test_service, args: pause, instances: 2, exec_mode: fork, min_uptime: 100, kill_timeout: 60000 }
C
exits 0 ecort apply plan.bin --root "$PWD/other"
exits 0 ecort reload plain
contains out "  restart       plain"
contains out "plain is restarted, not rolled"
stop_ecort
