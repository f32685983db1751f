# A new version that does not come up: the one before is back, what depends on it is not touched, exit code 1.
. "$SRC/tests/e2e/lib/ecort.sh"

program good.sh <<'P'
exec sleep 1000
P
program bad.sh <<'P'
exit 3
P
# One that is to fail may take its time to do so.
uptime_of() { [ "$1" = ./bad.sh ] && echo 60000 || echo 300; }
write() { # write WEB_SCRIPT DB_SCRIPT
    config <<C
apps:
  - { name: db, script: $2, min_uptime: $(uptime_of "$2") }
  - { name: web, script: $1, min_uptime: $(uptime_of "$1"), instances: 3, exec_mode: fork, depends_on: db, env: { V: "$1$2" } }
  - { name: alone, script: ./good.sh, min_uptime: 300, env: { V: "$1$2" } }
C
}
write ./good.sh ./good.sh
start_ecort
web=$(field web pid) db=$(field db pid) alone=$(field alone pid)

# The canary falls, the others are never touched; the rest of the plan goes on.
write ./bad.sh ./good.sh
exits 1 ecort apply plan.bin
contains err "web: restart failed: the new version does not come up: it ended with code 3 after"
contains err "the old one is back"
equal "two of web" "$(field web pid | tail -n 2)" "$(echo "$web" | tail -n 2)"
equal "web" "$(field web status | tr '\n' ' ')" "online online online "
equal "script" "$(field web script | sort -u)" ./good.sh
equal "db" "$(field db pid)" "$db"
[ "$(field alone pid)" != "$alone" ] || fail "alone is the old one"

# What depends on what failed stays as it was.
write ./good.sh ./bad.sh
exits 1 ecort apply plan.bin
contains err "db: restart failed"
contains err "web: restart failed: it depends on db, which did not come up"
equal "two of web" "$(field web pid | tail -n 2)" "$(echo "$web" | tail -n 2)"
equal "status of db" "$(field db status)" online

# It cannot even be started.
write ./good.sh ./missing.sh
exits 1 ecort apply plan.bin
contains err "script $PWD/missing.sh: No such file or directory; the old one is back"
equal "status of db" "$(field db status)" online

# On a terminal a line tells how far it is, and leaves nothing behind.
if command -v script >/dev/null; then
    write ./good.sh ./good.sh
    script -q -e -c "ecort apply plan.bin" typescript >/dev/null </dev/null || fail "$(cat typescript)"
    contains typescript "0 of 1 done"
fi

# Repaired.
write ./good.sh ./good.sh
exits 0 ecort apply plan.bin

# What a hand had stopped is started by an apply; where that fails it is as stopped as before: a supervisor that takes
# over does not start it either, and only a hand does.
write ./good.sh ./good.sh
exits 0 ecort apply plan.bin
exits 0 ecort stop web alone
write ./bad.sh ./good.sh
exits 1 ecort apply plan.bin
contains err "web: restart failed: the new version does not come up"
contains err "the old one did not run either"
equal "web" "$(field web status | tr '\n' ' ')" "stopped stopped stopped "
equal "script" "$(field web script | sort -u)" ./good.sh
equal "alone, by the same apply" "$(field alone status)" online
starts=$(grep -c "^web . started" run.out || :)
kill_supervisor
equal "web, taken over" "$(field web status | tr '\n' ' ')" "stopped stopped stopped "
equal "starts" "$(grep -c "^web . started" run.out || :)" "$starts"
# The same version, too.
program moody.sh <<'P'
[ ! -e moody ] || exit 3
exec sleep 1000
P
write ./moody.sh ./good.sh
exits 0 ecort apply plan.bin
exits 0 ecort stop web
sed -i '/name: web/s/min_uptime: 300/min_uptime: 60000/' ecosystem.yaml
ecoc build ecosystem.yaml -o plan.bin >build.out
touch moody
exits 1 ecort apply plan.bin
equal "web" "$(field web status | tr '\n' ' ')" "stopped stopped stopped "
rm moody
kill_supervisor
equal "web, taken over" "$(field web status | tr '\n' ' ')" "stopped stopped stopped "
exits 0 ecort start web
equal "web" "$(field web status | tr '\n' ' ')" "online online online "

# A new app has nothing to go back to: its policy goes on with it. Jobs may end well.
config <<'C'
apps:
  - { name: job, script: "true", autorestart: false }
  - { name: loop, script: ./bad.sh, max_restarts: 2, min_uptime: 60000 }
C
exits 1 ecort apply plan.bin
contains out "job started"
contains err "loop: start failed: it ended with code 3"
wait_for 10 has_field loop status errored
equal "status of the job" "$(field job status)" stopped
exits 1 ecort show web
exits 1 ecort apply plan.bin
lacks out job
stop_ecort || fail "exit status $?"
