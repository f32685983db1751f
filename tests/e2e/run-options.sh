# Options that act on processes: env_file, nice, uid and gid, pid_file, cron_restart, max_memory_restart.
. "$SRC/tests/e2e/lib/ecort.sh"

printf 'FIRST=file\nSHARED=first\nOVER=file\nQUOTED="a b"\n' >.env
printf 'SHARED=second\n' >more.env
cat >eat.js <<'P'
const hold = [];
if (!require('fs').existsSync('fed')) hold.push(Buffer.alloc(150 << 20, 1));
setInterval(() => hold.length, 1000);
P
cat >eco.head <<'C'
apps:
  - { name: env, script: sleep, args: "1000", env_file: [.env, more.env], env: { OVER: own }, min_uptime: 0 }
  - { name: nice, script: sleep, args: "1000", nice: 7, min_uptime: 0 }
  - { name: pid, script: sleep, args: "1000", pid_file: run/one.pid, min_uptime: 0 }
  - { name: pids, script: sleep, args: "1000", pid_file: several.pid, instances: 2, exec_mode: fork, min_uptime: 0 }
  - { name: tick, script: sleep, args: "1000", cron_restart: "* * * * * *", cron_timezone: Asia/Tokyo, min_uptime: 0 }
  - { name: job, script: "true", autorestart: false, cron_restart: "* * * * * *", min_uptime: 0 }
  - { name: held, script: sleep, args: "1000", cron_restart: "* * * * * *", min_uptime: 0 }
  - { name: eat, script: eat.js, interpreter: node, max_memory_restart: 120M, min_uptime: 0 }
C
mkdir run
config <eco.head
ECORT_GUARD_MS=100 start_ecort
for app in env nice pid pids; do wait_for 10 is_online $app; done
exits 0 ecort stop held
lacks run.out "not acted on"

tr '\0' '\n' <"/proc/$(field env pid)/environ" >environ
for line in FIRST=file SHARED=second OVER=own "QUOTED=a b"; do grep -q -x -e "$line" environ || fail "no $line: $(cat environ)"; done
equal "nice" "$(cut -d' ' -f19 "/proc/$(field nice pid)/stat")" 7
equal "pid_file" "$(cat run/one.pid)" "$(field pid pid)"
for id in $(ecort id pids); do equal "pid_file of $id" "$(cat several-$id.pid)" "$(field "$id" pid)"; done
exits 0 ecort stop pid
[ ! -e run/one.pid ] || fail "the pid file is still there"

# Due each second: what runs is restarted, what has ended is started, what was stopped by hand is not.
several() { [ "$(field "$1" restarts)" -ge 2 ]; }
wait_for 20 several tick
wait_for 20 several job
equal "held" "$(field held status)" stopped
equal "unstable" "$(field tick unstable_restarts)" 0
contains run.out "tick $(ecort id tick): cron_restart is due"

# More memory than it may have: restarted, and left in peace when it has less.
wait_for 20 has_line "eat $(ecort id eat) uses .* KiB, max_memory_restart is 122880 KiB: restarting" run.err
touch fed
restarted() { [ "$(field eat restarts)" -ge 1 ] && has_field eat status online; }
wait_for 20 restarted

# A changed env_file restarts, nice is applied to what runs, a missing file refuses.
sed 's/^FIRST=file/FIRST=changed/' .env >.env.new && mv .env.new .env
sed 's/nice: 7/nice: 9/; /name: tick/d' eco.head >ecosystem.yaml
nice=$(field nice pid)
exits 0 ecort apply ecosystem.yaml
contains out "restart       env  env.FIRST"
contains out "applied live  nice  nice"
equal "pid of nice" "$(field nice pid)" "$nice"
equal "nice" "$(cut -d' ' -f19 "/proc/$nice/stat")" 9
rm more.env
exits 1 ecort apply ecosystem.yaml
contains err "app env: env_file: $PWD/more.env: No such file or directory"
equal "env" "$(field env status)" online

# Users and groups, where we may.
cat >ecosystem.yaml <<'C'
apps: [{ name: who, script: sleep, args: "1000", uid: nobody, min_uptime: 0 }]
C
if [ "$(id -u)" = 0 ] && id nobody >/dev/null 2>&1; then
    chmod 711 .
    exits 0 ecort apply ecosystem.yaml
    status=/proc/$(field who pid)/status
    equal "uid" "$(sed -n 's/^Uid:[[:blank:]]*\([0-9]*\).*/\1/p' "$status")" "$(id -u nobody)"
    equal "gid" "$(sed -n 's/^Gid:[[:blank:]]*\([0-9]*\).*/\1/p' "$status")" "$(id -g nobody)"
    equal "groups" "$(sed -n 's/^Groups:[[:blank:]]*//p' "$status" | tr -d ' ')" "$(id -G nobody | tr -d ' ')"
    tr '\0' '\n' <"/proc/$(field who pid)/environ" | grep -q -x USER=nobody || fail "USER"
else
    exits 1 ecort apply ecosystem.yaml
    contains err "the supervisor has to run as root"
fi
sed 's/uid: nobody/uid: no-such-user-here/' ecosystem.yaml >other.yaml
exits 1 ecort apply other.yaml --take
contains err "app who: there is no user no-such-user-here"
sed 's/uid: nobody/cron_restart: "0 3 * * *", cron_timezone: Middle\/Nowhere/' ecosystem.yaml >other.yaml
exits 1 ecort apply other.yaml --take
contains err "there is no time zone Middle/Nowhere"
stop_ecort || fail "exit status $?"
