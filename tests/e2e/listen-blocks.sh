# A listening socket is one for all who have it, and so is whether accept waits: while a process polls it, another start leaves it
# as it is (the first would hang in accept); who is alone finds it as it was opened.
. "$SRC/tests/e2e/lib/ecort.sh"
. "$SRC/tests/e2e/lib/cluster.sh"

PORT=$(free_port)
# Node makes the socket non-blocking when it listens: the first at once, the next ones when they are told.
cat >server.js <<'J'
const fs = require('fs');
const serve = () => require('http').createServer((q, s) => s.end(`${process.env.NODE_APP_INSTANCE} `)).listen({ fd: 3 });
const wait = () => (fs.existsSync('go') ? serve() : setTimeout(wait, 5));
fs.writeFileSync(`up.${process.pid}`, '');
wait();
J
config <<C
apps:
  - { name: web, script: server.js, listen: $PORT, exec_mode: fork, min_uptime: 0, kill_timeout: 60000 }
C
# Of the open file, not of the descriptor: 04000 is O_NONBLOCK.
blocks() { _flags=$(sed -n 's/^flags:[[:space:]]*//p' "/proc/$1/fdinfo/3"); [ $((_flags & 04000)) = 0 ]; }
polls() { ! blocks "$1"; }
touch go
start_ecort
equal "answer" "$(answers 1)" 0
first=$(field web pid)
wait_for 20 polls "$first"

# A second one that takes its time.
rm go
exits 0 ecort scale web 2
second=$(field web pid | tail -n 1)
wait_for 20 test -e "up.$second"
polls "$first" || fail "the socket was made blocking under pid $first"
equal "answers meanwhile" "$(answers 5 | sort -u)" 0
touch go
exits 0 ecort scale web 1
equal "answers" "$(answers 5 | sort -u)" 0

# The only one, started again.
rm go
exits 0 ecort restart web
wait_for 20 test -e "up.$(field web pid)"
blocks "$(field web pid)" || fail "it finds what its predecessor has left"
touch go
equal "answer" "$(answers 1)" 0

# Nor does a supervisor that takes over change it.
kill_supervisor
wait_for 20 polls "$(field web pid)"
equal "answer" "$(answers 1)" 0
stop_ecort
