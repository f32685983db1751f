# Clients that mean ill or know no better: whatever they send, the supervisor serves the others and its services, and its
# memory stays small.
. "$SRC/tests/e2e/lib/ecort.sh"

config <<'C'
apps:
  - { name: calm, script: sleep, args: "1000", min_uptime: 0 }
  - { name: slow, script: sleep, args: "1001", instances: 3, exec_mode: fork, min_uptime: 0 }
C
start_ecort
three() { [ "$(field slow status | grep -c online)" = 3 ]; }
wait_for 10 three
pids=$(field all pid)
supervisor=$(supervisor_pid)
memory() { sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$supervisor/status"; }
before=$(memory)
exits 0 ecort list
cat >ill.js <<'J'
const net = require('net'), at = 'home/ecort.sock';
const wait = (test, ms = 60000) => new Promise((done, fail) => {
  const until = Date.now() + ms;
  (function look() { test() ? done() : Date.now() > until ? fail(new Error('waited in vain for ' + test)) : setTimeout(look, 5); })();
});
// Says it once it is greeted; what comes back, up to the end of the connection or an answer for which `enough` holds.
const talk = (bytes, enough = () => false) => new Promise(done => {
  const s = net.connect(at);
  let got = '';
  s.on('data', d => {
    if (got === '' && d.includes('"ecort"')) s.write(bytes);
    got += d;
    if (enough(got)) s.destroy();
  });
  s.on('error', e => { got += e.code; });
  s.on('close', () => done(got));
});
const list = '{"v":1,"cmd":"list"}\n';
const isAnswer = got => got.includes('"list":[');
(async () => {
  // Rubbish is answered by an error, and the connection cut.
  for (const bytes of ['\n', '{\n', 'null\n', '\0'.repeat(100) + '\n', '{"v":1,"cmd":"list"', '['.repeat(70000), '{"v":99,"cmd":"list"}\n',
    '{"v":1,"cmd":"stop","targets":[1]}\n', '{"v":1,"cmd":"apply","argument":"/","blobs":[0,0,99999999999]}\n', Buffer.from([0xff, 0xfe, 10])]) {
    if (bytes === '{"v":1,"cmd":"list"') continue; // half a message is for the silent ones below
    const got = await talk(bytes);
    if (!/"ok":false,"error":"[^"]+".*"closing":true/.test(got)) throw new Error(JSON.stringify(bytes.slice(0, 40)) + ': ' + got);
  }
  // 200 MB in one line.
  const taken = await new Promise(done => {
    const s = net.connect(at), piece = Buffer.alloc(1 << 20, 'x');
    let n = 0;
    s.on('error', () => {});
    s.on('close', () => done(n));
    s.resume();
    (function more() { while (n++ < 200 && !s.destroyed) if (!s.write(piece)) return s.once('drain', more); s.end(); })();
  });
  if (taken > 5) throw new Error(`${taken} MiB of a line were taken`);
  // They leave in the middle of an answer.
  for (let i = 0; i < 50; i++) await new Promise(done => {
    const s = net.connect(at, () => s.write(list.repeat(20), () => s.destroy()));
    s.on('error', () => {});
    s.on('close', done);
  });
  // They follow logs, or ask for lists, and never read.
  const deaf = [];
  for (let i = 0; i < 5; i++) {
    const s = net.connect(at);
    s.on('error', () => {});
    s.pause();
    s.write(i % 2 ? '{"v":1,"cmd":"follow"}\n' : list.repeat(2000));
    deaf.push(s);
  }
  if (!isAnswer(await talk(list, isAnswer))) throw new Error('no answer beside the deaf ones');
  deaf.forEach(s => s.destroy());
  // A thousand at once: each is answered or refused, none is left hanging.
  const answers = await Promise.all(Array.from({ length: 1000 }, () => talk(list, got => isAnswer(got) || got.includes('too many'))));
  // EAGAIN is the kernel's: the queue of those who knock is full, and this client does not wait.
  const n = answers.filter(isAnswer).length, refused = answers.filter(a => /too many clients|^EAGAIN$/.test(a)).length;
  if (n === 0 || n + refused !== 1000) throw new Error(`${n} answered, ${refused} refused: ${answers.find(a => !isAnswer(a) && !a.includes('too many'))}`);
  console.log(`${n} of 1000 answered, ${refused} told to try again`);
  // As many silent ones as may be: refused at once, and served again as soon as they have gone.
  const silent = Array.from({ length: 40 }, (x, i) => { const s = net.connect(at); s.on('error', () => {}); s.write(i % 2 ? '{"v":1,"cm' : ''); return s; });
  await talk(list, got => isAnswer(got) || got.includes('too many'));
  silent.forEach(s => s.destroy());
  let served = false;
  await wait(() => { talk(list, isAnswer).then(got => { served = served || isAnswer(got); }); return served; });
  // Two that want the same, and one that wants the opposite.
  const all = cmd => talk(`{"v":1,"cmd":"${cmd}","targets":["slow"]}\n`, got => got.includes('"results"') || got.includes('"error"'));
  await Promise.all([all('restart'), all('restart'), all('stop'), all('restart')]);
  await all('start');
})().catch(e => { console.log(e.message); process.exit(1); });
J
timeout 200 node ill.js >ill.out 2>&1 || fail "$(cat ill.out)"
equal "supervisor" "$(supervisor_pid)" "$supervisor"
equal "calm" "$(field calm pid)" "$(echo "$pids" | head -n 1)"
wait_for 10 three
equal "services" "$(pgrep -c -P "$supervisor" -f 'sleep 100[01]')" 4
grown=$(($(memory) - before))
# Sanitizers keep what is freed.
ldd "$(command -v ecort)" | grep -q asan || [ $grown -lt 2048 ] || fail "the supervisor has grown by $grown KiB"

# Another user, even where the modes have been opened for everybody.
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
    chmod 755 . home
    chmod 666 home/ecort.sock
    cp "$(command -v ecort)" . # the other user may not go where it is built
    as_other() { setpriv --reuid=1234567 --regid=1234567 --clear-groups env ECORT_HOME="$PWD/home" ./ecort "$@"; }
    if as_other version >/dev/null 2>&1; then
        exits 1 as_other stop all
        contains err "the socket belongs to another user"
        exits 2 as_other run
        contains err "belongs to another user"
    fi
    equal "calm" "$(field calm status)" online
fi
stop_ecort || fail "exit status $?"

# A path that no socket can have; a place where no socket can be.
long=$PWD/$(printf 'x%.0s' $(seq 200))
ECORT_HOME=$long exits 0 ecort start plan.bin
ECORT_HOME=$long exits 0 ecort list
ECORT_HOME=$long exits 0 ecort kill
echo >file
ECORT_HOME=$PWD/file exits 2 ecort run plan.bin
contains err "not a directory"
