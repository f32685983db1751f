# Late values: from the environment or --env-file, missing ones refuse, a changed one restarts, none is stored in the plan.
. "$SRC/tests/e2e/lib/ecort.sh"

cat >ecosystem.config.js <<'C'
module.exports = { apps: [
  { name: 'api', script: 'sleep', args: '1000', min_uptime: 100, env: { KEY: process.env.API_KEY, HOST: `${process.env.HOST_PART}:1` } },
  { name: 'plain', script: 'sleep', args: '1000', min_uptime: 100, filter_env: ['CALLER_'] },
] };
C
echo 'apps: [{ name: first, script: sleep, args: "1000" }]' >other.yaml
ecoc build other.yaml -o plan.bin >/dev/null
CALLERS=1 start_ecort
exits 2 ecort apply ecosystem.config.js
contains err "2 variables of the environment are missing"
contains err "API_KEY is not set (app api, env.KEY)"
contains err "HOST_PART is not set (app api, env.HOST)"
exits 1 ecort show api
exits 2 env HOST_PART=h ecort apply ecosystem.config.js
lacks err HOST_PART

printf 'API_KEY=from-file\nHOST_PART=file\nUNUSED=1\n' >.env.late
exits 0 env HOST_PART=own CALLER_X=1 PASSED=1 ecort apply ecosystem.config.js --env-file .env.late
tr '\0' '\n' <"/proc/$(field api pid)/environ" >api.env
tr '\0' '\n' <"/proc/$(field plain pid)/environ" >plain.env
contains api.env KEY=from-file
contains api.env HOST=own:1
contains api.env PASSED=1
contains api.env CALLER_X=1
lacks api.env UNUSED
lacks api.env API_KEY
contains plain.env PASSED=1
lacks plain.env CALLER
api=$(field api pid) plain=$(field plain pid)

# The plan is the same, a value is not.
exits 0 env HOST_PART=own CALLER_X=1 ecort apply ecosystem.config.js --env-file .env.late
contains out "unchanged     2 apps"
printf 'API_KEY=rotated\nHOST_PART=file\n' >.env.late
exits 0 env HOST_PART=own CALLER_X=1 ecort apply ecosystem.config.js --env-file .env.late
contains out "restart       api  env.KEY"
lacks out rotated
equal "plain" "$(field plain pid)" "$plain"
[ "$(field api pid)" != "$api" ] || fail "api was not restarted"

# A crash does not lose them; nor a variable that was inherited.
kill -9 "$(field api pid)"
wait_for 10 has_field api restarts 2
wait_for 10 has_field api status online
tr '\0' '\n' <"/proc/$(field api pid)/environ" >api.env
contains api.env KEY=rotated
contains api.env CALLER_X=1
exits 3 ecort apply ecosystem.config.js --env-file nowhere
exits 2 ecort apply plan.bin --env production
contains err "--env is for a configuration"
equal "first" "$(field first status)" online
stop_ecort || fail "exit status $?"
