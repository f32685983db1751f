# ecort update: another program takes over in the same keeper, services keep their pids; what is no ecort is refused.
. "$SRC/tests/e2e/lib/ecort.sh"

program count.sh <<'P'
i=0
while :; do i=$((i + 1)); echo "line $i"; sleep 0.02; done
P
config <<'C'
apps:
  - { name: calm, script: sleep, args: "1000", min_uptime: 0, instances: 2, exec_mode: fork }
  - { name: count, script: ./count.sh, min_uptime: 0 }
  - { name: rested, script: sleep, args: "1000", min_uptime: 0 }
C
exits 1 ecort update
contains err "no supervisor is running in $PWD/home"
start_ecort
wait_for 10 has_line "line 2" home/logs/count-out.log
ecort stop rested >/dev/null
calm=$(field calm pid) count=$(field count pid)
cp "$(command -v ecort)" next

# Refused, and nothing happens: no ecort, no program, not there.
supervisor=$(supervisor_pid)
exits 1 ecort update /bin/true
contains err "the new program does not start as a keeper of this version; the old one goes on"
exits 1 ecort update ecosystem.yaml
contains err "the new program does not start as a keeper"
exits 3 ecort update nowhere
equal "supervisor" "$(supervisor_pid)" "$supervisor"

# From the new program, as after an upgrade; twice.
for round in 1 2; do
    exits 0 ./next update
    contains out "$PWD/next has taken over, pid $(supervisor_pid)"
    equal "keeper $round" "$(readlink "/proc/$ECORT_PID/exe")" "$PWD/next"
    equal "its name" "$(cat "/proc/$ECORT_PID/comm")" ecort
    equal "supervisor $round" "$(readlink "/proc/$(supervisor_pid)/exe")" "$PWD/next"
    equal "calm $round" "$(field calm pid)" "$calm"
    equal "count $round" "$(field count pid)" "$count"
    equal "rested $round" "$(field rested status)" stopped
    lines=$(wc -l <home/logs/count-out.log)
    wait_for 10 sh -c "[ \$(wc -l <home/logs/count-out.log) -gt $lines ]"
done
[ "$(supervisor_pid)" != "$supervisor" ] || fail "it is the same supervisor"

# It supervises: ends are seen, the next one takes over as ever, and it ends as it should.
kill -KILL "$(field count pid)"
wait_for 10 has_line "count 2 was killed by SIGKILL" run.out
wait_for 10 has_field count status online
kill_supervisor
equal "calm" "$(field calm pid)" "$calm"
stop_ecort || fail "exit status $?"
[ ! -e home/ecort.sock ] || fail "the socket is still there"
