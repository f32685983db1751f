#!/bin/sh
# A cluster is reloaded under load: nobody loses a request, on new and on kept connections. A version that does not come
# up changes nothing.
. "$SRC/tests/e2e/lib/ecort.sh"
. "$SRC/tests/e2e/lib/cluster.sh"

PORT=$(free_port)
cat >server.js <<'JS'
const http = require('http');
const version = require('fs').readFileSync('version', 'utf8').trim();
if (version === 'exits') process.exit(3);
function serve() {
  http.createServer((q, s) => setTimeout(() => s.end(`${version}\n`), 5)).listen(Number(process.env.PORT));
  if (version !== 'mute') process.send('ready');
}
// It boots for longer than min_uptime, and is well for a moment.
if (version === 'crashes') setTimeout(() => { serve(); setTimeout(() => { throw new Error('too late'); }, 100); }, 700);
else serve();
JS
echo v0 >version
config <<YAML
apps:
  - { name: web, script: server.js, instances: 2, exec_mode: cluster, wait_ready: true, listen_timeout: 60s, min_uptime: 500, kill_timeout: 60s, env: { PORT: "$PORT" } }
YAML
start_ecort
wait_for 20 is_confirmed web

n=0
for mode in close keep; do
    load_start $mode 16 3
    for i in 1 2; do
        n=$((n + 1))
        echo v$n >version
        ecort reload web >out 2>&1 || fail "reload: $(cat out)"
        load_for 100
        equal 'all are new' "$(answers 6 | sort -u)" v$n
    done
    load_stop
    equal "failed, $mode" "$(load_said failed)" 0
    [ "$(load_said v$((n - 1)))" -gt 0 ] && [ "$(load_said v$n)" -gt 0 ] || fail "not both versions answered: $(cat load.out)"
done

# However long it takes to crash.
sed -i 's/min_uptime: 500/min_uptime: 60000/' ecosystem.yaml
ecoc build ecosystem.yaml -o plan.bin >out
exits 0 ecort apply plan.bin
contains out 'applied live  web  min_uptime'
for bad in exits crashes; do
    load_start close 16 3
    echo $bad >version
    exits 1 ecort reload web
    load_for 100
    load_stop
    equal "failed, $bad" "$(load_said failed)" 0
    equal "answers, $bad" "$(answers 4 | sort -u)" v4
done

# One that is never ready, with a shorter patience.
sed -i 's/listen_timeout: 60s/listen_timeout: 500/; s/min_uptime: 60000/min_uptime: 500/' ecosystem.yaml
echo v5 >version
ecoc build ecosystem.yaml -o plan.bin >out
ecort apply plan.bin >out 2>&1 || fail "apply: $(cat out)"
echo mute >version
load_start close 16 3
exits 1 ecort reload web
load_for 100
load_stop
equal 'failed, mute' "$(load_said failed)" 0
case $(answers 4 | sort -u) in v4 | v5) ;; *) fail "the mute version answers" ;; esac
stop_ecort
