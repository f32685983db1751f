# ecoc diff --running: what ecort runs against the configuration; what it says is what `ecort apply` then plans.
. "$SRC/tests/e2e/lib/ecort.sh"
trap 'ecort kill >/dev/null 2>&1 || :' EXIT
say() {
    cat >ecosystem.config.js <<C
module.exports = { apps: [
  { name: 'args', script: 'sleep', args: '$1', min_uptime: 0 },
  { name: 'live', script: 'sleep', args: '1000', min_uptime: $2 },
  { name: 'more', script: 'sleep', args: '1000', min_uptime: 0, instances: $3, exec_mode: 'fork' },
  { name: 'held', script: 'sleep', args: '1000', min_uptime: 0, env: { KEY: process.env.LATE_KEY || 'none' } },
  $4
] };
C
}
say 1000 0 2 "{ name: 'gone', script: 'sleep', args: '1000', min_uptime: 0 },"
exits 3 ecoc diff --running
contains err "no supervisor is running"
exits 3 env PATH=/usr/bin:/bin "$BUILD/ecoc" diff --running
contains err "not in the PATH"
exits 0 ecort start ecosystem.config.js
exits 0 ecoc diff --running
contains out "ecosystem.config.js: running -> work tree"
contains out "nothing to do, 5 unchanged"
contains out "bound late are compared by ecort apply alone"

# The verdicts are those of apply.
exits 0 ecort stop held
exits 0 ecort scale more 3
say 1001 5 2 "{ name: 'new', script: 'sleep', args: '1000', min_uptime: 0 },"
exits 0 ecoc diff --running --no-findings
cp out diff.out
exits 0 ecort apply ecosystem.config.js --dry-run
for line in "restart       args" "applied live  live" "scale         more  from 3 to 2" "start         held" "start         new" "stop          gone"; do
    contains out "$line"
done
for line in '! args  *restart' '~ live  *applied live' '\* more  *scale 3 -> 2' '+ held  *start (it was stopped by hand)' \
    '+ new  *start' '- gone  *stop' '    > args  *1000 -> 1001  *ecosystem.config.js:2'; do
    has_line "$line" diff.out || { cat diff.out; fail "no line: $line"; }
done
exits 0 ecoc diff --running --only gone,more
contains out "1 stop, 1 scale, 0 unchanged"
exits 2 ecoc diff --running --only nobody
exits 0 ecoc diff --running --format json
node -e 'const j = JSON.parse(require("fs").readFileSync("out")); if (j.old !== "running" || j.summary.start !== 2 || j.summary.scale !== 1) process.exit(1)'

# An app that alone was applied comes from another plan than the others.
exits 0 ecort apply ecosystem.config.js --only args
exits 0 ecoc diff --running
lacks out " args "
contains out "applied live"
exits 0 ecort apply ecosystem.config.js
exits 0 ecoc diff --running --exit-code
contains out "nothing to do, 5 unchanged"

# Another configuration is none of its.
mkdir other
echo 'apps: [{ name: args, script: sleep, args: "1" }]' >other/ecosystem.yaml
exits 1 ecoc diff --running other/ecosystem.yaml --exit-code
contains out "+ args"
exits 2 ecoc diff --running --target pm2
exits 2 ecoc diff --running --all-envs
exits 2 ecort plans extra
exits 0 ecort kill
