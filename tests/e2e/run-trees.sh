# Nothing of a stopped app survives, and stopping takes no longer than it must.
. "$SRC/tests/e2e/lib/ecort.sh"

program daemons.sh <<'P'
sleep 1001 & echo $! >>pids
(sh -c 'echo $$ >>pids; exec sleep 1002' &)
setsid sh -c 'echo $$ >>pids; exec sleep 1003' &
setsid sh -c '(sh -c "echo \$\$ >>pids; exec sleep 1004" &)'
wait
P
program stubborn.sh <<'P'
trap '' TERM INT
echo $$ >>stubborn.pids
sh -c 'trap "" TERM INT; echo $$ >>stubborn.pids; while :; do sleep 1000; done' &
while :; do sleep 1000; done
P
program polite.sh <<'P'
trap 'echo bye; exit 0' TERM
echo ready
while :; do sleep 0.05; done
P
program orphaner.sh <<'P'
sleep 1005 & echo $! >orphan.pid
kill -KILL $$
P
program keeper.sh <<'P'
setsid sleep 1006 & echo $! >kept.pid
exec sleep 1007
P
config <<'C'
apps:
  - { name: daemons, script: ./daemons.sh }
  - { name: stubborn-1, script: ./stubborn.sh, kill_timeout: 3000 }
  - { name: stubborn-2, script: ./stubborn.sh, kill_timeout: 3000, kill_signal: SIGTERM }
  - { name: stubborn-3, script: ./stubborn.sh, kill_timeout: 3000 }
  - { name: polite, script: ./polite.sh, kill_signal: SIGTERM, kill_timeout: 60s }
  - { name: frozen, script: sleep, args: "1008", kill_timeout: 200 }
  - { name: orphaner, script: ./orphaner.sh, autorestart: false }
  - { name: keeper, script: ./keeper.sh, treekill: false }
C
start_ecort
four() { [ "$(wc -l <pids)" = 4 ]; }
six() { [ "$(wc -l <stubborn.pids)" = 6 ]; }
wait_for 10 four
wait_for 10 six
wait_for 10 has_line ready home/logs/polite-out.log
wait_for 10 has_field orphaner status stopped
wait_for 10 test -s kept.pid
is_gone "$(cat orphan.pid)" || fail "the leftover of orphaner is alive"

exits 0 ecort stop daemons
for pid in $(cat pids); do is_gone "$pid" || fail "$pid of daemons survived: $(cat "/proc/$pid/cmdline")"; done

kill -STOP "$(field frozen pid)"
frozen=$(field frozen pid)
exits 0 ecort stop frozen
is_gone "$frozen" || fail "the stopped process survived"

exits 0 ecort stop keeper
is_alive "$(cat kept.pid)" || fail "treekill: false killed more than the main process"
kill -KILL "$(cat kept.pid)"

# Three that ignore the signal, each with three seconds to live: together, not one after the other.
begin=$(date +%s%N)
exits 0 ecort stop stubborn-1 stubborn-2 stubborn-3 polite
took=$((($(date +%s%N) - begin) / 1000000))
[ $took -ge 2990 ] || fail "killed before kill_timeout: $took ms"
[ $took -lt 8900 ] || fail "stopping took $took ms"
for pid in $(cat stubborn.pids); do is_gone "$pid" || fail "$pid of stubborn survived"; done
contains home/logs/polite-out.log bye
contains run.out "stubborn-2 2 did not stop in 3000 ms, killing it"
equal "last exit of polite" "$(field polite code)" 0
stop_ecort || fail "exit status $?"
