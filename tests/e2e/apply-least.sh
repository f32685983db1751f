# apply does the least: what has not changed keeps its pid; --dry-run prints the same list and does nothing.
. "$SRC/tests/e2e/lib/ecort.sh"

config <<'C'
apps:
  - { name: same, script: sleep, args: "1000", min_uptime: 100 }
  - { name: live, script: sleep, args: "1000", min_uptime: 100, env: { A: 1 } }
  - { name: more, script: sleep, args: "1000", min_uptime: 100, instances: 2, exec_mode: fork }
  - { name: less, script: sleep, args: "1000", min_uptime: 100, instances: 3, exec_mode: fork }
  - { name: other, script: sleep, args: "1000", min_uptime: 100, env: { GONE: 1, KEPT: 1 } }
  - { name: left, script: sleep, args: "1000", min_uptime: 100 }
C
start_ecort
exits 0 ecort apply plan.bin
contains out "unchanged     6 apps"
same=$(field same pid) live=$(field live pid) more=$(field more pid) less=$(field less pid) other=$(field other pid)
left=$(field left pid)

config <<'C'
apps:
  - { name: same, script: sleep, args: "1000", min_uptime: 100 }
  - { name: live, script: sleep, args: "1000", min_uptime: 200, env: { A: 1 }, kill_timeout: 4321, out_file: new.log }
  - { name: more, script: sleep, args: "1000", min_uptime: 100, instances: 4, exec_mode: fork }
  - { name: less, script: sleep, args: "1000", min_uptime: 100, exec_mode: fork }
  - { name: other, script: sleep, args: "1000", min_uptime: 100, env: { KEPT: 2 } }
  - { name: fresh, script: sleep, args: "1000", min_uptime: 100 }
C
exits 0 ecort apply plan.bin --dry-run
cp out dry
equal "pid" "$(field left pid)" "$left"
exits 1 ecort show fresh
exits 0 ecort apply plan.bin
head -n "$(wc -l <dry)" out >planned
diff dry planned || fail "--dry-run printed another list"
for line in "  applied live  live   min_uptime, kill_timeout, out_file" "  scale         more   from 2 to 4" \
    "  scale         less   from 3 to 1" "  restart       other  env.KEPT, env.GONE" "  start         fresh" \
    "  stop          left" "  unchanged     1 app"; do
    grep -q -x -e "$line" dry || fail "no <$line>: $(cat dry)"
done
for line in "left stopped" "more scaled, pid $(field more pid | tr '\n' ' ' | sed 's/ $//')" \
    "other restarted, pid $(field other pid)"; do
    grep -q -x -e "$line" out || fail "no <$line>: $(cat out)"
done
equal "same" "$(field same pid)" "$same"
equal "live" "$(field live pid)" "$live"
equal "kill_timeout" "$(field live kill_timeout_ms)" 4321
equal "log" "$(field live out_file)" "$PWD/new.log"
equal "the old two" "$(field more pid | head -n 2)" "$more"
equal "more" "$(field more instance | tr '\n' ' ')" "0 1 2 3 "
equal "the first of three" "$(field less pid)" "$(echo "$less" | head -n 1)"
is_gone "$left" || fail "left is alive"
is_gone "$other" || fail "the old one is alive"
tr '\0' '\n' <"/proc/$(field other pid)/environ" >environ
contains environ KEPT=2
lacks environ GONE
exits 0 ecort apply plan.bin --json
equal "actions" "$(grep -c '"action": "nothing"' out)" 6
stop_ecort || fail "exit status $?"
equal "errors" "$(cat run.err)" ""
