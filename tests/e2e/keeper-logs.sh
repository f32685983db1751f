# kill -9 of the supervisor while services write as fast as they can: each line is in its file once, whole, in order.
. "$SRC/tests/e2e/lib/ecort.sh"

# "ID NUMBER filler .", of all lengths, in pieces that begin and end anywhere, until there is a file `stop`.
cat >chatty.awk <<'P'
BEGIN {
    for (i = 0; i < 10; i++) x = x "0123456789"
    for (i = 0; i < 900; i++) long = long x
    for (i = 1; i % 1000 || (getline line <"stop") < 0; i++) {
        printf "%s %d ", id, i
        if (i % 100 == 0) fflush()
        printf "%s", i % 5000 == 0 ? long : substr(x, 1, i % 97)
        if (i % 170 == 0) fflush()
        print " ."
    }
    printf "%s %d the end .", id, i
}
P
program chatty.sh <<'P'
exec awk -v id=c -f chatty.awk
P
program sender.sh <<'P'
# line by line, both streams
id=$NODE_APP_INSTANCE i=0
while [ ! -e stop ]; do
    i=$((i + 1))
    echo "o$id $i ."
    printf '%s' "e$id $i" >&2
    echo " ." >&2
done
i=$((i + 1))
printf '%s' "o$id $i the end ."
printf '%s' "e$id $i the end ." >&2
P
config <<'C'
apps:
  - { name: raw, script: ./chatty.sh, autorestart: false }
  - { name: stamped, script: ./chatty.sh, autorestart: false, time: true }
  - { name: both, script: ./chatty.sh, autorestart: false, log_file: home/all.log }
  - { name: rotated, script: ./chatty.sh, autorestart: false, time: true, log_rotate: { max_size: 1M, retain: 10000 } }
  - { name: merged, script: ./sender.sh, autorestart: false, merge_logs: true, out_file: m.log, error_file: m.log,
      instances: 2, exec_mode: fork }
C
start_ecort
size() { du -sbc home m.log | tail -n 1 | cut -f 1; }
grew() { [ "$(size)" -gt "$_size" ]; }
ids() { ecort list --json | sed -n 's/^ *"pid": //p' | tr -d '\n'; }
for app in raw stamped both rotated merged; do wait_for 10 ecort show "$app"; done
wait_for 10 test -s m.log
pids=$(ids)
for round in 1 2 3 4 5 6 7 8 9 10; do
    _size=$(size)
    wait_for 10 grew
    kill_supervisor
done
equal "pids" "$(ids)" "$pids"
: >stop
for app in raw stamped both rotated; do wait_for 60 has_field "$app" status stopped; done
wait_for 60 sh -c '[ "$(ecort show merged --json | grep -c "\"status\": \"stopped\"")" = 2 ]'
equal "takeovers" "$(grep -c 'took over 6 instances' run.out)" 10
equal "lost" "$(ecort list --json | grep -c '"logs_dropped": 0')" 6
lacks run.err "in hand"

# numbers STREAMS FILE...: the lines of each of so many streams count 1 2 3 ... up to "the end"; a stamp may be before.
numbers() {
    _streams=$1
    shift
    cat "$@" | sed 's/^20[0-9-]*T[0-9:.+Z-]*: //' | awk -v streams="$_streams" '
        $2 != last[$1] + 1 || !/ \.$/ { print "line " NR " is <" substr($0, 1, 60) ">, after " last[$1] + 0; exit }
        { last[$1] = $2; ends += / the end \.$/ }
        END { if (ends != streams) print ends + 0 " ends after " NR " lines" }' >bad
    [ ! -s bad ] || fail "$*: $(cat bad)"
}
numbers 1 home/logs/raw-out.log
numbers 1 home/logs/stamped-out.log
numbers 1 home/logs/both-out.log
numbers 1 home/all*.log
numbers 4 m.log
rotated=$(ls -rt home/logs/rotated-out*)
[ "$(echo "$rotated" | wc -l)" -gt 1 ] || fail "nothing was rotated"
numbers 1 $rotated
stop_ecort || fail "exit status $?"
