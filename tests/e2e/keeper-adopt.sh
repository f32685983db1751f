# Supervisor and keeper are both killed, and the plan is another one when the next supervisor comes: what is alive is
# adopted as what it is, then brought to the plan by the rules of apply; nothing runs twice, nothing runs on alone.
. "$SRC/tests/e2e/lib/ecort.sh"
. "$SRC/tests/e2e/lib/cluster.sh"

program calm.sh <<'P'
exec sleep 1000
P
program stubborn.sh <<'P'
trap '' TERM INT
: >"stubborn.$$"
while :; do sleep 0.05; done
P
program bad.sh <<'P'
exit 3
P
ln -s "$(command -v sleep)" nap # so that they can be counted
program nap.sh <<P
exec $PWD/nap 1000
P
naps() { pgrep -c -f "^$PWD/nap 1000" || :; }
has_naps() { [ "$(naps)" = "$1" ]; }
write() { # write ENV KILL_TIMEOUT WEB_SCRIPT MORE
    uptime=1000
    [ "$3" = ./nap.sh ] || uptime=60000 # it is to fail, at its own pace
    config <<C
apps:
  - { name: same, script: ./nap.sh, min_uptime: 50 }
  - { name: live, script: ./nap.sh, min_uptime: 50, kill_timeout: $2 }
  - { name: changed, script: ./nap.sh, min_uptime: 50, env: { V: "$1" } }
  - { name: scaled, script: ./nap.sh, min_uptime: 50, instances: 2, exec_mode: fork }
  - { name: both, script: ./nap.sh, min_uptime: 50, instances: 2, exec_mode: fork, env: { V: "$1" } }
  - { name: web, script: $3, min_uptime: $uptime, listen: "127.0.0.1:$port", env: { V: "$1" } }
  ${4-}
C
}
env_of() { tr '\0' '\n' <"/proc/$1/environ" | grep '^V='; }
again() { # run in the same home
    ecort run "$@" >run.out 2>run.err &
    ECORT_PID=$!
    wait_for 10 ecort ping
}
# Nothing is under way any more: another apply might begin.
is_settled() { ecort apply --dry-run plan.bin; }

port=$(free_port)
write 1 1000 ./nap.sh '- { name: left, script: ./nap.sh, min_uptime: 50 }
  - { name: deaf, script: ./stubborn.sh, min_uptime: 50, kill_timeout: 300 }'
start_ecort
exits 0 ecort scale scaled 4
exits 0 ecort scale both 3
wait_for 10 has_field web status online
wait_for 10 sh -c 'ls stubborn.* >/dev/null'
same=$(field same pid) live=$(field live pid) changed=$(field changed pid) web=$(field web pid)
left=$(field left pid) deaf=$(field deaf pid)
scaled=$(field scaled pid | tr '\n' ' ') ids=$(field scaled id | tr '\n' ' ')
all=$(field both pid)
wait_for 10 has_naps 12
kill_both
write 2 2000 ./nap.sh
again plan.bin
wait_for 10 is_settled
equal "same" "$(field same pid)" "$same"
equal "live" "$(field live pid)" "$live"
equal "scaled" "$(field scaled pid | tr '\n' ' ')" "$scaled"
equal "ids of scaled" "$(field scaled id | tr '\n' ' ')" "$ids"
contains run.out "changed: another version runs: restart"
contains run.out "web: another version runs: reload"
contains run.out "left 8 has left the plan: stopping it, pid $left"
contains run.out "deaf 9 has left the plan: stopping it, pid $deaf"
wait_for 10 is_gone "$changed"
wait_for 10 is_gone "$web"
wait_for 10 is_gone "$left"
wait_for 10 is_gone "$deaf"
wait_for 10 has_line "deaf 9 did not stop in 300 ms, killing it" run.out
for pid in $all; do is_gone "$pid" || fail "an old one of both is alive"; done
equal "changed runs with" "$(env_of "$(field changed pid)")" V=2
equal "web runs with" "$(env_of "$(field web pid)")" V=2
equal "both" "$(field both status | tr '\n' ' ')" "online online "
wait_for 10 has_naps 10
# All is as if it had always been there: the next supervisor, and the next two.
before=$(field all pid | tr '\n' ' ')
kill_supervisor
equal "pids" "$(field all pid | tr '\n' ' ')" "$before"
kill_both
again plan.bin
wait_for 10 is_settled
equal "pids" "$(field all pid | tr '\n' ' ')" "$before"
equal "naps" "$(naps)" 10
lacks run.out "another version"

# Reloading to what does not come up: the old one serves on, and is still known to be the old one.
web=$(field web pid)
kill_both
write 2 2000 ./bad.sh
again plan.bin
wait_for 10 has_line "web: the new process does not come up: it ended with code 3" run.err
equal "web" "$(field web pid)" "$web"
kill_supervisor
equal "web" "$(field web pid)" "$web"
write 2 2000 ./nap.sh
exits 0 ecort apply plan.bin
is_alive "$web" || fail "web was replaced, but it is of this version"
exits 0 ecort scale scaled 4 # the apply has made them two
scaled=$(field scaled pid | tr '\n' ' ')

# Without a plan they wait, also over another double kill; then an apply does what it would have done.
kill_both
again
contains run.out "same of an earlier supervisor is alive, pid $same"
equal "list" "$(ecort jlist)" "[]"
kill_supervisor
kill_both
again
equal "naps" "$(naps)" 10
write 3 2000 ./nap.sh
exits 1 ecort apply --only nobody plan.bin
exits 0 ecort apply --dry-run plan.bin
equal "naps" "$(naps)" 10
exits 0 ecort apply plan.bin
contains out "restart       changed  another version runs"
equal "same" "$(field same pid)" "$same"
equal "changed runs with" "$(env_of "$(field changed pid)")" V=3
equal "scaled, by apply" "$(field scaled pid | tr '\n' ' ')" "$(echo "$scaled" | cut -d' ' -f1,2) "
wait_for 10 has_naps 8
exits 0 ecort apply plan.bin
contains out "unchanged"

# A process that has ended is of no version any more: what rests is of its app.
kill_both
again
write 4 2000 ./nap.sh
exits 0 ecort apply --only same plan.bin
exits 0 ecort apply --dry-run plan.bin
contains out "restart       changed  another version runs"
exits 0 ecort stop changed
exits 0 ecort apply --dry-run plan.bin
contains out "start         changed"
! grep -q "changed .*another version runs" out || fail "$(cat out)"
exits 0 ecort apply plan.bin
equal "changed runs with" "$(env_of "$(field changed pid)")" V=4

# --keep: what has left the plan is left; it ends with the supervisor. Twice the signal ends what ignores the first.
write 3 2000 ./nap.sh '- { name: left, script: ./nap.sh, min_uptime: 50 }
  - { name: deaf, script: ./stubborn.sh, min_uptime: 50, kill_timeout: 600000 }'
exits 0 ecort apply plan.bin
wait_for 10 has_field deaf status online
deaf=$(field deaf pid)
wait_for 10 test -e "stubborn.$deaf"
ecort restart deaf >/dev/null 2>&1 & # it ignores the signal: the restart is under way when all is over
left=$(field left pid)
kill_both
wait $! 2>/dev/null || :
write 3 2000 ./nap.sh
again
exits 0 ecort apply --keep plan.bin
is_alive "$left" || fail "left is gone although it was to be kept"
kill -TERM "$ECORT_PID"
wait_for 10 is_gone "$left"
is_alive "$deaf" || fail "deaf is gone before its timeout"
kill -TERM "$ECORT_PID"
wait "$ECORT_PID" || fail "exit status $?"
ECORT_PID=
is_gone "$deaf" || fail "deaf is alive"
equal "naps" "$(naps)" 0
[ ! -e home/state ] || fail "the state file is still there"

# The saved list takes what there is of its plans, whatever it says of their number and state.
write 4 2000 ./nap.sh
start_ecort
exits 0 ecort stop same
exits 0 ecort save
exits 0 ecort start same
exits 0 ecort scale scaled 3
before=$(field all pid | sort -n | tr '\n' ' ')
kill_both
again --resurrect
wait_for 10 has_field web status online
equal "pids" "$(field all pid | sort -n | tr '\n' ' ')" "$before"
equal "naps" "$(naps)" 9
stop_ecort || fail "exit status $?"
equal "naps" "$(naps)" 0
