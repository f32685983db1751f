# ulimit -f: a log beyond it loses lines, counted, and nobody dies; services get the signal back that we ignore.
. "$SRC/tests/e2e/lib/ecort.sh"

program chatty.sh <<'P'
sh -c 'kill -25 $$'
echo "the signal gives $?"
i=0
while [ $i -lt 1500 ]; do i=$((i + 1)); echo "line $i of those that come first"; done
while [ ! -e go ]; do sleep 0.02; done
echo "after the limit"
exec sleep 1000
P
config <<'C'
apps:
  - { name: chatty, script: ./chatty.sh, min_uptime: 0 }
C
ulimit -S -f 64 # half KiB each
start_ecort
wait_for 10 has_line "home/logs/chatty-out.log: File too large; lines are dropped" run.err
equal "size" "$(stat -c %s home/logs/chatty-out.log)" 32768
[ "$(field chatty logs_dropped)" -gt 0 ] || fail "nothing was counted"
contains home/logs/chatty-out.log "the signal gives 153" # SIGXFSZ, its default

# The next supervisor has the file end its torn line, when it may be written again.
kill_supervisor
for pid in "$ECORT_PID" "$(supervisor_pid)"; do prlimit --pid "$pid" --fsize=unlimited; done
: >go
wait_for 10 has_line "^after the limit$" home/logs/chatty-out.log
lacks run.err "in hand"
stop_ecort || fail "exit status $?"
