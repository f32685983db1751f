# The supervisor is killed while an apply or a reload is under way, at each of its steps: what ran serves on or its
# successor does, nothing runs twice, the list tells what there is, and the same request, asked again, succeeds.
. "$SRC/tests/e2e/lib/ecort.sh"
. "$SRC/tests/e2e/lib/cluster.sh"

# slow.sh: says READY only when the file `go` is there, ends only when `end` is.
cat >slow.js <<'J'
const fs = require('fs');
const until = (name, then) => (fs.existsSync(name) ? then() : setTimeout(until, 5, name, then));
setInterval(() => {}, 1000);
process.on('SIGINT', () => until('end', () => process.exit(0)));
until('go', () => process.send && process.send('ready'));
J
program plain.sh <<'P'
trap 'while [ ! -e end ]; do sleep 0.01; done; exit 0' INT
while :; do sleep 0.02; done
P
PORT=$(free_port)
write() { # write VERSION
    config <<C
apps:
  - { name: roll, script: slow.js, listen: $PORT, instances: 2, exec_mode: fork, wait_ready: true, listen_timeout: 600s, kill_timeout: 600s, min_uptime: 50, env: { V: "$1" } }
  - { name: swap, script: ./plain.sh, instances: 2, exec_mode: fork, min_uptime: 150, kill_timeout: 600s, env: { V: "$1" } }
  - { name: last, script: ./plain.sh, min_uptime: 50, kill_timeout: 600s, depends_on: swap, env: { V: "$1" } }
C
}
# Main processes of the two programs.
mains() { pgrep -f "$PWD/slow.js|sh .*plain.sh" | wc -l; }
has_mains() { [ "$(mains)" = "$1" ]; }
versions() { for _pid in $(field "$1" pid); do tr '\0' '\n' <"/proc/$_pid/environ" | sed -n 's/^V=//p'; done | tr '\n' ' '; }
has_twin() { ecort list --json | grep -q "\"twin\": \"${1:-}"; }
has_no_twin() { ! has_twin; }
statuses() { field all status | sort | uniq -c | tr -s ' ' | tr '\n' ';'; }
is_calm() { [ "$(statuses)" = " 5 online;" ]; }
# Whatever was under way: it comes to rest by itself, whole.
settles() {
    touch go end
    wait_for 20 is_calm
    wait_for 20 has_mains 5
    equal "$1: pids" "$(field all pid | sort -u | wc -l)" 5
    wait_for 10 has_no_twin
}
# The same again: it succeeds, and all is of that version.
again() {
    touch go end
    exits 0 ecort "$@"
    settles "$*, again"
    [ "$1" != apply ] || equal "versions" "$(versions roll)$(versions swap)$(versions last)" "$version $version $version $version $version "
}
begins() { # begins COMMAND...: in the background
    ecort "$@" >asked.out 2>asked.err &
    ASKED=$!
}
dies() { # the client first: it would ask again
    kill -KILL "$ASKED"
    wait "$ASKED" || :
    kill_supervisor
}
touch go end
version=1
write 1
start_ecort
wait_for 20 is_calm

# A twin is coming up: it goes, the old ones serve on.
next() { version=$((version + 1)); write $version; }
next
rm -f go end
roll=$(field roll pid | tr '\n' ' ')
begins apply plan.bin
wait_for 10 has_twin new
dies
contains run.err "was being replaced; the old process serves on"
touch end # the old process of swap is to stop, and so is the twin
wait_for 20 is_calm
wait_for 20 has_mains 5
equal "roll" "$(field roll pid | tr '\n' ' ')" "$roll"
settles "twin coming"
again apply plan.bin

# The twin has the place, the old process ends slowly.
next
rm -f end
begins apply plan.bin
wait_for 10 has_twin old
dies
equal "roll" "$(field roll status | tr '\n' ' ')" "online online "
settles "old draining"
again apply plan.bin

# Old ones of what cannot overlap are stopping.
next
rm -f end
begins apply plan.bin
wait_for 10 sh -c 'ecort show swap --json | grep -q "\"status\": \"stopping\""'
dies
settles "old stopping"
again apply plan.bin

# Reloads, and both at once, killed twice.
rm -f go end
begins reload roll
wait_for 10 has_twin new
dies
kill_supervisor
settles "reload"
again reload roll
next
rm -f go
begins apply plan.bin
wait_for 10 has_twin new
dies
kill_supervisor
settles "killed twice"
again apply plan.bin

# Anywhere: after so many looks at it. Ten deaths in a row would be too many for one keeper.
stop_ecort || fail "exit status $?"
start_ecort
wait_for 20 is_calm
for looks in 0 2 5 9 14; do
    next
    begins apply plan.bin
    i=0
    while [ $i -lt $looks ]; do ecort ping >/dev/null; i=$((i + 1)); done
    dies
    settles "after $looks looks"
    again apply plan.bin
done
lacks run.err "times in a row"
stop_ecort || fail "exit status $?"
equal "left" "$(mains)" 0
