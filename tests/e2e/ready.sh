# Readiness: wait_ready by sd_notify, from the main process or one below it; listen_timeout.
. "$SRC/tests/e2e/lib/ecort.sh"

config <<'C'
apps:
  - { name: told, script: test_service, args: "status 'warming up' wait go ready status serving pause", wait_ready: true, listen_timeout: 60s }
  - { name: below, script: test_service, args: "child wait go ready pause", wait_ready: true, listen_timeout: 60s }
  - { name: after, script: test_service, args: "pause", depends_on: [told] }
  - { name: silent, script: test_service, args: "wait late ready pause", wait_ready: true, listen_timeout: 100 }
  - { name: plain, script: test_service, args: "pause" }
C
start_ecort
lacks run.out "not acted on"

wait_for 10 has_field told status_text "warming up"
equal "told" "$(field told status)" launching
equal "below" "$(field below status)" launching
equal "what depends on it" "$(field after status)" stopped
wait_for 10 has_field plain status online
ecort show told >shown
contains shown "it says       warming up"

# A stranger's word counts for nothing.
name=$(tr '\0' '\n' <"/proc/$(field told pid)/environ" | sed -n 's/^NOTIFY_SOCKET=//p')
NOTIFY_SOCKET=$name test_service ready
equal "told by a stranger" "$(field told status)" launching
tr '\0' '\n' <"/proc/$(field plain pid)/environ" >environ
lacks environ NOTIFY_SOCKET

touch go
wait_for 10 has_field told status online
wait_for 10 has_field below status online
wait_for 10 has_field after status online
wait_for 10 has_field told status_text serving
equal "told" "$(field told confirmed)" true

# listen_timeout has passed: online, and told not to be confirmed; the word may come late.
wait_for 10 has_field silent status online
equal "silent" "$(field silent confirmed)" false
ecort list >listed
grep -q 'silent .*online, not confirmed' listed || fail "$(cat listed)"
exits 0 ecort restart silent
contains out "restarted, not confirmed, pid"
touch late
wait_for 10 has_field silent confirmed true

# It ends: what it has said is forgotten.
exits 0 ecort stop told
equal "told" "$(field told status)" stopped
equal "told" "$(field told status_text)" null
exits 0 ecort restart told
contains out "told 0 restarted, pid"
stop_ecort

# What waits for its turn and is told to stop is not started when its turn comes; nor when all is told to end.
rm go
start_ecort
wait_for 10 has_field told status_text "warming up"
exits 0 ecort stop after
touch go
wait_for 10 has_field told status online
equal "stopped in line" "$(field after status)" stopped
stop_ecort
rm go
start_ecort
wait_for 10 has_field told status_text "warming up"
stop_ecort
lacks run.out "after 2 started"

# Its word and its status are heard before the news that its program runs: they stand, also where more is waited for.
can_preload || { echo "NOTE: ready: no LD_PRELOAD with this build; what is heard early is not tested"; exit 0; }
. "$SRC/tests/e2e/lib/cluster.sh"
PORT=$(free_port)
node -e 'require("http").createServer((q, s) => s.end()).listen(Number(process.argv[1]), () => console.log("listens"))' "$PORT" >server.out &
SERVER=$!
trap 'kill $SERVER; cleanup' EXIT
wait_for 10 test -s server.out
config <<C
apps:
  - { name: early, script: test_service, args: "status 'in a hurry' ready trip said pause", autostart: false, wait_ready: true, listen_timeout: 60s, http: { port: $PORT, interval: 100 } }
C
start_faulty
wait_for 10 ecort ping
touch "$FAULTS/hold-fork"
ecort start early >early.out 2>&1 &
starter=$!
wait_for 10 test -e said
rm "$FAULTS/hold-fork"
wait $starter || fail "$(cat early.out)"
equal "early" "$(field early status) $(field early confirmed) $(field early status_text)" "online true in a hurry"
stop_ecort
