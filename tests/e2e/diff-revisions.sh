# The configuration at a revision, with everything it requires, against the work tree.
set -eu
git init -q .
git config user.name test
git config user.email test@localhost
mkdir -p config lib
cat >lib/common.js <<'JS'
module.exports = { kill_timeout: 3000, env: { LEVEL: 'info' } };
JS
cat >config/ecosystem.config.js <<'JS'
const common = require('../lib/common');
module.exports = { apps: [
  { name: 'api', script: 'api.js', instances: 2, exec_mode: 'cluster', ...common },
  { name: 'job', script: 'job.js', ...common },
  { name: 'old', script: 'old.js' },
] };
JS
git add -A
git commit -qm one
cd config

ecoc diff >out
grep -q 'nothing to do, 3 unchanged' out

# Only the required file changes.
sed -i 's/3000/4000/' ../lib/common.js
ecoc diff HEAD >out
grep -Eq '~ api +applied live' out
grep -Eq 'kill_timeout +3s -> 4s +../lib/common.js:1' out
git commit -qam two

sed -i "s/LEVEL: 'info'/LEVEL: 'warn', API_TOKEN: 'hunter2', DB: 'postgres:\/\/u:pw@db\/x'/" ../lib/common.js
sed -i "s/instances: 2/instances: 3/; /'old'/d; s/^\] };/  { name: 'new', script: 'new.js' },\n] };/" ecosystem.config.js
ecoc diff HEAD~1 >out
cat out
grep -Eq '~ api +reload' out
grep -Eq 'instances +2 -> 3 +ecosystem.config.js:3' out
grep -Eq '! job +restart' out
grep -Eq 'env.LEVEL +info -> warn' out
grep -Eq '\+ new +start \(1 process, fork\)' out
grep -Eq '\- old +stop' out
! grep -q hunter2 out
! grep -q ':pw@' out
grep -q '\*\*\*@db' out
ecoc diff HEAD~1 --format json >json
! grep -q hunter2 json
node -e 'const j = JSON.parse(require("fs").readFileSync("json")); if (j.summary.start !== 1 || j.summary.stop !== 1 || j.apps[0].name !== "api") process.exit(1)'
ecoc diff --show-secrets | grep -q hunter2

# A renamed file is followed, in both directions; a name that is on neither side is an error.
cp ecosystem.config.js keep
git checkout -q ecosystem.config.js
git mv ecosystem.config.js pm2.config.js
ecoc diff HEAD -- pm2.config.js >out
grep -q '^pm2.config.js (was ecosystem.config.js): HEAD' out
grep -q ', 1 unchanged' out
ecoc diff >out # the usual name is gone: the old one leads to the new
grep -q '^pm2.config.js (was ecosystem.config.js): HEAD' out
ecoc diff --staged -- ecosystem.config.js | grep -q '^pm2.config.js (was ecosystem.config.js): HEAD .* -> index'
git mv pm2.config.js ecosystem.config.js
mv keep ecosystem.config.js
code=0; ecoc diff HEAD -- nowhere.config.js 2>err || code=$?
[ $code -eq 3 ] && grep -q 'nowhere.config.js does not exist, neither at HEAD' err

# What cannot be: a clear line and the right code.
code=0; ecoc diff nonsense 2>err || code=$?
[ $code -eq 3 ] && grep -q 'no revision nonsense' err
code=0; (cd / && ecoc diff) 2>err || code=$?
[ $code -eq 3 ] && grep -q 'no git repository' err
git clone -q --depth 1 "file://$(git rev-parse --show-toplevel)" ../shallow
code=0; (cd ../shallow/config && ecoc diff HEAD~1) 2>err || code=$?
[ $code -eq 3 ] && grep -q 'git fetch --deepen' err
