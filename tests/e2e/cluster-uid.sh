#!/bin/sh
# Cluster mode as another user: the script that is loaded into workers stands where they can read it, also where the supervisor
# makes its files for itself only (umask), and does its work.
. "$SRC/tests/e2e/lib/ecort.sh"
. "$SRC/tests/e2e/lib/cluster.sh"

[ "$(id -u)" = 0 ] || { echo "NOTE: not root: no worker of another user"; exit 0; }
UNPRIVILEGED=54321
PORT=$(free_port)
cat >server.js <<'JS'
require('http').createServer((q, s) => setTimeout(() => s.end(`${process.getuid()}.${process.getgid()}`), 2)).listen(Number(process.env.PORT));
JS
chmod 755 . && chmod 644 server.js
as_other() { setpriv --reuid $UNPRIVILEGED --regid $UNPRIVILEGED --clear-groups "$@"; }
as_other test -r server.js || { echo "NOTE: another user cannot read here: no worker of it"; exit 0; }
config <<YAML
apps:
  - { name: web, script: server.js, instances: 2, exec_mode: cluster, uid: $UNPRIVILEGED, gid: $UNPRIVILEGED, min_uptime: 200, kill_timeout: 60s, listen_timeout: 60s, env: { PORT: "$PORT" } }
YAML
umask 077
# Where nobody has made the folder for such files yet, if that can be had.
if unshare -m mount -t tmpfs none /run 2>/dev/null; then
    unshare -m sh -c 'mount -t tmpfs -o mode=755 none /run && exec ecort run plan.bin' >run.out 2>run.err &
    ECORT_PID=$!
    wait_for 10 ecort list
else
    start_ecort
fi
wait_for 20 has_field web status 'online
online'
equal confirmed "$(field web confirmed | sort -u)" true
pid=$(field web pid | head -1)
script=$(tr '\0' '\n' <"/proc/$pid/environ" | sed -n 's/^NODE_OPTIONS=--require "\(.*\)"$/\1/p')
as_other test -r "/proc/$pid/root$script" || fail "the worker cannot read $script"
case $script in "$PWD"/*) fail "it is where only we can read: $script" ;; esac
load_start keep 8 2
for i in 1 2; do
    ecort reload web >out 2>&1 || fail "reload: $(cat out)"
    load_for 200
done
load_stop
equal failed "$(load_said failed)" 0
equal who "$(answers 2 | sort -u)" $UNPRIVILEGED.$UNPRIVILEGED
lacks run.err 'without that script'
lacks run.out SIGKILL
stop_ecort
