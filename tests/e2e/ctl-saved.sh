# save and resurrect: what ran comes back, what was stopped does not; no late value is kept; a damaged list is refused.
. "$SRC/tests/e2e/lib/ecort.sh"
trap 'ecort kill >/dev/null 2>&1 || :' EXIT

mkdir one two
cat >one/ecosystem.config.js <<'C'
module.exports = { apps: [
  { name: 'api', script: 'sleep', args: '1000', min_uptime: 0, instances: 2, exec_mode: 'fork', env: { KEY: process.env.API_KEY } },
  { name: 'idle', script: 'sleep', args: '1000', min_uptime: 0 },
  { name: 'job', script: 'true', autorestart: false, min_uptime: 0 },
] };
C
echo 'apps: [{ name: other, script: sleep, args: "1000", min_uptime: 0 }]' >two/ecosystem.yaml
echo API_KEY=very-secret-late-value >late.env
exits 1 ecort save
exits 0 ecort resurrect --help
exits 0 env CALLER=callers-own-secret ecort start one/ecosystem.config.js --env-file late.env
exits 0 ecort start two/ecosystem.yaml
wait_for 10 has_field job status stopped
exits 0 ecort stop idle
exits 0 ecort scale api 3
exits 0 ecort save
equal "saved" "$(cat out)" "6 instances saved"
equal "mode" "$(stat -c %a home/saved.bin)" 600
for secret in very-secret-late-value callers-own-secret; do
    ! grep -q -a $secret home/saved.bin || fail "$secret is in the list"
done
exits 0 ecort kill
exits 0 ecort resurrect
state() { ecort list --json | sed -n 's/.*"name": "\(.*\)",/\1/p; s/.*"instance": //p; s/.*"status": "\(.*\)",/\1;/p' | tr -d ',\n'; }
want="api0online;api1online;api2online;idle0stopped;job0stopped;other0online;"
equal "state" "$(state | tr ';' '\n' | sort | tr '\n' ';' | sed 's/^;//')" "$want"
# What had run stays at rest: after the death of the supervisor, in the next list, and when the same plan is applied.
ECORT_PID=$(tr -d ' ' <home/ecort.lock)
kill_supervisor
ECORT_PID=
equal "when job ran" "$(field job started_at)" null
exits 0 ecort apply one/ecosystem.config.js --env-file late.env
equal "when job ran" "$(field job started_at)" null
exits 0 ecort scale api 3
exits 0 ecort stop idle
exits 0 ecort save
exits 0 ecort kill
exits 0 ecort resurrect
equal "state of the second list" "$(state | tr ';' '\n' | sort | tr '\n' ';' | sed 's/^;//')" "$want"
equal "when job ran" "$(field job started_at)" null
tr '\0' '\n' <"/proc/$(field api pid | head -n 1)/environ" >environ
contains environ KEY=very-secret-late-value
lacks environ CALLER
# What is there is left alone, what was deleted comes back.
pid=$(field other pid)
exits 0 ecort delete api
exits 0 ecort resurrect
equal "pid" "$(field other pid)" "$pid"
equal "api" "$(field api status | tr '\n' ' ')" "online online online "
# It is the same configuration still.
exits 0 ecort apply two/ecosystem.yaml
contains out "unchanged     1 app"

# Something is missing: told, the rest comes back.
exits 0 ecort kill
rm late.env
exits 0 ecort resurrect
contains err "$PWD/one: $PWD/late.env: No such file or directory"
equal "names" "$(ecort list --json | sed -n 's/.*"name": "\(.*\)",/\1/p')" other
exits 0 ecort delete all
exits 1 ecort save
contains err "there is nothing to save; --force saves an empty list"
exits 0 ecort kill

# In the foreground, as the unit does it; without late.env by the environment.
API_KEY=y ecort run --resurrect >run.out 2>run.err &
pid=$!
wait_for 10 has_field other status online
contains run.err "late.env"
kill $pid
wait $pid || fail "exit status $?"

# Damaged, truncated, of another version.
cp home/saved.bin good
printf X | dd of=home/saved.bin bs=1 seek=100 conv=notrunc 2>/dev/null
exits 1 ecort resurrect
contains err "home/saved.bin: it is damaged"
head -c 60 good >home/saved.bin
exits 1 ecort resurrect
echo nonsense >home/saved.bin
exits 1 ecort resurrect
contains err "it is no saved list"
rm home/saved.bin
exits 1 ecort resurrect
exits 0 ecort ping
