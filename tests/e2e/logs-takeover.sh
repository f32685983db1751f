# ecort logs over kill -9 of the supervisor: it goes on with the next one, and every line is shown once and in order,
# whatever it is written to; the lines that came while no supervisor was there are in the files.
. "$SRC/tests/e2e/lib/ecort.sh"

# Numbered lines in bursts, some of them begun in one write and ended in the next.
cat >count.js <<'J'
const fs = require('fs');
const put = (text) => {
  while (text) {
    try { fs.writeSync(1, text); return; } catch (e) { if (e.code !== 'EAGAIN') throw e; }
  }
};
const [name, burst] = process.argv.slice(2);
let i = 0;
const timer = setInterval(() => {
  for (let k = 0; k < Number(burst); k++, i++) {
    put(`${name} ${i} `);
    if (i % 7 === 0) put('in two pieces');
    put(`${'é'.repeat(i % 30)}\n`);
  }
  fs.writeFileSync(`wrote-${name}`, String(i));
  if (fs.existsSync('enough')) { clearInterval(timer); put(`${name} last\n`); }
}, 10); // what comes while a follower is not scheduled has to fit into its queue
J
config <<'C'
apps:
  - { name: raw, script: ./count.js, args: raw 3, autorestart: false }
  - { name: stamped, script: ./count.js, args: stamped 3, autorestart: false, log_date_format: "HH:mm:ss.SSS" }
  - { name: json, script: ./count.js, args: json 3, autorestart: false, log_type: json }
  - { name: rotated, script: ./count.js, args: rotated 6, autorestart: false, log_rotate: { max_size: 10K, retain: 10000 } }
  - { name: packed, script: ./count.js, args: packed 2, autorestart: false, log_rotate: { max_size: 20K, retain: 10000, compress: true } }
  - { name: shared-a, script: ./count.js, args: shared-a 3, autorestart: false, out_file: shared.log }
  - { name: shared-b, script: ./count.js, args: shared-b 3, autorestart: false, out_file: shared.log }
  - { name: both, script: ./count.js, args: both 3, autorestart: false, out_file: NULL, log_file: both.log }
  - { name: quiet, script: ./count.js, args: quiet 0, autorestart: false }
C
start_ecort
apps="raw stamped json rotated packed shared-a shared-b both quiet"
wait_for 10 has_field raw status online

# check FILE NAME: every number from some number on, once and in order, to the last.
cat >check.js <<'J'
const [file, name] = process.argv.slice(2);
const lines = require('fs').readFileSync(file, 'utf8').split('\n').map((l) => l.replace(/^[0-9:.TZ-]+: /, ''))
  .filter((l) => l.startsWith(`${name} `));
if (lines.pop() !== `${name} last`) throw new Error(`${name}: no last line`);
let next = lines.length ? Number(/ (\d+) /.exec(lines[0])[1]) : 0;
for (const line of lines) {
  const want = `${name} ${next} ${next % 7 === 0 ? 'in two pieces' : ''}${'é'.repeat(next % 30)}`;
  if (line !== want) throw new Error(`${name}: "${line}" instead of "${want}"`);
  next++;
}
J

ecort logs --raw --lines 0 >followed 2>followed.err &
follower=$!
ecort logs shared-b --lines 0 --raw >of-one 2>of-one.err &
of_one=$!
goes_on() { [ "$(cat wrote-raw)" -gt $((wrote + 20)) ]; }
told() { [ "$(grep -c '^ecort: the supervisor was replaced; going on with the next, pid' followed.err)" -ge "$1" ]; }
flows() { [ "$(wc -l <followed)" -gt "$1" ]; }
wait_for 10 flows 500
wait_for 10 test -s of-one
# Killed again and again, at whatever it is doing; once with no supervisor for a while.
for round in 1 2 3 4 5 6 7 8; do
    seen=$(wc -l <followed)
    if [ $((round % 4)) = 0 ]; then
        kill -STOP "$ECORT_PID"
        old=$(supervisor_pid)
        kill -KILL "$old"
        wrote=$(cat wrote-raw)
        wait_for 10 goes_on # into its pipe
        kill -CONT "$ECORT_PID"
        wait_for 10 has_new_supervisor "$old"
    else
        kill_supervisor
    fi
    wait_for 10 flows $((seen + 200))
    wait_for 10 told $round
done
# A binary put in its place is the same to a follower.
exits 0 ecort update
seen=$(wc -l <followed)
wait_for 10 flows $((seen + 200))
wait_for 10 told 9
rotated() { ls home/logs/rotated-out__*.log && ls home/logs/packed-out__*.gz; }
wait_for 30 rotated
touch enough
for app in $apps; do
    wait_for 20 has_field "$app" status stopped
done
has_all() { for a in $apps; do has_line "^\(.*: \)\{0,1\}$a last\$" followed || return 1; done; has_line 'shared-b last' of-one; }
wait_for 10 has_all
for app in $apps; do
    node check.js followed "$app" || fail "$(cat followed.err)"
done
node check.js of-one shared-b || fail "$(cat of-one.err)"
equal "times it was told" "$(grep -c '^ecort: the supervisor was replaced; going on with the next, pid' followed.err)" 9
lacks followed.err missing

# What goes to no file cannot be shown, and that is said.
lacks followed.err "go to no file"

# Ended properly, that is the last word; exit code 0.
exits 0 ecort kill
ECORT_PID=
for pid in $follower $of_one; do
    _rc=0
    wait $pid || _rc=$?
    equal "exit code of a follower" $_rc 0
done
equal "the last word" "$(tail -n 1 followed.err)" "ecort: the supervisor has ended"

# Supervisor and keeper killed: nobody takes over.
rm enough
start_ecort
ecort logs raw --raw >both.out 2>both.err &
follower=$!
wait_for 10 test -s both.out
kill_both
_rc=0
wait $follower || _rc=$?
equal "exit code without a supervisor" $_rc 0
contains both.err "the supervisor has ended"
start_ecort
