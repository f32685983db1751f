# Log files that are emptied, reopened, removed, renamed, replaced by something that is no file, or on a full disk:
# services go on, lost lines are counted and shown, and it recovers by itself.
. "$SRC/tests/e2e/lib/ecort.sh"

program tick.sh <<'P'
i=0
while :; do i=$((i + 1)); echo "tick $i"; sleep 0.01; done
P
config <<'C'
apps:
  - { name: tick, script: ./tick.sh, out_file: dir/tick.log }
  - { name: twins, script: ./tick.sh, instances: 2, exec_mode: fork, merge_logs: true, out_file: twins.log, time: true }
C
start_ecort
wait_for 10 test -s dir/tick.log
wait_for 10 test -s twins.log

# flush: of one, of all; what is written is a whole line again.
exits 0 ecort flush twins
grep -E -q '/twins.log emptied \([0-9]+ bytes\)' out || fail "$(cat out)"
lacks out tick.log
exits 0 ecort flush --json
grep -q '"path": ".*/dir/tick.log"' out || fail "$(cat out)"
exits 1 ecort flush nobody
refilled() { [ "$(wc -l <twins.log)" -ge 2 ]; }
wait_for 10 refilled
lacks dir/tick.log "tick 1 "

# Renamed by others: at once with reload-logs or SIGUSR2, and by itself.
wait_for 10 test -s dir/tick.log
mv dir/tick.log dir/tick.1
exits 0 ecort reload-logs
grep -E -q '^[1-9][0-9]* log files closed' out || fail "$(cat out)"
wait_for 10 test -s dir/tick.log
mv dir/tick.log dir/tick.2
wait_for 10 test -s dir/tick.log
wait_for 10 has_line 'dir/tick.log was moved or removed; writing a new one' run.out
first() { sed -n "s/^tick //p" "$1" | head -n 1; }
last() { sed -n "s/^tick //p" "$1" | tail -n 1; }
equal "first line after reload-logs" "$(first dir/tick.2)" $(($(last dir/tick.1) + 1))
equal "first line after the move" "$(first dir/tick.log)" $(($(last dir/tick.2) + 1))
# Removed, with its directory.
rm -r dir
wait_for 10 test -s dir/tick.log

# Something else where the file should be: lines are counted, then it is a file again.
dropped() { [ "$(field tick logs_dropped)" -gt "$1" ]; }
for what in 'mkdir' 'mkfifo' 'ln -s tick.log'; do
    before=$(field tick logs_dropped)
    put() { rm -rf dir/tick.log && $what dir/tick.log; } # unless the supervisor is quicker
    wait_for 10 put
    wait_for 10 dropped "$before"
    equal "status with $what" "$(field tick status)" online
    rm -rf dir/tick.log
    wait_for 10 test -s dir/tick.log
done
ecort list | grep -q 'lines lost' || fail "the list does not tell: $(ecort list)"
contains run.err 'dir/tick.log: Is a directory; lines are dropped'
contains run.err 'dir/tick.log: No such device or address; lines are dropped'
contains run.err 'dir/tick.log: Too many levels of symbolic links; lines are dropped'
contains run.out 'dir/tick.log can be written again'
# Truncated by others: goes on at the beginning, without a hole.
: >dir/tick.log
wait_for 10 test -s dir/tick.log
cp dir/tick.log copy
[ "$(tr -d '\0' <copy | wc -c)" = "$(wc -c <copy)" ] || fail "a hole"
stop_ecort || fail "exit status $?"

# A full disk, where one may be made: a small file system; else a limit on the size of files.
config <<'C'
apps:
  - { name: plain, script: ./tick.sh, out_file: small/plain.log }
  - { name: json, script: ./tick.sh, out_file: small/json.log, log_type: json }
C
mkdir small
is_small=
if unshare -m true 2>/dev/null && mount -t tmpfs -o size=64k ecort-test small 2>/dev/null; then
    is_small=1
    trap 'cleanup; umount small 2>/dev/null || umount -l small' EXIT
    start_ecort
else
    # SIGXFSZ is ignored over exec, so writing fails.
    sh -c 'trap "" XFSZ; ulimit -f 8; exec ecort run plan.bin' >run.out 2>run.err &
    ECORT_PID=$!
    wait_for 10 ecort list
fi
[ -z "$is_small" ] || head -c 200000 /dev/zero >small/ballast 2>/dev/null || :
for app in plain json; do
    lost() { [ "$(field $app logs_dropped)" -ge 5 ]; }
    wait_for 30 lost
    equal "status of $app" "$(field $app status)" online
done
grep -E -q 'small/json.log: (No space left on device|File too large); lines are dropped' run.err || fail "$(cat run.err)"
# Room again: by deleting what fills the disk, or by emptying the files.
if [ -n "$is_small" ]; then rm small/ballast; else exits 0 ecort flush; fi
wait_for 20 has_line 'small/json.log can be written again' run.out
wait_for 20 has_line 'small/plain.log can be written again' run.out
grew() { [ "$(wc -l <small/json.log)" -gt "$1" ]; }
wait_for 10 grew "$(wc -l <small/json.log)"
exits 0 ecort stop all
# What is there is whole; at most the line at which the disk was full is not.
node -e '
  const fs = require("fs");
  const is = { plain: l => /^tick \d+$/.test(l), json: l => { try { return /^tick \d+$/.test(JSON.parse(l).message); } catch { return false; } } };
  for (const app of ["plain", "json"]) {
    const text = fs.readFileSync(`small/${app}.log`, "utf8");
    if (!text.endsWith("\n")) throw new Error(`${app} ends inside a line`);
    const bad = text.trim().split("\n").filter(l => !is[app](l));
    if (bad.length > 2) throw new Error(`${app}: ${JSON.stringify(bad)}`);
  }
' || fail "the files"
stop_ecort || fail "exit status $?"
