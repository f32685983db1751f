#!/bin/sh
# ecort beside other supervisors, all in one run on one machine: memory and wake-ups at idle, starting 100
# services, crash to respawn. The floor is a bare C loop (peer_floor.c) that forks, execs and reads pipes.
# usage: peers.sh BUILD_DIR
#   PEERS="floor ecort pm2"  who; else all of floor ecort dinit runit s6 supervisord pm2. Who is not installed
#                            is skipped; PM2 is fetched by npm into a temporary directory where it is not.
#   APPS="10 100 500"        services for the memory; KILLS=50 kills; RUNS=5 starts of 100, the least counts
# Everything is in a temporary directory, and every process ends with the run.
set -eu
build=$(CDPATH= cd "$1" && pwd)
PEERS=${PEERS:-floor ecort dinit runit s6 supervisord pm2}
APPS=${APPS:-10 100 500}
KILLS=${KILLS:-50}
RUNS=${RUNS:-5}
IDLE_SECONDS=${IDLE_SECONDS:-30}
work=$(mktemp -d)
probe=$build/peer_probe
service=$work/service
socket=$work/socket
root=
supervised=
PATH=$build:$PATH
export PATH
cp "$build/peer_service" "$service"
# shellcheck disable=SC3045 # dash and bash have it
ulimit -n "$(ulimit -H -n)"

# take_down: ends the supervisor that runs, and waits for its services.
take_down() {
    [ -n "$supervised" ] || return 0
    patience_ms=10000
    [ "$supervised" != floor ] || patience_ms=0 # it stops nobody
    signal=15
    [ "$supervised" != runit ] || signal=1
    supervised=
    [ -z "$root" ] || "$probe" end "$root" "$signal" "$service" "$patience_ms"
    wait
}
finish() {
    status=$?
    [ $status -eq 0 ] || echo "peers.sh: ends early"
    take_down
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' INT TERM

# ---- contenders: NAME_there, NAME_prepare N, NAME_start (becomes or tells the supervisor) ----------

numbers() { awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++) print i }'; }

floor_there() { :; }
floor_prepare() { echo "$1" >n; }
floor_start() { begin "$build/peer_floor" "$(cat n)" "$service" "$socket"; }

ecort_there() { command -v ecort >/dev/null; }
ecort_prepare() {
    {
        echo 'apps:'
        for i in $(numbers "$1"); do
            echo "  - { name: app-$i, script: $service, args: $socket, min_uptime: 0 }"
        done
    } >ecosystem.config.yaml
    ecoc build --quiet ecosystem.config.yaml -o plan.bin
}
ecort_start() { begin ecort run plan.bin; }

dinit_there() { command -v dinit >/dev/null; }
dinit_prepare() {
    mkdir services
    printf 'type = internal\n' >services/boot
    for i in $(numbers "$1"); do
        echo "waits-for = app-$i" >>services/boot
        printf 'type = process\ncommand = %s %s\nlog-type = buffer\nrestart = true\n' \
            "$service" "$socket" >"services/app-$i"
        printf 'smooth-recovery = true\nrestart-delay = 0\nrestart-limit-count = 1000000\n' >>"services/app-$i"
    done
}
dinit_start() { begin dinit --user -d "$PWD/services" -p "$PWD/control" boot; }

# run_scripts N LOGGER: a directory with a service and its logger, as runit and s6 want them.
run_scripts() {
    for i in $(numbers "$1"); do
        mkdir -p "services/app-$i/log/main"
        printf '#!/bin/sh\nexec 2>&1\nexec %s %s\n' "$service" "$socket" >"services/app-$i/run"
        printf '#!/bin/sh\nexec %s\n' "$2" >"services/app-$i/log/run"
        chmod +x "services/app-$i/run" "services/app-$i/log/run"
    done
}
runit_there() { command -v runsvdir >/dev/null && command -v svlogd >/dev/null; }
runit_prepare() { run_scripts "$1" 'svlogd ./main'; }
runit_start() { begin runsvdir services; }
s6_there() { command -v s6-svscan >/dev/null && command -v s6-log >/dev/null; }
s6_prepare() { run_scripts "$1" 's6-log ./main'; }
s6_start() { begin s6-svscan -c 2000 services; }

supervisord_there() { command -v supervisord >/dev/null; }
supervisord_prepare() {
    mkdir logs
    {
        printf '[supervisord]\nlogfile=%s/log\npidfile=%s/pid\nminfds=8192\nminprocs=1024\n' "$PWD" "$PWD"
        printf '[unix_http_server]\nfile=%s/control\n[supervisorctl]\nserverurl=unix://%s/control\n' \
            "$PWD" "$PWD"
        echo '[rpcinterface:supervisor]'
        echo 'supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface'
        for i in $(numbers "$1"); do
            printf '[program:app-%s]\ncommand=%s %s\nstartsecs=0\nautorestart=true\n' "$i" "$service" "$socket"
            printf 'stdout_logfile=%s/logs/%s.out\nstderr_logfile=%s/logs/%s.err\n' "$PWD" "$i" "$PWD" "$i"
        done
    } >supervisord.conf
}
supervisord_start() { begin supervisord -n -c "$PWD/supervisord.conf"; }

# The daemon runs before the clock does (bring_up): it is the client's start that counts.
pm2_there() {
    command -v pm2 >/dev/null && return 0
    command -v npm >/dev/null || return 1
    [ -d "$work/npm" ] || {
        mkdir "$work/npm"
        npm install --prefix "$work/npm" --no-audit --no-fund --loglevel=error pm2@7 >/dev/null 2>&1
    } || return 1
    PATH=$work/npm/node_modules/.bin:$PATH
}
pm2_prepare() {
    {
        echo 'module.exports = { apps: ['
        for i in $(numbers "$1"); do
            printf "{ name: 'app-%s', script: '%s', args: '%s', interpreter: 'none', max_restarts: 1000000 },\n" \
                "$i" "$service" "$socket"
        done
        echo '] };'
    } >ecosystem.config.js
}
pm2_start() { begin pm2 start ecosystem.config.js; }

# ---- running one -----------------------------------------------------------------------------------

begin() { exec "$probe" begin "$socket" "$@" >>"$work/said" 2>&1 </dev/null; }

# bring_up NAME N: starts it with N services; sets root (the supervisor's pid) and start_ms. Its directory is
# there when it was started before, as after a reboot: with its log files.
bring_up() {
    run=$work/run.$1.$2
    ECORT_HOME=$run/ecort
    PM2_HOME=$run/pm2
    export ECORT_HOME PM2_HOME
    is_new=
    [ -d "$run" ] || is_new=1
    mkdir -p "$run"
    : >"$work/said"
    supervised=$1
    root=
    cd "$run"
    [ -z "$is_new" ] || "$1_prepare" "$2"
    [ "$1" != pm2 ] || pm2 ping >/dev/null 2>&1
    "$probe" collect "$socket" "$2" >"$work/start_ms" &
    collector=$!
    "$1_start" &
    root=$!
    came_up=1
    wait "$collector" || came_up=
    if [ "$1" = pm2 ]; then
        [ -z "$came_up" ] || wait "$root" || true
        root=$(cat "$PM2_HOME/pm2.pid")
    fi
    if [ -z "$came_up" ]; then
        tail -n 5 "$work/said"
        echo "$1 does not come up with $2 services: left out"
        take_down
        cd "$src"
        return 1
    fi
    start_ms=$(cat "$work/start_ms")
    cd "$src"
}

# note KEY NAME VALUE: remembers a figure.
note() { echo "$3" >"$work/$1.$2"; }
# note_time KEY NAME N COMMAND...: remembers its median of N, and the least as KEY0.
note_time() {
    key=$1 name=$2
    shift 2
    "$probe" time "$@" >"$work/time"
    note "$key" "$name" "$(cut -d' ' -f1 "$work/time")"
    note "${key}0" "$name" "$(cut -d' ' -f2 "$work/time")"
}

measure_at() { # NAME N
    bring_up "$1" "$2" || return 0
    # The last ones are still exec'ing for the supervisor, and it has their first line to write.
    "$probe" idle "$root" "$service" 2 >/dev/null
    note "memory$2" "$1" "$("$probe" memory "$root" "$service")"
    case $2 in
    10)
        pause=50
        case $1 in runit | s6) pause=1100 ;; esac # they start a service at most once a second
        "$probe" respawn "$socket" "$service" "$KILLS" "$pause" >"$work/respawn"
        note respawn "$1" "$(cut -d' ' -f1 "$work/respawn")"
        note respawn99 "$1" "$(cut -d' ' -f2 "$work/respawn")"
        note respawn0 "$1" "$(cut -d' ' -f3 "$work/respawn")"
        ;;
    100)
        "$probe" idle "$root" "$service" "$IDLE_SECONDS" >"$work/idle"
        note wakeups "$1" "$(cut -d' ' -f1 "$work/idle")"
        note cpu "$1" "$(cut -d' ' -f2 "$work/idle")"
        case $1 in
        ecort) note_time list "$1" 50 ecort list ;;
        supervisord) note_time list "$1" 5 supervisorctl -c "$run/supervisord.conf" status ;;
        pm2) note_time list "$1" 5 pm2 ls ;;
        esac
        ;;
    esac
    take_down
}

# In turn, so that a busy moment of the machine is not one contender's alone; the least counts.
measure_starts() {
    for name in $here; do
        [ -d "$work/run.$name.100" ] || { bring_up "$name" 100 && take_down; } || true
    done
    for _ in $(numbers "$RUNS"); do
        for name in $here; do
            bring_up "$name" 100 || continue
            echo "$start_ms" >>"$work/starts.$name"
            take_down
        done
    done
    for name in $here; do
        [ ! -f "$work/starts.$name" ] || sort -n "$work/starts.$name" | head -n 1 >"$work/start.$name"
    done
}

measure_apply() {
    bring_up ecort 1000 || return 0
    cd "$run"
    note_time apply ecort 20 ecort apply plan.bin
    cd "$src"
    take_down
}

# ---- the table -------------------------------------------------------------------------------------

# table TITLE KEY GOAL KIND: a row for each contender; the goal is the most of the value, or of the
# ratio to the floor (KIND ratio).
table() {
    echo
    echo "$1"
    for name in $here; do
        [ ! -s "$work/$2.$name" ] || echo "$name $(cat "$work/$2.$name")"
    done | awk -v goal="$3" -v kind="${4:-value}" '
        { name[NR] = $1; value[NR] = $2; of[$1] = $2 }
        END {
            for (i = 1; i <= NR; i++) {
                v = value[i]
                printf "  %-12s %10s", name[i], v
                if (of["floor"] > 0) { printf "  %8.2f x floor", v / of["floor"] } else { printf "%18s", "" }
                if (of["ecort"] > 0) { printf "  %8.2f x ecort", v / of["ecort"] }
                measured = kind == "ratio" ? (of["floor"] > 0 ? v / of["floor"] : "") : v
                if (name[i] == "ecort" && goal != "-" && measured != "")
                    printf "   goal %s%s: %s", goal, kind == "ratio" ? " x floor" : "", \
                        measured <= goal + 0 ? "met" : "missed"
                print ""
            }
        }'
}

src=$PWD
here=
for name in $PEERS; do
    if "${name}_there"; then here="$here $name"; else echo "$name is not installed: skipped"; fi
done
for name in $here; do
    for n in $APPS; do
        measure_at "$name" "$n"
    done
done
measure_starts
case " $here " in *" ecort "*) measure_apply ;; esac

for n in $APPS; do
    case $n in 10) goal=819 ;; 100) goal=1024 ;; 500) goal=1638 ;; *) goal=- ;; esac
    table "memory at idle, $n services: KiB of PSS of all processes of the supervisor" "memory$n" "$goal"
done
table "wake-ups per minute at idle, 100 services: voluntary context switches" wakeups 0
table "CPU time per minute at idle, 100 services: ms" cpu -
table "100 services started: ms until the last one runs, the least of $RUNS" start 1.3 ratio
table "crash to respawn: ms, median of $KILLS kills" respawn 0.9
table "crash to respawn: ms, 99th of 100" respawn99 -
table "crash to respawn: ms, the least (on a busy machine it tells most)" respawn0 -
table "list, 100 services: ms, median" list 3
table "list, 100 services: ms, the least" list0 3
table "apply of an unchanged plan of 1,000 apps: ms, median" apply 30
table "apply of an unchanged plan of 1,000 apps: ms, the least" apply0 30
