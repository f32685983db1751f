# ecort reload and restart of a configuration, as in PM2's deploy scripts: it is applied, and a program that has changed
# without it is taken up; ecort restart NAME --env takes another profile. What PM2 has and ecort has not says what to do.
. "$SRC/tests/e2e/lib/ecort.sh"
. "$SRC/tests/e2e/lib/cluster.sh"
trap 'ecort kill >/dev/null 2>&1 || :' EXIT

PORT=$(free_port)
cat >server.js <<'JS'
const version = require('fs').readFileSync('version', 'utf8').trim();
require('http').createServer((q, s) => s.end(`${version}-${process.env.STAGE}\n`)).listen(Number(process.env.PORT));
JS
cat >ecosystem.config.js <<JS
module.exports = { apps: [
  { name: 'web', script: 'server.js', instances: 2, exec_mode: 'cluster', min_uptime: 50, env: { PORT: '$PORT', STAGE: 'dev' }, env_production: { STAGE: 'production' } },
  { name: 'job', script: 'sleep', args: '1000', min_uptime: 50, env: { STAGE: 'dev' }, env_production: { STAGE: 'production' } },
  { name: 'idle', script: 'sleep', args: '1000', autostart: false },
] };
JS
echo v1 >version
exits 0 ecort startOrReload ecosystem.config.js
contains out 'web started, pid'
wait_for 10 has_field web status 'online
online'
equal 'answers' "$(answers 4 | sort -u)" v1-dev
exits 0 ecort show job
contains out "configuration $PWD/ecosystem.config.js"

# Only the program has changed: apply has nothing to do, a reload of the file takes it up, with nothing lost.
pids() { field "$1" pid | tr '\n' ' '; }
differ() { for _pid in $2; do case " $3 " in *" $_pid "*) fail "$1: pid $_pid is an old one of $3" ;; esac; done; }
web=$(pids web) job=$(pids job)
echo v2 >version
exits 0 ecort apply ecosystem.config.js
contains out 'unchanged     3 apps'
exits 0 ecort reload ecosystem.config.js --dry-run
grep -q '^  reload  *web  asked for$' out || fail "$(cat out)"
grep -q '^  restart  *job  asked for$' out || fail "$(cat out)"
lacks out idle
equal 'pids' "$(pids web)" "$web"
load_start close 8 3
exits 0 ecort reload ecosystem.config.js
load_stop
equal 'failed' "$(load_said failed)" 0
contains out 'web reloaded, pid'
contains out 'job restarted, pid'
contains out 'job is restarted, not rolled'
differ 'reload of the file' "$(pids web)$(pids job)" "$web$job"
equal 'answers' "$(answers 4 | sort -u)" v2-dev
equal 'what is not started by itself' "$(field idle status)" stopped

# What has changed is said as ever; --only leaves the others alone.
job=$(pids job)
sed -i "s/instances: 2/instances: 3/" ecosystem.config.js
exits 0 ecort reload ecosystem.config.js --only web
equal 'instances' "$(field web pid | wc -l)" 3
equal 'the other one' "$(pids job)" "$job"
web=$(pids web)
exits 0 ecort restart ecosystem.config.js
contains out 'web restarted, pid'
lacks out 'not rolled'
differ 'restart of the file' "$(pids web)$(pids job)" "$web$job"

# Another profile for one app, and what a broken program does to it.
job=$(pids job)
exits 0 ecort restart web --env production
equal 'answers' "$(answers 4 | sort -u)" v2-production
equal 'the other one' "$(pids job)" "$job"
exits 0 ecort reload 0 job --env production --dry-run
grep -q '^  reload  *web  asked for$' out || fail "$(cat out)"
grep -q '^  restart  *job  env.STAGE$' out || fail "$(cat out)"
web=$(pids web)
echo 'process.exit(3)' >server.js
exits 1 ecort reload ecosystem.config.js --env production --only web
contains err 'it ended with code 3'
equal 'pids' "$(pids web)" "$web"
equal 'answers' "$(answers 4 | sort -u)" v2-production
exits 2 ecort restart web --env staging
equal 'pids' "$(pids web)" "$web"

# Mistakes.
exits 2 ecort reload ecosystem.config.js web
contains err 'one plan or configuration at a time'
exits 2 ecort reload web --only job
contains err '--only is for a plan or a configuration; "web" is neither'
exits 2 ecort restart web --parallel 2
contains err 'go with --rolling'
exits 1 ecort restart nobody --env production
contains err 'nobody'
exits 3 ecort reload missing.config.js

echo 'print(1)' >job.py
exits 2 ecort start job.py
contains err "job.py is a program; a configuration names it: apps: [{ name: 'api', script: 'job.py' }]"
echo "setInterval(() => {}, 1000)" >program.js
exits 2 ecort start program.js
contains err 'program.js defines no app'

# PM2's words that are not ours.
exits 2 ecort install pm2-logrotate
contains err 'there are no modules: log rotation is built in'
exits 2 ecort web
contains err 'ecort jlist'
exits 2 ecort start ecosystem.config.js -i 4
contains err 'ecort scale NAME N'
exits 2 ecort start ecosystem.config.js --max-memory-restart=200M
contains err 'max_memory_restart: in the configuration'
exits 2 ecort restart web --no-autorestart
contains err 'autorestart: false in the configuration'
exits 2 ecort reload all --update-env
contains err "takes what a plan leaves open from the caller's environment"
exits 2 ecort reload all --paralel 2
contains err 'did you mean --parallel?'
exits 0 ecort stop job --wait-ready
equal 'job' "$(field job status)" stopped
exits 0 ecort ps
exits 0 ecort info web
