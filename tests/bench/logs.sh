#!/bin/sh
# CPU time of writing logs, as a ratio to `cat` that does nothing else: a service writes lines of 100 bytes as fast as
# it can, and the CPU time of the supervisor alone is taken. Peers that are installed are measured in the same run.
# usage: logs.sh BUILD_DIR [LINES]     goals: stamped at most the best peer's; JSON at most twice stamped
set -eu
build=$(CDPATH= cd "$1" && pwd)
lines=${2:-2000000}
work=$(mktemp -d)
supervisor=
finish() {
    [ -z "$supervisor" ] || { kill -TERM "$supervisor" 2>/dev/null && wait "$supervisor"; } || true
    rm -rf "$work"
}
trap finish EXIT
cd "$work"
PATH=$build:$PATH
ECORT_HOME=$work/home
export PATH ECORT_HOME
awk -v n="$lines" 'BEGIN { for (i = 0; i < 88; i++) x = x "x"; for (i = 0; i < n; i++) printf "%010d %s\n", i, x }' >in
cat in >/dev/null

# least: of the numbers on stdin.
least() { sort -n | head -n 1; }
# row LABEL MS
row() {
    awk -v label="$1" -v ms="$2" -v cat="$floor" -v n="$lines" \
        'BEGIN { printf "%-34s %7.1f ms per million lines   %5.2f times cat\n", label, ms * 1e6 / n, ms / cat }'
}
# piped COMMAND...: CPU ms of the command reading the lines from a pipe, the least of 3 runs.
piped() {
    for _ in 1 2 3; do
        rm -rf out && mkdir out
        [ ! -e config ] || cp config out/
        cat in | sh -c '"$@" >/dev/null 2>&1; times' sh "$@" |
            sed -n '2s/^\([0-9]*\)m\([0-9.]*\)s \([0-9]*\)m\([0-9.]*\)s$/\1 \2 \3 \4/p' |
            awk '{ print ($1 + $3) * 60000 + ($2 + $4) * 1000 }'
    done | least
}
# ours OPTIONS: CPU ms of ecort, from its start to the end of the service.
ours() {
    for _ in 1 2 3; do
        rm -rf out home && mkdir out
        printf 'apps:\n  - { name: f, script: cat, args: in, autorestart: false, out_file: out/f.log%s }\n' "$1" >e.yaml
        ecoc build --quiet e.yaml -o plan.bin
        ecort run plan.bin >/dev/null 2>&1 &
        supervisor=$!
        tries=600
        until ecort list --json 2>/dev/null | grep -q '"status": "stopped"'; do
            tries=$((tries - 1))
            [ $tries -gt 0 ] || { echo "bench: the service does not end" >&2; exit 1; }
            sleep 0.05
        done
        "$build/peer_probe" cpu "$supervisor" none
        kill -TERM "$supervisor"
        wait "$supervisor" || true
        supervisor=
        cat out/* | wc -l | awk -v n="$lines" '$1 != n { print "bench: " $1 " lines of " n > "/dev/stderr"; exit 1 }'
    done | least
}

floor=$(piped sh -c 'exec cat >out/f')
row "cat (the floor)" "$floor"
row "ecort, lines as they are" "$(ours '')"
row "ecort, stamped" "$(ours ', time: true')"
row "ecort, stamped, 1 ms stamps" "$(ours ', log_date_format: "YYYY-MM-DD HH:mm:ss.SSS"')"
row "ecort, JSON" "$(ours ', log_type: json')"
row "ecort, stamped, rotated at 10M" "$(ours ', time: true, log_rotate: { max_size: 10M, retain: 1000 }')"
echo s1000000000 >config
! command -v svlogd >/dev/null || row "svlogd -tt (runit)" "$(piped svlogd -tt out)"
rm config
! command -v s6-log >/dev/null || row "s6-log T" "$(piped s6-log s268435455 T ./out)"
! command -v multilog >/dev/null || row "multilog t (daemontools)" "$(piped multilog t s16777215 ./out)"
