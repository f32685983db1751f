# depends_on: started after those it needs, stopped before them; also by restart all.
. "$SRC/tests/e2e/lib/ecort.sh"

program app.sh <<'P'
trap 'echo "$name stops" >>order; exit 0' INT
echo "$name starts" >>order
while :; do sleep 0.02; done
P
config <<'C'
apps:
  - { name: web, script: ./app.sh, kill_timeout: 60s, depends_on: [api, cache] }
  - { name: api, script: ./app.sh, kill_timeout: 60s, depends_on: [db] }
  - { name: cache, script: ./app.sh, kill_timeout: 60s }
  - { name: db, script: ./app.sh, kill_timeout: 60s }
C
place() { grep -n -x -e "$1" order | tail -n 1 | cut -d: -f1; }
before() { [ "$(place "$1")" -lt "$(place "$2")" ] || fail "not: $1, then $2: $(cat order)"; }
lines() { [ "$(wc -l <order)" = "$1" ]; }
start_ecort
wait_for 10 lines 4
# "Runs" is the exec, so the lines of the programs themselves may cross; the supervisor's own may not.
grep -n started run.out | sed 's/ [0-9]* started.*//; s/.*://' | tr '\n' ' ' >started
for order in "db api" "api web" "cache web"; do
    set -- $order
    grep -q "$1 .*$2 " started || fail "not $order: $(cat started)"
done
: >order
exits 0 ecort restart all
wait_for 10 lines 8
before "web stops" "api stops"
before "api stops" "db stops"
: >order
stop_ecort || fail "exit status $?"
before "web stops" "api stops"
before "web stops" "cache stops"
before "api stops" "db stops"
equal "errors" "$(cat run.err)" ""
