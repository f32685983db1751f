# Log files: stamps, JSON, merging, names, long and partial lines, files that come and go.
. "$SRC/tests/e2e/lib/ecort.sh"

program lines.sh <<'P'
echo "one $NODE_APP_INSTANCE"
echo "two" >&2
printf 'last without end'
[ "${1:-}" = stay ] && exec sleep 1000
exit 0
P
program long.sh <<'P'
head -c 1048576 /dev/zero | tr '\0' x
echo
echo after
exec sleep 1000
P
program many.sh <<'P'
i=0
while [ $i -lt 500 ]; do echo "$NODE_APP_INSTANCE:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"; i=$((i + 1)); done
exec sleep 1000
P
program tick.sh <<'P'
while :; do echo tick; sleep 0.02; done
P
config <<'C'
apps:
  - { name: stamped, script: ./lines.sh, autorestart: false, log_date_format: "YYYY-MM-DD HH:mm", merge_logs: true }
  - { name: timed, script: ./lines.sh, autorestart: false, time: true, merge_logs: true }
  - { name: json, script: ./lines.sh, autorestart: false, log_type: json, merge_logs: true }
  - { name: plain, script: ./lines.sh, autorestart: false, out_file: deep/er/o.log, error_file: NULL, log_file: both.log }
  - { name: long, script: ./long.sh, time: true }
  - { name: many, script: ./many.sh, instances: 3, exec_mode: fork, merge_logs: true, out_file: many.log }
  - { name: a_b, script: ./lines.sh, args: stay }
  - { name: a-b, script: ./lines.sh, args: stay }
  - { name: mute, script: ./lines.sh, args: stay, disable_logs: true }
  - { name: home, script: ./lines.sh, args: stay, out_file: "~/home.log" }
  - { name: full, script: ./lines.sh, args: stay, out_file: /dev/full }
  - { name: tick, script: ./tick.sh, out_file: ./tick.log }
C
start_ecort
logs=home/logs
for app in stamped timed json plain; do wait_for 10 has_field $app status stopped; done
grep -E -x -q '[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}: last without end' $logs/stamped-out.log || fail "$(cat $logs/stamped-out.log)"
equal "lines of stamped" "$(wc -l <$logs/stamped-out.log)" 2
grep -E -x -q '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}: two' $logs/timed-error.log || fail "$(cat $logs/timed-error.log)"
node -e '
  const lines = require("fs").readFileSync(process.argv[1], "utf8").trim().split("\n").map(JSON.parse);
  const keys = "message,timestamp,type,process_id,app_name";
  if (lines.length !== 2 || lines.some(l => Object.keys(l).join() !== keys)) throw new Error(JSON.stringify(lines));
  if (lines[1].message !== "last without end" || lines[1].type !== "out" || lines[1].app_name !== "json" || lines[1].process_id !== 2)
    throw new Error(JSON.stringify(lines[1]));
  if (new Date(lines[0].timestamp).toISOString() !== lines[0].timestamp) throw new Error(lines[0].timestamp);
' $logs/json-out.log || fail "JSON log"
printf 'one 0\nlast without end\n' | cmp - deep/er/o.log || fail "$(cat deep/er/o.log)"
equal "lines of the combined log" "$(sort both.log | tr '\n' ,)" "last without end,one 0,two,"

lines_of_many() { [ "$(wc -l <many.log)" = 1500 ]; }
wait_for 10 lines_of_many
equal "whole lines of merged instances" "$(grep -E -c -x '[012]:a{52}' many.log)" 1500

wait_for 10 has_line after $logs/long-out.log
equal "bytes of the long line" "$(tr -dc x <$logs/long-out.log | wc -c)" 1048576
equal "its pieces" "$(grep -c x $logs/long-out.log)" 4
equal "its marks" "$(grep -c 'x \[line cut, continues\]$' $logs/long-out.log)" 3

wait_for 10 test -s $logs/a-b-out.log
wait_for 10 test -s $logs/a-b-2-out.log
wait_for 10 test -s "$HOME/home.log"
wait_for 10 has_field mute status online
[ ! -e $logs/mute-out.log ] || fail "disable_logs made a file"
equal "standard output of mute" "$(readlink "/proc/$(field mute pid)/fd/1")" /dev/null
equal "log file of mute" "$(field mute out_file)" null
wait_for 10 has_line '/dev/full: No space left on device' run.err
dropped() { [ "$(field full logs_dropped)" -ge 1 ]; }
wait_for 10 dropped
equal "status of the one with the full disk" "$(field full status)" online

# Rotation by others: rename, then SIGUSR2.
wait_for 10 test -s tick.log
mv tick.log tick.old
kill -USR2 "$ECORT_PID"
wait_for 10 test -s tick.log
stop_ecort || fail "exit status $?"
