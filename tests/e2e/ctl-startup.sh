# startup: a unit that systemd accepts, and a supervisor that speaks its notify protocol.
. "$SRC/tests/e2e/lib/ecort.sh"

exits 0 ecort startup --print
cp out ecort.service
for line in Type=notify WatchdogSec=30 NoNewPrivileges=yes "Environment=\"ECORT_HOME=$PWD/home\""; do contains ecort.service "$line"; done
if command -v systemd-analyze >/dev/null; then
    systemd-analyze verify ./ecort.service >verify 2>&1 || { cat verify; fail "systemd-analyze verify"; }
    lacks verify ecort.service
fi
exits 0 ecort startup --dir units/deep
contains out "wrote $PWD/units/deep/ecort.service"
cmp units/deep/ecort.service ecort.service || fail "another unit"
exits 0 ecort unstartup --dir units/deep
[ ! -e units/deep/ecort.service ] || fail "it is still there"
exits 1 ecort unstartup --dir units/deep
ECORT_HOME='/a "b" 100%\c' exits 0 ecort startup --print
contains out 'Environment="ECORT_HOME=/a \"b\" 100%%\\c"'

# READY=1 once it answers, WATCHDOG=1 again and again, STOPPING=1; the services see none of it.
cat >listen.py <<'P'
import socket
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind("notify.sock")
while True:
    text = s.recv(100).decode()
    with open("heard", "a") as f:
        f.write(text + "\n")
    if text == "STOPPING=1":
        break
P
python3 listen.py &
listener=$!
wait_for 10 test -S notify.sock
echo 'apps: [{ name: a, script: sleep, args: "1000" }]' >ecosystem.yaml
ecoc build ecosystem.yaml -o plan.bin >/dev/null
NOTIFY_SOCKET=$PWD/notify.sock WATCHDOG_USEC=100000 start_ecort
several() { [ "$(grep -c WATCHDOG=1 heard)" -ge 3 ]; }
wait_for 10 several
wait_for 10 has_field a status online
grep -q -x READY=1 heard || fail "$(cat heard)"
tr '\0' '\n' <"/proc/$(field a pid)/environ" >environ
lacks environ NOTIFY
lacks environ WATCHDOG
stop_ecort || fail "exit status $?"
wait $listener
