#!/bin/sh
# The whole way with the sample: lint, diff, build, run, look, crash, stop. usage: demo.sh BUILD_DIR
# Works in a temporary copy; every wait has a deadline; leaves nothing running.
set -eu
build=$(CDPATH= cd "$1" && pwd)
here=$(CDPATH= cd "$(dirname "$0")" && pwd)
PATH=$build:$PATH
work=$(mktemp -d)
ECORT_HOME=$work/home
export PATH ECORT_HOME
supervisor=

finish() {
    code=$?
    if [ -n "$supervisor" ] && kill -0 "$supervisor" 2>/dev/null; then
        kill -TERM "$supervisor"
        wait "$supervisor" || true
    fi
    rm -rf "$work"
    exit $code
}
trap finish EXIT
trap 'exit 1' INT TERM

say() { printf '\n\033[1m$ %s\033[0m\n' "$*"; }
run() { say "$@"; "$@"; }

# eventually SECONDS COMMAND: until the command succeeds.
eventually() {
    tries=$(($1 * 10))
    shift
    while ! "$@" >/dev/null 2>&1; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || { echo "demo: not within its time: $*" >&2; exit 1; }
        sleep 0.1
    done
}

# Ports that are free here, so that the demo runs beside anything.
base=$(node -e '
const net = require("net");
const free = (port) => new Promise((yes) => {
  const s = net.createServer().once("error", () => yes(false)).once("listening", () => s.close(() => yes(true)));
  s.listen(port, "127.0.0.1");
});
(async () => {
  for (let base = 30000; base < 32000; base += 10) {
    const all = await Promise.all([0, 1, 2, 3, 5, 6].map((i) => free(base + i)));
    if (all.every(Boolean)) return console.log(base / 10);
  }
  process.exit(1);
})();')

cp -R "$here/cloudphone" "$work/cloudphone"
cd "$work/cloudphone"
sed -i "s/3000\([0-9]\)/$base\1/g" ecosystem.config.*
git init -q .
git config user.name demo
git config user.email demo@localhost
git add -A
git commit -qm 'six services'

run ecoc lint ecosystem.config.js

say "edit ecosystem.config.js: production always, a longer kill_timeout, one more variable"
sed -i "s/kill_timeout: 5000/kill_timeout: 8000/; s/const production = .*/const production = true;/; s/LOG_LEVEL: 'debug'/LOG_LEVEL: 'info'/" ecosystem.config.js
run ecoc diff HEAD
git checkout -q ecosystem.config.js

run ecoc build ecosystem.config.js -o plan.bin

say "ecort run plan.bin &"
ecort run plan.bin &
supervisor=$!
online() { [ "$(ecort list --json | grep -c '"status": *"online"')" -eq "$1" ]; }
answers() { curl -fsS -m 2 "http://127.0.0.1:$1/health"; }
eventually 20 online 6
for n in 0 1 2 3 5 6; do eventually 20 answers "$base$n"; done
run ecort list

run curl -fsS "http://127.0.0.1:${base}0/devices/health"

pid=$(ecort show device-service --json | sed -n 's/.*"pid": *\([0-9][0-9]*\).*/\1/p' | head -n 1)
say "kill -9 $pid  # device-service crashes"
kill -9 "$pid"
restarted() { ecort show device-service --json | grep -q '"restarts": *1' && online 6; }
eventually 20 restarted
eventually 20 answers "${base}2"
run ecort list

say "kill -TERM $supervisor  # the supervisor stops everything"
kill -TERM "$supervisor"
wait "$supervisor"
supervisor=
echo
echo "demo: all well"
