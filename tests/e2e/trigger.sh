# What programs tell of themselves by messages, and what they are asked: metrics, actions, process:msg.
. "$SRC/tests/e2e/lib/ecort.sh"

cat >told.js <<'JS'
const send = (type, data) => process.send({ type, data });
const me = process.env.NODE_APP_INSTANCE;
const offer = (name) => send('axm:action', { action_name: name, action_type: 'custom', arity: 2 });
['double', 'level', 'silent', 'huge', 'quits', 'odd "name"'].forEach(offer);
const pieces = (name) => send('axm:action', { action_name: name, action_type: 'scoped', arity: 2 });
['rows', 'held', 'fails', 'mute', 'dies', 'broken', 'stranger'].forEach(pieces);
send('axm:monitor', { 'Heap Size': { value: '12.5', unit: 'MiB', type: 'v8/heap', historic: true }, plain: 7 });
send('axm:monitor', { 'Heap Size': { value: '13.5', unit: 'MiB', type: 'v8/heap', historic: true } });
send('process:msg', { hello: me });
const give = (name, value) => send('axm:reply', { at: Date.now(), action_name: name, return: value });
process.on('message', (m) => {
    if (m && m.type === 'process:msg') return console.log('got', m.id, m.topic, JSON.stringify(m.data));
    const name = m.msg ?? m;
    const piece = (kind, data) => send(`axm:scoped_action:${kind}`, { uuid: m.uuid, action_name: name, data });
    if (name === 'rows') {
        let n = 0;
        const next = () => {
            if (++n > 5) return m.opts === 'total' ? piece('end', { total: 5 }) : piece('end');
            piece('stream', n % 2 ? { row: n } : `row ${n} of ${me}`);
            setTimeout(next, m.opts === 'slowly' ? 700 : 20);
        };
        next();
    }
    if (name === 'fails') { piece('stream', 'so far so good'); piece('error', m.opts ? { code: 7 } : 'no such table'); }
    if (name === 'held') {
        piece('stream', 'one');
        const look = () => (require('fs').existsSync('go-on') ? piece('end', 'two') : setTimeout(look, 20));
        look();
    }
    if (name === 'mute') piece('stream', 'and then nothing');
    if (name === 'broken') { piece('stream', 'x'.repeat(300000)); piece('end', 'done'); }
    if (name === 'stranger') { m.uuid += 'x'; piece('end', 'not for you'); }
    if (name === 'dies') { piece('stream', 'last words'); setTimeout(() => process.exit(4), 50); }
    if (name === 'double') give(name, { twice: 2 * Number(m.opts), me });
    if (name === 'level') give(name, `level "${m.opts ?? 'none'}"`);
    if (name === 'odd "name"') give(name);
    if (name === 'huge') give(name, 'x'.repeat(300000));
    if (name === 'quits') process.exit(4);
    if (name === 'silent') console.log(`${me} says nothing`);
});
setInterval(() => {}, 1000);
console.log('begun');
JS
cat >flood.js <<'JS'
const values = {};
for (let i = 0; i < 500; i++) values[`m${i}`] = i;
process.send({ type: 'axm:monitor', data: values });
process.send({ type: 'axm:monitor', data: { ['n'.repeat(500)]: 1, deep: { value: [[[1]]] }, long: 'x'.repeat(5000) } });
for (let i = 0; i < 500; i++) process.send({ type: 'axm:action', data: { action_name: `a${i}` } });
process.send({ type: 'axm:action', data: 7 });
process.send({ type: 'axm:reply', data: { action_name: 'nobody', return: 1 } });
process.send({ type: 'process:msg', data: 'x'.repeat(5000) });
setInterval(() => {}, 1000);
JS
config <<'YAML'
apps:
  - { name: told, script: told.js, instances: 2, exec_mode: fork, merge_logs: true, autorestart: false }
  - { name: flood, script: flood.js }
  - { name: deaf, script: sleep, args: "1000", interpreter: none }
YAML
start_ecort
has_metric() { ecort show "$1" | grep -q "$2"; }
wait_for 10 has_metric 0 'Heap Size .* 13.5 MiB$'
wait_for 10 has_metric 1 'messages  *1$'
ecort show 0 >shown
contains shown '    plain                       7'
contains shown '  actions       double'
contains shown '  last message  {"type":"process:msg","data":{"hello":"0"}}'
ecort jlist >list
node -e '
  const [one] = JSON.parse(require("fs").readFileSync("list", "utf8"));
  const ok = one.pm2_env.axm_monitor["Heap Size"].unit === "MiB" && one.pm2_env.axm_actions[1].action_name === "level";
  if (!ok) throw new Error(JSON.stringify(one));' || fail jlist
equal 'lines of jlist' "$(wc -l <list)" 1

exits 0 ecort trigger told double 21
equal double "$(cat out)" 'told 0: {"twice":42,"me":"0"}
told 1: {"twice":42,"me":"1"}'
exits 0 ecort trigger 1 level
equal level "$(cat out)" 'told 1: level "none"'
exits 0 ecort trigger 1 level 'a b"c'
equal 'level, with a parameter' "$(cat out)" 'told 1: level "a b"c"'
exits 0 ecort trigger 0 'odd "name"'
equal undefined "$(cat out)" 'told 0: null'
exits 0 ecort trigger 0 double 1 --json
node -e '
  const [one] = JSON.parse(require("fs").readFileSync("out", "utf8"));
  if (!one.ok || one.id !== 0 || JSON.parse(one.return).twice !== 2) throw new Error(JSON.stringify(one));' || fail json
exits 1 ecort trigger told unknown
contains err 'told 0: it has announced no such action; see ecort show'
exits 1 ecort trigger deaf double
contains err 'deaf 3: it has announced no such action'
exits 1 ecort trigger 0 silent --timeout 100ms
contains err 'told 0: it has not answered in time (--timeout)'
exits 1 ecort trigger 0 huge
contains err 'its answer is too long'
exits 2 ecort trigger 0 silent --timeout soon
exits 1 ecort trigger nobody double
exits 2 ecort trigger told

# In pieces: printed as they come, to the end or the error; the time begins anew with each.
exits 0 ecort trigger 0 rows slowly --timeout 3000ms # which is less than all of it takes
equal rows "$(cat out)" 'told 0: {"row":1}
told 0: row 2 of 0
told 0: {"row":3}
told 0: row 4 of 0
told 0: {"row":5}'
exits 0 ecort trigger told rows total
equal 'rows of both' "$(wc -l <out)" 12
contains out 'told 0: {"total":5}'
contains out 'told 1: row 4 of 1'
ecort trigger 0 held >piped 2>&1 &
PIPED=$!
wait_for 10 has_line 'told 0: one' piped
touch go-on
wait $PIPED || fail "held: $(cat piped)"
contains piped 'told 0: two'
exits 0 ecort trigger 0 rows --json
equal 'first piece' "$(head -1 out)" '{"id":0,"name":"told","data":"{\"row\":1}"}'
exits 1 ecort trigger 0 fails
equal 'before it failed' "$(cat out)" 'told 0: so far so good'
contains err 'told 0: no such table'
exits 1 ecort trigger 0 fails badly
contains err 'told 0: {"code":7}'
exits 1 ecort trigger 0 mute --timeout 3000ms
contains out 'told 0: and then nothing'
contains err 'told 0: it has not answered in time'
exits 1 ecort trigger 0 stranger --timeout 200ms
lacks out 'not for you'
exits 1 ecort trigger 0 broken
contains out 'told 0: done'
contains err 'told 0: 1 piece of its answer could not be passed on'

# Who asks and leaves, who ends before the answer, and two that ask the same.
timeout 0.3 ecort trigger 0 silent >out 2>&1 && fail 'it was answered' || :
ecort trigger 1 silent --timeout 20s >first 2>&1 &
FIRST=$!
wait_for 10 has_line '^1 says nothing$' home/logs/told-out.log
exits 1 ecort trigger 1 quits
contains err 'told 1: it ended before it answered'
wait $FIRST && fail 'the other one ended well' || :
contains first 'told 1: it ended before it answered'
wait_for 5 has_field 1 status stopped
exits 0 ecort start 1
can_die() { ecort show 1 | grep -q dies; }
wait_for 10 can_die
exits 1 ecort trigger 1 dies
contains out 'told 1: last words'
contains err 'told 1: it ended before it answered'
wait_for 5 has_field 1 status stopped
exits 1 ecort trigger told double 1
contains out 'told 0: {"twice":2,"me":"0"}'
contains err 'told 1: it does not run'

# Messages to them.
exits 0 ecort send-message 0 flags '{"dark": [1, 2]}'
exits 0 ecort send-message 0 words 'not "JSON"'
exits 0 ecort send-message 0 nothing
exits 1 ecort send-message deaf flags 1
contains err 'deaf 3: it has no channel for messages'
wait_for 5 has_line nothing home/logs/told-out.log
equal messages "$(grep got home/logs/told-out.log)" 'got 0 flags {"dark":[1,2]}
got 0 words "not \"JSON\""
got 0 nothing null'

# What is too much is left out, and nobody is hurt.
wait_for 10 has_metric flood 'messages  *1$'
ecort show flood --json >flood.json
node -e '
  const [one] = JSON.parse(require("fs").readFileSync("flood.json", "utf8"));
  const n = (o) => Object.keys(o).length;
  const ok = n(one.metrics) === 64 && n(one.actions) === 64 && one.metrics_left_out === 436 + 3 + 436 + 1 && one.last_message === null;
  if (!ok) throw new Error(JSON.stringify(one));' || fail flood

# The next supervisor knows the actions, which are announced once, and asks for others all the same.
kill_supervisor
exits 0 ecort trigger 0 level debug
equal 'after the takeover' "$(cat out)" 'told 0: level "debug"'
exits 0 ecort trigger 0 rows --timeout 5s
equal 'in pieces, after the takeover' "$(wc -l <out)" 5
exits 1 ecort trigger 0 unknown --timeout 100ms
contains err 'told 0: it has not answered in time'
kill_supervisor
exits 0 ecort trigger 0 rows --timeout 5s
equal 'after another one' "$(wc -l <out)" 5
ecort show flood --json | node -e '
  const [one] = JSON.parse(require("fs").readFileSync(0, "utf8"));
  if (one.actions.length !== 64 || one.actions[63].action_name !== "a63") throw new Error(JSON.stringify(one.actions));' || fail actions
# What the next process does not announce it cannot be asked for, whoever supervises it.
sed -i '/^const pieces/d; /^\[.rows/d' told.js
exits 0 ecort restart 0
can_double() { ecort show 0 | grep -q double; }
wait_for 10 can_double
kill_supervisor
ecort show 0 >shown
contains shown 'actions       double'
lacks shown rows
stop_ecort
