# A plan of several services: environment, instance numbers, arguments, interpreters, list, stop.
. "$SRC/tests/e2e/lib/ecort.sh"

mkdir -p svc
program svc/show.sh <<'P'
echo "args:$*"
env | sort
exec sleep 1000
P
cat >svc/text <<'P'
process.stdout.write('node ran ' + process.argv[2] + '\n');
setInterval(() => {}, 1000);
P
cat >py.py <<'P'
import os, time
print("python", os.environ["PYTHONUNBUFFERED"])
time.sleep(1000)
P
config <<'C'
apps:
  - name: api-gateway
    cwd: svc
    script: ./show.sh
    args: ["--port", "80 80"]
    env: { PORT: 3000, FLAG: "" }
    namespace: edge
  - name: user-service
    script: svc/show.sh
    instances: 3
    exec_mode: fork
    increment_var: PORT
    env: { PORT: 4000 }
    instance_var: INSTANCE_ID
  - { name: text, script: svc/text, args: hello, env: { NODE_APP: x } }
  - { name: shell-line, script: "echo one; echo two && exec sleep", args: ["1000"] }
  - { name: found, script: sleep, args: "1000", filter_env: [SECRET] }
  - { name: py, script: py.py }
  - { name: later, script: sleep, args: "1000", autostart: false }
C
SECRET_KEY=1 NODE_CHANNEL_FD=9 start_ecort
wait_for 10 has_line 'node ran hello' home/logs/text-out.log
wait_for 10 has_line 'python 1' home/logs/py-out.log
wait_for 10 has_line '^pm_id=3' home/logs/user-service-out-3.log
wait_for 10 has_line '^pm_id=0' home/logs/api-gateway-out.log
wait_for 10 has_line two home/logs/shell-line-out.log
for app in 'user-service' 'shell-line' found; do wait_for 10 is_online $app; done

log=home/logs/api-gateway-out.log
contains $log "args:--port 80 80"
for line in "PWD=$PWD/svc" PORT=3000 FLAG= name=api-gateway namespace=edge pm_id=0 NODE_APP_INSTANCE=0 SECRET_KEY=1; do
    grep -q -x -e "$line" $log || fail "$log lacks $line"
done
lacks $log NODE_CHANNEL_FD
for k in 0 1 2; do
    log=home/logs/user-service-out-$((k + 1)).log
    wait_for 10 has_line '^pm_id=' $log
    for line in INSTANCE_ID=$k PORT=$((4000 + k)) pm_id=$((k + 1)); do
        grep -q -x -e "$line" $log || fail "$log lacks $line"
    done
    lacks $log NODE_APP_INSTANCE
done
tr '\0' '\n' <"/proc/$(field found pid)/environ" >found.env
lacks found.env SECRET_KEY

equal "status of later" "$(field later status)" stopped
equal "the shell's line" "$(tr '\n' , <home/logs/shell-line-out.log)" one,two,
contains run.out "later 8 waits to be started by name"
contains run.out "root $PWD"
contains run.out "home $PWD/home"
equal "instances online" "$(ecort list --json | grep -c '"status": "online"')" 8
ecort list >list
head -n 1 list | grep -q '^id  name .* namespace .* mode .* pid .* status .* restarts .* uptime .* cpu .* mem$' || fail "$(cat list)"
equal "lines of the list" "$(wc -l <list)" 10
equal "mode of the home" "$(stat -c %a home)" 700
equal "mode of the socket" "$(stat -c %a home/ecort.sock)" 600
exits 0 ecort start later
equal "status of later" "$(field later status)" online

pids=$(ecort list --json | sed -n 's/.*"pid": \([0-9]*\).*/\1/p')
equal "number of pids" "$(echo "$pids" | wc -l)" 9
stop_ecort TERM || fail "exit status $?"
for pid in $pids; do is_gone "$pid" || fail "$pid survived"; done
contains run.out "all stopped"
[ ! -e home/ecort.sock ] || fail "the socket is still there"
equal "errors" "$(cat run.err)" ""
