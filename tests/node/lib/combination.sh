#!/bin/sh
# One app on one Node, in an empty folder: all that must not cost a request, with new and with kept connections.
# Appends to the file TABLE, for each load: NODE APP LOAD REQUESTS FAILED WHOSE.
. "$SRC/tests/e2e/lib/ecort.sh"
. "$SRC/tests/e2e/lib/cluster.sh"

APP=$1
REQUESTS=${REQUESTS:-10000}
CONNECTIONS=16 THINK_MS=2
PORT=$(free_port)
NODE_PATH=$NODE_MODULES
export NODE_PATH

# begin keep|close
begin() {
    rm -f load.count
    : >notes
    case $APP in
    https | http2) set -- node "$SRC/tests/node/lib/load_tls.js" "$APP" "$PORT" $CONNECTIONS "$1" $THINK_MS ;;
    *) set -- "$BUILD/bench_load" "$PORT" $CONNECTIONS "$1" $THINK_MS ;;
    esac
    LOAD_COUNT=load.count LOAD_FAILED=load.failed "$@" >load.out 2>load.err &
    LOAD_PID=$!
    load_for 100
}
# end NAME: none may have failed.
end() {
    load_stop
    echo "$(node --version) $APP $1 $(load_said ok) $(load_said failed) none" >>"$TABLE"
    [ "$(load_said failed)" -eq 0 ] || BAD="$BAD; $1: $(cat load.out load.failed steps)"
}
# What is done now, with the time as the load notes it (CLOCK_MONOTONIC), for who looks for the cause of a failure.
step() { echo "$(cut -d' ' -f1 /proc/uptime) $*" >>steps; }
# end_crash NAME PID OTHER: what has failed was on connections of the dead process, and not of the other one.
end_crash() {
    load_stop
    echo "$(node --version) $APP $1 $(load_said ok) $(load_said failed) dead" >>"$TABLE"
    equal "$1: failures with a line" "$(wc -l <load.failed)" "$(load_said failed)"
    blame notes load.failed "$2" >blamed || BAD="$BAD; $1: $(cat blamed)"
    [ "$(load_said failed)" -eq 0 ] || ! blame notes load.failed "$3" >blamed || BAD="$BAD; $1: blames anybody"
}
# The versions that answered the load.
versions() { grep -o '"[a-z0-9]*\.w[0-9]*"' load.out | sed 's/"\(.*\)\..*/\1/' | sort -u | tr '\n' ' '; }
all_online() { [ "$(field web status | tr '\n' ' ')" = "$1" ]; }
reload() { ecort reload web >out 2>&1 || fail "reload: $(cat out)"; }

BAD=
cp "$SRC/tests/node/apps/common.js" "$SRC/tests/node/apps/$APP.js" .
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost -keyout key.pem \
    -out cert.pem 2>openssl.err || fail "openssl: $(cat openssl.err)"
echo v0 >version
config <<YAML
apps:
  - { name: web, script: $APP.js, instances: 2, exec_mode: cluster, min_uptime: ${MIN_UPTIME:-1500}, kill_timeout: 8000, listen_timeout: ${LISTEN_TIMEOUT:-8000}, env: { PORT: "$PORT", NOTES: "$PWD/notes" }, node_args: [--require, "$SRC/tests/e2e/lib/note.js"] }
YAML
start_ecort
wait_for 30 all_online 'online online '
equal confirmed "$(field web confirmed | sort -u)" true

n=0
for mode in close keep; do
    begin $mode
    for i in 1 2; do
        n=$((n + 1))
        echo v$n >version
        step reload
        reload
        step reloaded
        load_for 200
    done
    step scale 4
    ecort scale web 4 >out 2>&1 || fail "scale: $(cat out)"
    load_for 200
    step scale 2
    ecort scale web 2 >out 2>&1 || fail "scale: $(cat out)"
    load_for 200
    step kill
    kill_supervisor
    step killed
    wait_for 120 has_count "$REQUESTS"
    end "$mode"
    equal 'versions' "$(versions)" "v$((n - 2)) v$((n - 1)) v$n "
done
[ "$APP" != nest ] || contains home/logs/web-out-0.log 'hooks have run'

for mode in close keep; do
    begin $mode
    victim=$(field web pid | head -1)
    other=$(field web pid | tail -1)
    kill -9 "$victim"
    load_for 1000
    end_crash "$mode,crash" "$victim" "$other"
    wait_for 30 all_online 'online online '
done

pids=$(field web pid)
for bad in exits crashes mute; do
    echo $bad >version
    begin keep
    exits 1 ecort reload web
    load_for 200
    end "keep,$bad"
    equal "who answers beside $bad" "$(versions)" "v$n "
    equal "who runs beside $bad" "$(field web pid)" "$pids"
done
stop_ecort
[ -z "$BAD" ] || fail "${BAD#; }"
