# scale, reset, send-signal, env, id, pid, jlist, completion.
. "$SRC/tests/e2e/lib/ecort.sh"

program usr.sh <<'P'
trap 'echo got-usr1' USR1
echo ready
while :; do sleep 0.02; done
P
config <<'C'
apps:
  - { name: api, script: sleep, args: "1000", instances: 2, exec_mode: fork, env: { LEVEL: 3000, name: mine }, namespace: edge }
  - { name: usr, script: ./usr.sh, max_memory_restart: 200M, cron_restart: "0 3 * * *", env: { SECRET: x } }
C
exits 0 ecort jlist
equal "jlist without a supervisor" "$(cat out)" "[]"
start_ecort
wait_for 10 has_line ready home/logs/usr-out.log
wait_for 10 is_online api

exits 0 ecort scale api +2
contains out "api 3 started, pid"
equal "numbers" "$(field api instance | tr '\n' ' ')" "0 1 2 3 "
exits 0 ecort scale 0 3
contains out "api 4 is gone"
exits 0 ecort scale api -2
equal "numbers" "$(field api instance | tr '\n' ' ')" "0 "
exits 0 ecort scale api 1
equal "scale to what it has" "$(cat out)" "nothing to do"
exits 0 ecort scale api max
equal "one for each CPU" "$(field api instance | wc -l)" "$(nproc)"
for amount in x 0 -99 +99999 "" 1.5; do exits 1 ecort scale api "$amount"; done
contains err "is no number of instances from 1 to 4096"
exits 1 ecort scale all 2
contains err "one app at a time"
exits 0 ecort scale api 2

exits 0 ecort send-signal SIGUSR1 usr
wait_for 10 has_line got-usr1 home/logs/usr-out.log
exits 1 ecort send-signal SIGNOTHING usr
contains err '"SIGNOTHING" is no signal'
exits 0 ecort stop usr
exits 1 ecort sendSignal usr1 usr
contains err "it does not run"

exits 0 ecort restart api
equal "restarts" "$(field api restarts | tr '\n' ' ')" "1 1 "
exits 0 ecort reset edge
equal "restarts" "$(field api restarts | tr '\n' ' ')" "0 0 "
exits 0 ecort restart 0
equal "restarts" "$(field 0 restarts)" 1

exits 0 ecort env 0
grep -q -x LEVEL=3000 out || fail "$(cat out)"
grep -q -x name=api out || fail "$(cat out)"
tr '\0' '\n' <"/proc/$(field 0 pid)/environ" | sort >real
sort out | diff - real || fail "env is not what the process has"
exits 0 ecort id usr
equal "id" "$(cat out)" 2
exits 1 ecort id nobody
exits 0 ecort pid 0 usr
equal "pid" "$(cat out)" "$(field 0 pid)
0"
exits 0 ecort pid
equal "pids" "$(wc -l <out)" 3
for command in "env 0" "id api" "pid api" "reset api" "scale api 3"; do
    exits 0 ecort $command --json
    node -e 'if (!Array.isArray(JSON.parse(require("fs").readFileSync("out", "utf8")))) throw new Error()' || fail "$command --json"
done

# The list fits into what room there is; what matters stays.
ecort list >wide
[ "$(head -n 1 wide | wc -w)" = 10 ] || fail "$(cat wide)"
for columns in 70 40 25; do
    COLUMNS=$columns ecort list >narrow
    awk -v most=$columns 'length($0) > most { exit 1 }' narrow || fail "wider than $columns: $(cat narrow)"
    grep -q "id  name .*status" narrow || fail "$(cat narrow)"
done

exits 0 ecort jlist
equal "lines" "$(wc -l <out)" 1
node -e '
  const list = JSON.parse(require("fs").readFileSync("out", "utf8"));
  const api = list.find(p => p.pm_id === 0), usr = list.find(p => p.name === "usr");
  const check = (what, ok) => { if (!ok) throw new Error(what + " " + JSON.stringify(api)); };
  check("shape", Object.keys(api).join() === "pid,name,pm2_env,pm_id,monit" && list.length === 4);
  check("monit", api.monit.memory > 0 && typeof api.monit.cpu === "number");
  const e = api.pm2_env;
  check("status", e.status === "online" && usr.pm2_env.status === "stopped" && usr.pid === 0);
  check("names", e.name === "api" && e.env.name === "api" && e.pm_id === 0 && e.namespace === "edge");
  check("env", e.LEVEL === "3000" && e.env.LEVEL === "3000" && usr.pm2_env.SECRET === "x");
  check("modes", e.exec_mode === "fork_mode" && e.pm_exec_path === "sleep" && e.args[0] === "1000");
  check("paths", usr.pm2_env.pm_exec_path === require("path").resolve("usr.sh"));
  check("limits", usr.pm2_env.max_memory_restart === 209715200 && usr.pm2_env.cron_restart === "0 3 * * *" && !("cron_restart" in e));
  check("number", e.NODE_APP_INSTANCE === 0 && e.env.NODE_APP_INSTANCE === "0");
  check("times", Math.abs(Date.now() - e.pm_uptime) < 600000 && e.restart_time === 0 && e.unstable_restarts === 0);
  check("logs", e.pm_out_log_path.endsWith("/home/logs/api-out-0.log"));
' || fail "jlist"

exits 0 ecort completion
if command -v bash >/dev/null; then
    cat >complete.bash <<'P'
eval "$(ecort completion)"
try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _ecort; echo "${COMPREPLY[*]}"; }
try ecort resu
try ecort apply --dry
try ecort stop us
try ecort set pm2-logrotate.ro
try ecort unset --js
P
    equal "completions" "$(bash complete.bash)" "resurrect
--dry-run
usr usr.sh
pm2-logrotate.rotateInterval pm2-logrotate.rotateModule
--json"
fi
stop_ecort || fail "exit status $?"
equal "errors" "$(cat run.err)" ""
