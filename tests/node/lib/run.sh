#!/bin/sh
# `make check-node BUILD`: cluster mode on every Node that it is for, and with what people use on top of it. Node and
# the packages come from npm, by the lock file above this. NODES="18 24" and APPS="http koa" choose some; CASES= leaves the
# cases of `make check` out. A table at the end.
set -eu
build=$1
here=$(cd "$(dirname "$0")/.." && pwd)
modules=$here/../../build/node/node_modules
if ! cmp -s "$here/package-lock.json" "$modules/../package-lock.json" || [ ! -d "$modules" ]; then
    mkdir -p "$modules/.."
    cp "$here/package.json" "$here/package-lock.json" "$modules/.."
    (cd "$modules/.." && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) || {
        rm -f "$modules/../package-lock.json"
        exit 1
    }
fi
NODE_MODULES=$(cd "$modules" && pwd)
BUILD=$build
SRC=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
TABLE=$work/table
export NODE_MODULES BUILD SRC TABLE
trap 'rm -rf "$work"' EXIT
: >"$TABLE"
failed=

# combination APP: two minutes are ten times what it takes; a loaded machine may set PATIENCE_S.
combination() {
    mkdir "$work/run"
    if (cd "$work/run" && HOME=$work/run timeout -k 20 "${PATIENCE_S:-180}" sh "$here/lib/combination.sh" "$1") \
        >"$work/said" 2>&1 </dev/null; then
        echo "  ok    $1"
    else
        echo "  FAIL  $1"
        { cat "$work/said"; tail -n 15 "$work/run/home/logs"/*err* 2>/dev/null || :; } | sed 's/^/        /'
        failed="$failed $version/$1"
    fi
    rm -rf "$work/run"
}

plain_path=$PATH
for version in ${NODES:-18 20 22 24}; do
    PATH=$NODE_MODULES/node$version/bin:$build:$plain_path
    echo "== Node $(node --version)"
    for app in ${APPS-http https http2 express express4 fastify koa nest ws socketio}; do
        combination "$app"
    done
    [ -z "${CASES-some}" ] || {
        CASE="${CASE:-cluster-*}" "$build/cases" e2e "$build" "$here/../e2e" || failed="$failed $version/e2e"
        CASE='*' "$build/cases" e2e "$build" "$here" || failed="$failed $version/cases"
    }
done

echo
printf '%-10s %-10s %-14s %10s %8s\n' Node app load requests failed
while read -r node app load requests lost whose; do
    printf '%-10s %-10s %-14s %10s %8s%s\n' "$node" "$app" "$load" "$requests" "$lost" \
        "$([ "$whose" = none ] || echo "  (each on a connection of the dead worker)")"
done <"$TABLE"
[ -z "$failed" ] || {
    echo "failed:$failed"
    exit 1
}
