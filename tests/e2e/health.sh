# Health checks: readiness by the first success; a process that becomes unhealthy is shown, and restarted or left; answers that
# are none; what a supervisor that takes over knows; live changes.
. "$SRC/tests/e2e/lib/ecort.sh"
. "$SRC/tests/e2e/lib/cluster.sh"

cp "$SRC/tests/e2e/lib/health.js" web.js
# What answers with the bytes of a file, or with garbage without end, or just closes.
cat >raw.js <<'JS'
const answers = { garbage: () => '\x00'.repeat(1 << 16), huge: () => 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 ' + 'x'.repeat(1 << 20), empty: () => '' };
require('net').createServer((c) => {
    c.on('error', () => {}).on('data', () => c[process.env.NAME === 'empty' ? 'end' : 'write'](answers[process.env.NAME]()));
}).listen(Number(process.env.PORT), '127.0.0.1');
JS
echo 'setInterval(() => {}, 1000);' >deaf.js

PORT=; A=$(free_port) B=$(free_port) C=$(free_port) D=$(free_port) E=$(free_port) F=$(free_port)
touch sick.slow
config <<Y
apps:
  - { name: slow, script: web.js, listen_timeout: 60s, env: { NAME: slow, PORT: "$A" }, http: { host: localhost, path: /health, interval: 200, timeout: 5000, unhealthy_after: 2 } }
  - { name: kept, script: web.js, autokill: false, listen_timeout: 60s, env: { NAME: kept, PORT: "$B" }, http: { path: health, interval: 100, expect_status: [200, 204], unhealthy_after: 2 } }
  - { name: after, script: deaf.js, depends_on: [slow] }
  - { name: closed, script: deaf.js, autokill: false, listen_timeout: 2000, http: { port: $C, interval: 100 } }
  - { name: garbage, script: raw.js, autokill: false, listen_timeout: 300, env: { NAME: garbage, PORT: "$D" }, http: { interval: 100 } }
  - { name: huge, script: raw.js, autokill: false, listen_timeout: 60s, env: { NAME: huge, PORT: "$E" }, http: { interval: 100 } }
  - { name: empty, script: raw.js, autokill: false, listen_timeout: 300, env: { NAME: empty, PORT: "$F" }, http: { interval: 100 } }
  - { name: portless, script: deaf.js, http: { path: /x } }
  - { name: period, script: deaf.js, listen_timeout: 100, http: { port: $C, interval: 100, unhealthy_after: 1, start_period: 10m } }
Y
start_ecort
contains run.out "no health check of portless: neither http.port nor PORT of its environment is a port"
lacks run.out "not acted on by this version: http"
equal portless "$(field portless status) $(field portless confirmed) $(field portless health)" "online true null"

# Until the first success it is not ready, whoever needs it waits, and the answer is shown.
wait_for 20 has_field slow health_status 503
equal slow "$(field slow status) $(field slow health)" "launching starting"
equal after "$(field after status)" stopped
equal "its error" "$(field slow health_error)" "GET /health answered 503"
rm sick.slow
wait_for 20 has_field slow status online
equal slow "$(field slow confirmed) $(field slow health) $(field slow health_status) $(field slow health_of)" "true healthy 200 instance"
wait_for 10 has_field after status online
contains asked.slow "GET /health localhost:$A ecort $(field slow pid)"
wait_for 20 has_field kept health healthy
contains asked.kept "GET /health 127.0.0.1:$B ecort"
ecort show slow >shown
contains shown "health        healthy, answered 200"

# What is no answer; and that it does not count within start_period.
wait_for 20 has_field closed health unhealthy
equal closed "$(field closed confirmed) $(field closed restarts)" "false 0"
equal "its error" "$(field closed health_error)" "127.0.0.1 port $C: Connection refused"
wait_for 20 has_field garbage health_error "127.0.0.1 port $D: its answer is not HTTP/1"
wait_for 20 has_field garbage health unhealthy
wait_for 20 has_field empty health_error "127.0.0.1 port $F: it closed the connection without an answer"
wait_for 20 has_field empty health unhealthy
wait_for 20 has_field huge health healthy
equal huge "$(field huge status) $(field huge confirmed)" "online true"
wait_for 10 has_field period confirmed false
equal period "$(field period health) $(field period health_failures)" "starting 0"
contains run.err "closed 3 has not passed its health check in 2000 ms (listen_timeout): 127.0.0.1 port $C: Connection refused"

# Unhealthy: told once, shown, and left alone where autokill is off. It recovers by itself.
pid=$(field kept pid)
touch sick.kept
wait_for 20 has_field kept health unhealthy
ecort list >listed
grep -q 'kept .*online, unhealthy .*GET /health answered 503' listed || fail "$(cat listed)"
ecort show kept >shown
grep -q 'health  *unhealthy, [0-9]* failures in a row: GET /health answered 503' shown || fail "$(cat shown)"
more_asked() { [ "$(wc -l <"asked.$1")" -ge "$2" ]; }
wait_for 20 more_asked kept $(($(wc -l <asked.kept) + 5))
equal "told" "$(grep -c 'kept 1 is unhealthy, 2 checks failed: GET /health answered 503$' run.err)" 1
# A supervisor that takes over knows what the one before knew.
slow=$(field slow pid)
kill_supervisor
equal "taken over" "$(field kept health) $(field slow health) $(field slow confirmed) $(field slow status)" "unhealthy healthy true online"
rm sick.kept
wait_for 20 has_field kept health healthy
equal "the same process" "$(field kept pid) $(field kept restarts)" "$pid 0"
contains run.out "kept 1 is healthy again"
equal "the same process" "$(field slow pid)" "$slow"

# autokill, which is on: restarted, by an answer and by none in time.
touch sick.slow
has_other_pid() { [ "$(field "$1" pid)" != "$2" ] && [ "$(field "$1" pid)" != null ]; }
wait_for 20 has_other_pid slow "$slow"
contains run.err "slow 0 is unhealthy, 2 checks failed: GET /health answered 503; restarting"
rm sick.slow
wait_for 20 has_field slow health healthy

# Changes are live: the same process goes on, asked otherwise, or not at all.
slow=$(field slow pid)
change() {
    config <<Y
apps:
  - { name: slow, script: web.js, listen_timeout: 60s, env: { NAME: slow, PORT: "$A" }$1 }
Y
    exits 0 ecort apply plan.bin
    equal "a change of $1" "$(field slow pid) $(field slow status) $(field slow confirmed)" "$slow online true"
}
change ', http: { path: /other, interval: 200, timeout: 2000, unhealthy_after: 2 }'
asks_other() { has_line 'GET /other' asked.slow; }
wait_for 20 asks_other
wait_for 20 has_field slow health healthy
touch hang.slow
wait_for 20 has_other_pid slow "$slow"
contains run.err "slow 0 is unhealthy, 2 checks failed: GET /other: no answer in 2000 ms; restarting"
rm hang.slow
wait_for 20 has_field slow health healthy
slow=$(field slow pid)
change ''
equal "no check" "$(field slow health)" null
change ', http: { path: /health }'
wait_for 20 has_field slow health healthy


# With wait_ready both are waited for; and a stop while a check is under way is a stop.
cat >said.js <<'JS'
require('http').createServer((q, s) => (q.url === '/hang' ? 0 : s.end())).listen(Number(process.env.PORT));
const look = () => (require('fs').existsSync('say') ? process.send('ready') : setTimeout(look, 10));
look();
JS
config <<Y
apps:
  - { name: said, script: said.js, wait_ready: true, listen_timeout: 60s, env: { PORT: "$B" }, http: { interval: 100 } }
  - { name: stopped, script: said.js, autokill: false, listen_timeout: 100, env: { PORT: "$E" }, http: { path: /hang, interval: 100, timeout: 100, unhealthy_after: 1 } }
Y
ecort delete all >/dev/null
ecort apply plan.bin >apply.out 2>&1 &
applier=$!
wait_for 30 has_field said health healthy
equal "said" "$(field said status)" launching
touch say
wait "$applier" || fail "$(cat apply.out)"
equal "said" "$(field said status) $(field said confirmed)" "online true"
exits 0 ecort stop stopped
equal "stopped" "$(field stopped status) $(field stopped health)" "stopped null"

# A name is looked up by a helper.
config <<Y
apps:
  - { name: slow, script: web.js, listen_timeout: 60s, env: { NAME: slow, PORT: "$A" }, http: { path: /named, host: LocalHost } }
  - { name: nowhere, script: deaf.js, listen_timeout: 100, http: { port: $C, host: nowhere.invalid, interval: 100, start_period: 10m } }
Y
exits 0 ecort apply plan.bin
wait_for 20 has_field slow health healthy
contains asked.slow "GET /named LocalHost:$A ecort"
unknown() { field nowhere health_error | grep -q '^nowhere.invalid: .'; }
wait_for 30 unknown
ecort look-up 127.0.0.1 >out
equal "an address" "$(cat out)" 127.0.0.1
stop_ecort || fail "exit status $?"
