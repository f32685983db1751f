# Rotation under load: every line is numbered, none is lost, torn or twice; names, how many are kept, compression;
# by time; rotated files of others stay.
. "$SRC/tests/e2e/lib/ecort.sh"

# count N NAME: N numbered lines of changing length, then stays. Written in pieces that are no whole lines.
cat >count.js <<'J'
const [n, name] = [Number(process.argv[2]), process.argv[3].replace('#', process.env.NODE_APP_INSTANCE)];
const fs = require('fs');
let text = '';
for (let i = 0; i < n; i++) {
  text += `${name} ${i} ${'é'.repeat(i % 50)} end\n`;
  if (text.length > 10000 || i === n - 1) {
    let bytes = Buffer.from(text);
    if (i === n - 1) bytes = bytes.subarray(0, bytes.length - 1); // the last line has no end
    for (let at = 0; at < bytes.length;) {
      try { at += fs.writeSync(1, bytes, at, Math.min(4099, bytes.length - at)); } catch (e) { if (e.code !== 'EAGAIN') throw e; }
    }
    text = '';
  }
}
J
cat >check.js <<'J'
// check N FROM NAMES FILE...: the lines of each name in the files, oldest first, are FROM to N - 1, whole and in order.
const [n, from, names, ...files] = process.argv.slice(2);
const fs = require('fs'), zlib = require('zlib');
const next = {};
let lines = 0;
for (const file of files) {
  const bytes = fs.readFileSync(file);
  const text = (file.endsWith('.gz') ? zlib.gunzipSync(bytes) : bytes).toString('utf8');
  if (text !== '' && !text.endsWith('\n')) throw new Error(`${file} ends inside a line`);
  for (const line of text.split('\n').slice(0, -1)) {
    const m = /^(?:[0-9T:-]{19}: )?(\w+) (\d+) (é*) end$/.exec(line);
    if (!m || m[3].length !== m[2] % 50) throw new Error(`${file}: torn: ${line}`);
    const want = next[m[1]] ?? (from === 'any' ? Number(m[2]) : Number(from));
    if (Number(m[2]) !== want) throw new Error(`${file}: ${m[1]} ${m[2]} instead of ${want}`);
    next[m[1]] = want + 1;
    lines++;
  }
}
for (const name of names.split(',')) if (next[name] !== Number(n)) throw new Error(`${name} ends at ${next[name]}`);
console.log(`${lines} lines in ${files.length} files`);
J
config <<'C'
apps:
  - { name: plain, script: ./count.js, args: "30000 plain", autorestart: false, out_file: plain.log, log_rotate: { max_size: 50K, retain: 1000, date_format: "[at]" } }
  - { name: merged, script: ./count.js, args: "10000 m#", autorestart: false, instances: 3, exec_mode: fork, merge_logs: true, time: true,
      out_file: merged.log, error_file: merged.log, log_file: both.log, log_rotate: { max_size: 40K, retain: 1000, date_format: "[at]" } }
  - { name: kept, script: ./count.js, args: "20000 kept", autorestart: false, out_file: deep/kept.log, log_rotate: { max_size: 20K, retain: 4, compress: true } }
  - { name: none, script: ./count.js, args: "3000 none", autorestart: false, out_file: none.log, log_rotate: { max_size: 10K, retain: 0 } }
C
mkdir deep
echo "not ours" >deep/kept__errors.log
start_ecort
for app in plain merged kept none; do
    all_stopped() { [ "$(field $app status | sort -u)" = stopped ]; }
    wait_for 30 all_stopped
done

# The rotated files of a base by their number, oldest first (their date is the word "at"), then the file itself.
by_number() { ls | sed -n "s/^$1__at\(-\([0-9]*\)\)\{0,1\}\.log\$/\2 &/p" | sort -n | sed 's/.* //'; echo "$1.log"; }
node check.js 30000 0 plain $(by_number plain) >out 2>&1 || fail "plain: $(cat out)"
node check.js 10000 0 m0,m1,m2 $(by_number merged) >out 2>&1 || fail "merged: $(cat out)"
node check.js 10000 0 m0,m1,m2 $(by_number both) >out 2>&1 || fail "both: $(cat out)"
[ "$(by_number merged | wc -l)" -gt 20 ] || fail "few rotated files: $(by_number merged)"
for f in plain*.log merged*.log both*.log; do
    [ "$(stat -c %s "$f")" -le 51200 ] || fail "$f has $(stat -c %s "$f") bytes"
done

# Four are kept, all compressed, in the end; the stranger stays; nothing half done is left.
tidied() { [ "$(ls deep/kept__[0-9]*.log.gz | wc -l)" = 4 ] && [ "$(ls deep | wc -l)" = 6 ]; }
wait_for 20 tidied
contains deep/kept__errors.log "not ours"
node check.js 20000 any kept $(ls -tr deep/kept__*.gz) deep/kept.log >out 2>&1 || fail "kept: $(cat out; ls -l deep)"
all_gone() { [ -z "$(ls none__* 2>/dev/null)" ]; }
wait_for 20 all_gone
for app in plain merged kept none; do equal "lines dropped by $app" "$(field $app logs_dropped | sort -u)" 0; done
stop_ecort || fail "exit status $?"
equal "troubles" "$(cat run.err)" ""

# By time, each second; and the helper yields to everybody.
program tick.sh <<'P'
i=0
while :; do i=$((i + 1)); echo "tick $i  end"; sleep 0.01; done
P
config <<'C'
apps:
  - { name: tick, script: ./tick.sh, out_file: tick.log, log_rotate: { interval: "* * * * * *", retain: 100 } }
C
start_ecort
rotated() { [ "$(ls tick__*.log | wc -l)" -ge 3 ]; }
wait_for 20 rotated
exits 0 ecort stop tick
ls tick__*.log | grep -E -v -q '^tick__[0-9]{4}-[0-9]{2}-[0-9]{2}_[0-9]{2}-[0-9]{2}-[0-9]{2}\.log$' && fail "names: $(ls tick__*)"
cat $(ls -tr tick__*.log) tick.log | awk '$2 != NR { exit 1 }' || fail "ticks: $(cat tick__*.log tick.log)"
stop_ecort || fail "exit status $?"
