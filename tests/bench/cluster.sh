#!/bin/sh
# Cluster mode beside Node's own primary, and PM2 where it is installed: two workers with a tiny handler each, 32 connections,
# interleaved rounds, medians. usage: cluster.sh BUILD_DIR
# ROUNDS (5) of ROUND_S (3) seconds; PM2 is the program to compare with, else the one on the PATH.
set -eu
build=$(CDPATH= cd "$1" && pwd)
src=$(CDPATH= cd "$(dirname "$0")/../.." && pwd)
ROUNDS=${ROUNDS:-5} ROUND_S=${ROUND_S:-3} CONNECTIONS=32
work=$(mktemp -d)
PM2=${PM2:-$(command -v pm2 || :)}
PM2_HOME=$work/pm2
ECORT_HOME=$work/home
export PM2_HOME ECORT_HOME
started=
finish() {
    [ -z "$PM2" ] || "$PM2" kill >/dev/null 2>&1 || :
    for pid in $started; do kill -TERM "$pid" 2>/dev/null && wait "$pid" || :; done
    rm -rf "$work"
}
trap finish EXIT
cd "$work"

cat >server.js <<'JS'
require('http').createServer((q, s) => s.end('hello')).listen(Number(process.env.PORT), '127.0.0.1');
JS
cat >primary.js <<'JS'
const cluster = require('cluster');
cluster.setupPrimary({ exec: 'server.js' });
for (let i = 0; i < 2; i++) cluster.fork();
process.on('SIGTERM', () => { for (const w of Object.values(cluster.workers)) w.process.kill('SIGKILL'); process.exit(0); });
JS
base=$(node -e '
const net = require("net");
const servers = [];
const end = (port) => { console.log(port); servers.forEach((s) => s.close()); };
const begin = (port, at = port) => {
    const s = net.createServer().on("error", () => begin(port + 10)).listen(at, "127.0.0.1", () => {
        servers.push(s);
        at === port + 4 ? end(port) : begin(port, at + 1);
    });
};
begin(12000 + Math.floor(Math.random() * 15000));')
# contestant NAME: its port.
port_of() {
    case $1 in node-rr) echo $base ;; node-none) echo $((base + 1)) ;; ecort-rr) echo $((base + 2)) ;;
    ecort-shared) echo $((base + 3)) ;; pm2) echo $((base + 4)) ;; esac
}
answers() { node -e 'require("http").get({ port: +process.argv[1], host: "127.0.0.1" }, () => process.exit(0)).on("error", () => process.exit(1))' "$1"; }
begun() {
    tries=300
    until answers "$(port_of "$1")"; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || { echo "bench: $1 does not come up" >&2; cat "$work"/*.log >&2; exit 1; }
        sleep 0.1
    done
}

# Everybody in a session of their own, the load, too: the kernel shares the CPU out by sessions (autogroup), and who is in that
# of the load would be woken more cheaply by it than a service is.
PORT=$(port_of node-rr) NODE_CLUSTER_SCHED_POLICY=rr setsid node primary.js >node-rr.log 2>&1 &
node_rr=$!
PORT=$(port_of node-none) NODE_CLUSTER_SCHED_POLICY=none setsid node primary.js >node-none.log 2>&1 &
node_none=$!
started="$node_rr $node_none"
# Two supervisors, so that what each policy costs can be told apart.
for policy in rr shared; do
    mkdir $policy
    cat >$policy/ecosystem.yaml <<YAML
apps:
  - { name: web, script: ../server.js, instances: 2, exec_mode: cluster, cluster_policy: $([ $policy = rr ] && echo round_robin || echo shared), env: { PORT: "$(port_of ecort-$policy)" } }
YAML
    "$build/ecoc" build --quiet $policy/ecosystem.yaml -o $policy/plan.bin
    ECORT_HOME=$work/home-$policy "$build/ecort" run $policy/plan.bin >ecort-$policy.log 2>&1 &
    eval "ecort_$policy=$!"
    started="$started $!"
done
contestants=${CONTESTANTS:-node-rr node-none ecort-rr ecort-shared}
if [ -n "$PM2" ]; then
    PORT=$(port_of pm2) "$PM2" start server.js -i 2 >pm2.log 2>&1 || { echo "bench: PM2 does not start" >&2; exit 1; }
    contestants="$contestants pm2"
else
    echo "PM2 is not installed: left out (PM2=PATH says where it is)"
fi
for who in $contestants; do begun "$who"; done

# Those that are the primary: for ecort the keeper and its supervisor.
primaries() {
    case $1 in
    node-rr) echo "$node_rr" ;;
    node-none) echo "$node_none" ;;
    ecort-rr) family "$ecort_rr" ;;
    ecort-shared) family "$ecort_shared" ;;
    pm2) cat "$PM2_HOME/pm2.pid" ;;
    esac
}
family() {
    echo "$1"
    for pid in $(cat "/proc/$1/task/$1/children"); do
        case $(cat "/proc/$pid/comm") in ecort*) echo "$pid" ;; esac
    done
}
# Their workers.
workers() {
    for pid in $(primaries "$1"); do
        for child in $(cat "/proc/$pid/task/$pid/children"); do
            case $(cat "/proc/$child/comm") in ecort*) ;; *) echo "$child" ;; esac
        done
    done
}
# Nanoseconds of CPU that processes have used, all their threads; exact, where clock ticks are samples.
cpu_ns() { for pid; do cat /proc/"$pid"/task/*/schedstat; done | awk '{ n += $1 } END { printf "%.0f\n", n }'; }
pss() { for pid in $(primaries "$1"); do grep '^Pss:' "/proc/$pid/smaps_rollup"; done | awk '{ n += $2 } END { print n }'; }

round=0
while [ $round -le "$ROUNDS" ]; do
    for mode in close keep; do
        for who in $contestants; do
            before=$(cpu_ns $(primaries "$who")) workers_before=$(cpu_ns $(workers "$who"))
            said=$(setsid -w "$build/bench_load" "$(port_of "$who")" $CONNECTIONS $mode 0 0 "$([ $round = 0 ] && echo 1 || echo "$ROUND_S")")
            used=$(($(cpu_ns $(primaries "$who")) - before)) workers_used=$(($(cpu_ns $(workers "$who")) - workers_before))
            # the first round is to get warm
            [ $round = 0 ] || echo "{\"who\":\"$who\",\"mode\":\"$mode\",\"ns\":$used,\"workers_ns\":$workers_used,\"pss\":$(pss "$who"),\"said\":$said}" >>rounds
        done
    done
    round=$((round + 1))
done

node -e '
const rows = require("fs").readFileSync("rounds", "utf8").trim().split("\n").map(JSON.parse);
const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];
const of = (who, mode, fn) => median(rows.filter((r) => r.who === who && r.mode === mode).map(fn));
const rate = (r) => r.said.ok / r.said.seconds;
const all = {};
for (const who of new Set(rows.map((r) => r.who)))
    all[who] = {
        keep: of(who, "keep", rate),
        close: of(who, "close", rate),
        p99: of(who, "close", (r) => r.said.p99_us / 1000),
        cpu: of(who, "close", (r) => r.ns / 1000 / r.said.ok),
        workers: of(who, "close", (r) => r.workers_ns / 1000 / r.said.ok),
        pss: of(who, "close", (r) => r.pss),
        failed: rows.filter((r) => r.who === who).reduce((n, r) => n + r.said.failed, 0),
    };
console.log("primary        kept req/s      conn/s  p99 ms  primary us/conn  workers us/conn  primary PSS KiB  failed");
for (const [who, r] of Object.entries(all))
    console.log(who.padEnd(13), r.keep.toFixed(0).padStart(11), r.close.toFixed(0).padStart(11), r.p99.toFixed(1).padStart(7),
        r.cpu.toFixed(1).padStart(16), r.workers.toFixed(1).padStart(16), r.pss.toFixed(0).padStart(16), String(r.failed).padStart(7));
const say = (label, ratio, goal) => console.log(label.padEnd(58), ratio.toFixed(3).padStart(7), "  goal", goal);
const { "node-rr": rr, "node-none": none, "ecort-rr": ours, "ecort-shared": shared, pm2 } = all;
say("round robin, conn/s against Node\u2019s round robin", ours.close / rr.close, "at least 1.25");
say("shared, conn/s against Node\u2019s round robin", shared.close / rr.close, "at least 1.9");
say("shared, conn/s against Node\u2019s shared", shared.close / none.close, "at least 0.97");
say("round robin, kept requests/s against Node\u2019s", ours.keep / rr.keep, "about 1");
say("CPU of the primary per connection against Node\u2019s", ours.cpu / rr.cpu, "at most 0.4");
say("memory of the primary against Node\u2019s", ours.pss / rr.pss, "at most 0.05");
if (pm2) {
    say("round robin, conn/s against PM2", ours.close / pm2.close, "more than 1");
    say("CPU of the primary per connection against PM2\u2019s", ours.cpu / pm2.cpu, "at most 0.4");
    say("memory of the primary against PM2\u2019s", ours.pss / pm2.pss, "at most 0.05");
}
process.exitCode = Object.values(all).some((r) => r.failed) ? 1 : 0;
' || { echo "bench: requests have failed" >&2; exit 1; }
