#!/bin/sh
# check.sh BUILD [some|all] [fork|cluster]: gets PM2 from npm once (by lock file, no install scripts) and asks it.
set -eu
here=$(CDPATH= cd "$(dirname "$0")" && pwd)
build=$(CDPATH= cd "$1" && pwd)
shift
home=$here/../../build/pm2
if ! cmp -s "$here/package-lock.json" "$home/node_modules/.lock"; then
    mkdir -p "$home"
    cp "$here/package.json" "$here/package-lock.json" "$home/"
    (cd "$home" && timeout 300 npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
    cp "$here/package-lock.json" "$home/node_modules/.lock"
fi
exec timeout -k 30 "${PM2_SECONDS:-900}" node "$here/check.js" "$(cd "$home" && pwd)/node_modules/pm2/bin/pm2" "$build/ecoc" "$@"
