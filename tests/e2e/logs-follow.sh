# ecort logs: history over several files and rotated ones, then live, without a gap over a rotation; followers that are
# slow, dead, or many hold up nobody.
. "$SRC/tests/e2e/lib/ecort.sh"

# Numbered lines until the file "enough" is there; in the middle of a line now and then.
cat >count.js <<'J'
const fs = require('fs');
let i = 0;
const timer = setInterval(() => {
  for (let k = 0; k < 10; k++) {
    fs.writeSync(1, `line ${i} `);
    fs.writeSync(1, `${'é'.repeat(i % 40)}\n`);
    i++;
  }
  if (fs.existsSync('enough')) { clearInterval(timer); fs.writeSync(1, 'the last'); }
}, 5);
J
program words.sh <<'P'
for word in "$@"; do echo "$word"; echo "$word!" >&2; done
exec sleep 1000
P
program begun.sh <<'P'
echo whole
printf 'begun '
until [ -e go ]; do sleep 0.01; done
echo 'and ended'
exec sleep 1000
P
program flood.sh <<'P'
until [ -e go ]; do sleep 0.01; done
yes 'a line of the flood that nobody reads' | head -n 200000
touch flooded
exec sleep 1000
P
config <<'C'
apps:
  - { name: count, script: ./count.js, autorestart: false, out_file: count.log, log_rotate: { max_size: 20K, retain: 1000, compress: true } }
  - { name: stamped, script: ./words.sh, args: one two three, log_date_format: "YYYY-MM-DD HH:mm:ss.SSS" }
  - { name: json, script: ./words.sh, args: [uno, "d\"ue"], log_type: json }
  - { name: nowhere, script: ./begun.sh, out_file: /dev/null, error_file: NULL }
  - { name: begun, script: ./begun.sh }
  - { name: flood, script: ./flood.sh, out_file: NULL }
C
start_ecort

# History then live: every line from some line on, in order, once.
rotated() { [ "$(ls count__*.gz | wc -l)" -ge 3 ]; }
wait_for 20 rotated
ecort logs count --lines 300 --raw >followed 2>followed.err &
follower=$!
wait_for 10 has_line 'line' followed
before=$(ls count__* | wc -l)
more() { [ "$(ls count__* | wc -l)" -ge $((before + 8)) ]; }
wait_for 20 more
touch enough
wait_for 10 has_field count status stopped
wait_for 10 has_line '^the last$' followed
kill $follower
wait $follower 2>/dev/null || :
node -e '
  const lines = require("fs").readFileSync("followed", "utf8").trim().split("\n");
  if (lines.pop() !== "the last") throw new Error("end");
  const first = Number(/^line (\d+) /.exec(lines[0])[1]);
  lines.forEach((l, i) => {
    const want = `line ${first + i} ` + "é".repeat((first + i) % 40);
    if (l !== want) throw new Error(`${l} instead of ${want}`);
  });
  if (lines.length < 400) throw new Error(`${lines.length} lines only`);
' || fail "followed: $(head -3 followed; cat followed.err)"
equal "troubles of the follower" "$(cat followed.err)" ""
# The history alone, deep into rotated and compressed files.
exits 0 ecort logs count --nostream --lines 1200 --raw
equal "lines of history" "$(wc -l <out)" 1200
sed '$d' out | awk '{ if (NR > 1 && $2 != last + 1) exit 1; last = $2 }' || fail "history has a gap"

# What a line looks like.
exits 0 ecort logs stamped --nostream --lines 2 --out
grep -E -q '^1\|stamped \| [0-9-]{10} [0-9:.]{12}: three$' out || fail "$(cat out)"
equal "lines" "$(wc -l <out)" 2
exits 0 ecort logs json --nostream
grep -E -q '^2\|json \| [0-9-]{10}T[0-9:.]{12}Z: d"ue!$' out || fail "$(cat out)"
exits 0 ecort logs json --nostream --err --json
node -e '
  const lines = require("fs").readFileSync("out", "utf8").trim().split("\n").map(JSON.parse);
  if (lines.length !== 2 || lines[1].message !== "d\"ue!" || lines[1].type !== "err" || lines[1].process_id !== 2 ||
      lines[1].app_name !== "json" || !(Date.parse(lines[1].timestamp) > 0)) throw new Error(JSON.stringify(lines));
' || fail "JSON: $(cat out)"
exits 0 ecort logs stamped --nostream --lines 1 --err --format
grep -E -q '^timestamp=[0-9-]{10} [0-9:.]{12} app=stamped id=1 type=error message=three!$' out || fail "$(cat out)"
exits 0 ecort logs stamped --nostream --lines 1 --out --timestamp=YYYY
grep -E -q '^1\|stamped \| [0-9]{4}: three$' out || fail "$(cat out)"
# Several apps: in the order of their time.
exits 0 ecort logs stamped json --nostream --raw
cut -c1-10,12-23 out | LC_ALL=C sort -c || fail "not in order: $(cat out)"
equal "lines of both" "$(wc -l <out)" 10
exits 2 ecort logs --lines many
contains err '--lines takes a number'
exits 1 ecort logs nobody
contains err 'no app, namespace or id is called "nobody"'
exits 1 ecort logs nobody --nostream

# A line that was begun before is shown whole; what goes to no file is seen live all the same.
wait_for 10 has_line begun home/logs/begun-out.log
ecort logs begun nowhere --raw >live 2>live.err &
follower=$!
wait_for 10 has_line whole live
# These never read: one is stopped, one says nothing at all.
ecort logs flood >stopped.out 2>stopped.err &
stopped=$!
# Of the supervisor: where it listens, its line to the keeper, what children say to it, the followers.
sockets() { find "/proc/$(supervisor_pid)/fd" -type l -printf '%l\n' | grep -c '^socket:'; }
two_follow() { [ "$(sockets)" -ge 5 ]; }
wait_for 10 two_follow
kill -STOP $stopped
touch go
wait_for 30 test -e flooded
wait_for 10 has_line '^begun and ended$' live
wait_for 10 has_line '^and ended$' live # nowhere: what came before went nowhere
# Nobody waited: the app wrote all, the supervisor answers, and it did not grow.
exits 0 ecort list
equal "lines dropped by flood" "$(field flood logs_dropped)" 0
kb=$(sed -n 's/^VmRSS:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$(supervisor_pid)/status")
[ "$kb" -lt 20000 ] || fail "the supervisor has $kb KiB"
# The one that was stopped is told what it missed: what it shows and what it missed is all.
kill -CONT $stopped
told() { grep -q 'lines were not shown' stopped.err; }
wait_for 10 told
all_accounted() {
    shown=$(grep -c 'a line of the flood' stopped.out)
    missed=$(sed -n 's/^ecort: \([0-9]*\) lines were not shown.*/\1/p' stopped.err | awk '{ n += $1 } END { print n + 0 }')
    [ $((shown + missed)) = 200000 ]
}
wait_for 10 all_accounted

# Ends with its reader, although no line comes any more.
exits 0 sh -c 'timeout 10 ecort logs stamped | head -n 1'

# Too many followers are refused, and the supervisor is still there for commands.
followers=
i=0
while [ $i -lt 17 ]; do
    ecort logs count >/dev/null 2>many.$i.err &
    followers="$followers $!"
    i=$((i + 1))
done
refused() { grep -q 'too many follow already' many.*.err; }
wait_for 20 refused
exits 0 ecort list
kill $followers 2>/dev/null || :
# A follower that dies is forgotten.
kill -9 $stopped
fewer() { ecort logs count --lines 1 >fewer.out 2>&1 & _f=$!; wait_for 5 test -s fewer.out; kill $_f; has_line 'the last' fewer.out; }
wait_for 10 fewer
# The supervisor's end is the follower's.
stop_ecort || fail "exit status $?"
_rc=0
wait $follower || _rc=$?
equal "exit code of the follower" $_rc 0
contains live.err "the supervisor has ended"
