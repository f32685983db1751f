#!/bin/sh
# `make check-node BUILD`: cluster mode on every Node that it is for, and with what people use on top of it. Node and
# the packages come from npm, by the lock file above this.
set -eu
build=$1
here=$(cd "$(dirname "$0")/.." && pwd)
modules=$here/../../build/node/node_modules
if ! cmp -s "$here/package-lock.json" "$modules/../package-lock.json" || [ ! -d "$modules" ]; then
    mkdir -p "$modules/.."
    cp "$here/package.json" "$here/package-lock.json" "$modules/.."
    (cd "$modules/.." && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
fi
export NODE_MODULES="$modules"
for version in ${NODES:-18 20 22 24}; do
    echo "== Node $("$modules/node$version/bin/node" --version)"
    PATH=$modules/node$version/bin:$PATH CASE="${CASE:-cluster-*}" "$build/cases" e2e "$build" "$here/../e2e"
    PATH=$modules/node$version/bin:$PATH CASE='*' "$build/cases" e2e "$build" "$here"
done
