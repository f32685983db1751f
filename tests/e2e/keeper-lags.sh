# A keeper that cannot be heard for a while: services come and go meanwhile, many times more than the queue between the
# two takes. When it listens again it holds what there is and nothing else; what it holds is whole: a supervisor that is
# killed then loses nothing.
. "$SRC/tests/e2e/lib/ecort.sh"

config <<'C'
apps:
  - { name: calm, script: sleep, args: "1000", min_uptime: 0 }
  - { name: web, script: sleep, args: "1000", min_uptime: 0 }
  - { name: other, script: sleep, args: "1000", min_uptime: 0 }
C
start_ecort
wait_for 10 has_field other status online
# What the keeper holds of services: pipes; and plans in memory.
pipes() { ls -l "/proc/$ECORT_PID/fd" | grep -c 'pipe:' || :; }
plans() { ls -l "/proc/$ECORT_PID/fd" | grep -c 'ecort-generation' || :; }
has_pipes() { [ "$(pipes)" = "$1" ]; }
has_plans() { [ "$(plans)" = "$1" ]; }
wait_for 10 has_plans 1
base=$(pipes) # its own streams may be some, too

kill -STOP "$ECORT_PID"
for round in 1 2 3; do
    exits 0 ecort scale calm 60
    exits 0 ecort scale calm 1
done
contains run.err "the keeper does not listen"
exits 0 ecort scale calm 3
exits 0 ecort delete other
sed -i 's/name: web,/name: web, env: { V: "2" },/; /name: other/d' ecosystem.yaml
ecoc build ecosystem.yaml -o plan.bin >/dev/null
exits 0 ecort apply plan.bin
exits 0 ecort scale calm 3
kill -CONT "$ECORT_PID"
wait_for 10 has_line "the keeper listens again" run.out
# Two more of calm, other is gone: two pipes each.
wait_for 10 has_pipes $((base + 2))
wait_for 10 has_plans 1
before=$(field all pid | tr '\n' ' ')
kill_supervisor
equal "pids" "$(field all pid | tr '\n' ' ')" "$before"
contains run.out "took over 4 instances"
lacks run.err "cannot be taken over"
equal "pipes, taken over" "$(pipes)" $((base + 2))
exits 0 ecort delete calm web
wait_for 10 has_pipes $((base - 6))

# More services than the queue takes at once: all of it comes through.
kill -STOP "$ECORT_PID"
config <<'C'
apps:
  - { name: many, script: sleep, args: "1000", min_uptime: 0, instances: 200, exec_mode: fork }
C
exits 0 ecort apply plan.bin
kill -CONT "$ECORT_PID"
wait_for 20 has_pipes $((base - 6 + 400))
pids=$(field many pid | sort -n | tr '\n' ' ')
kill_supervisor
equal "pids" "$(field many pid | sort -n | tr '\n' ' ')" "$pids"
stop_ecort || fail "exit status $?"
