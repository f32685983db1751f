# process.env.X in env is looked up when the plan is loaded: missing ones are listed by name, for all apps, and
# nothing starts.
. "$SRC/tests/e2e/lib/ecort.sh"

program show.sh <<'P'
env | sort
touch started
exec sleep 1000
P
cat >ecosystem.config.js <<'C'
module.exports = { apps: [
  { name: 'api', script: './show.sh', env: {
      SECRET: process.env.API_SECRET,
      URL: `http://${process.env.API_HOST}:${process.env.API_PORT || 8080}/`,
      LEVEL: process.env.API_LEVEL ?? 'info',
  } },
  { name: 'billing', script: './show.sh', env: { KEY: process.env.BILLING_KEY } },
] };
C
ecoc build ecosystem.config.js -o plan.bin >build.out 2>&1 || { cat build.out; fail "ecoc build"; }

exits 2 env API_HOST=h ecort run plan.bin
contains err "2 variables of the environment are missing"
contains err "API_SECRET is not set (app api, env.SECRET)"
contains err "BILLING_KEY is not set (app billing, env.KEY)"
lacks err API_HOST
lacks err API_LEVEL
[ ! -e started ] || fail "something was started"
[ ! -e home ] || fail "a home was made"

API_SECRET='s3 cret' API_HOST=h API_PORT='' API_LEVEL='' BILLING_KEY=k
export API_SECRET API_HOST API_PORT API_LEVEL BILLING_KEY
start_ecort
wait_for 10 has_line '^pm_id=0' home/logs/api-out.log
wait_for 10 has_line '^pm_id=1' home/logs/billing-out.log
for line in 'SECRET=s3 cret' URL=http://h:8080/ LEVEL=; do
    grep -q -x -e "$line" home/logs/api-out.log || fail "no $line: $(cat home/logs/api-out.log)"
done
contains home/logs/billing-out.log KEY=k
grep -q 's3 cret' plan.bin && fail "the plan holds the secret"
stop_ecort || fail "exit status $?"

# An existing home that others may read is closed to them.
chmod 755 home
start_ecort
equal "mode of the home" "$(stat -c %a home)" 700
stop_ecort || fail "exit status $?"
