# Only what is new: since a revision, since the merge base, in the index; by finding, not by line.
set -eu
git init -q -b main .
git config user.name test
git config user.email test@localhost
printf 'out\nerr\nempty\n.cache\n' >.git/info/exclude
config() { # INSTANCES KILL_TIMEOUT
    cat >ecosystem.config.js <<JS
const common = require('./lib/common');
module.exports = { apps: [
  { name: 'api', script: 'api.js', instances: $1, exec_mode: 'fork', ...common },
  { name: 'old', script: 'old.js', kill_timeout: $2 },
] };
JS
}
mkdir -p lib config
touch api.js old.js b.js config/a.js
echo "module.exports = { env: { PORT: 3000 } };" >lib/common.js
config 1 5
git add -A
git commit -qm one

# What was there before is not shown; its place in the file does not matter.
ecoc lint | grep -q 'Found 1 warning'
sed -i '1i // moved\n' ecosystem.config.js
ecoc lint --since HEAD >out
grep -q '^Found nothing (.*[0-9] not new) in 1 file, 2 apps.$' out

# One number makes an untouched line of another file a mistake.
config 4 5
code=0
ecoc lint --since HEAD >out || code=$?
[ $code -eq 1 ]
grep -q '^error\[EC0213\]' out
grep -q '::: lib/common.js:1:33' out
grep -q '^Found 1 error.* (.*[0-9] not new)' out
! grep -q EC0210 out

# A second finding of the same kind is new, and so is one that a comment hid before.
config 1 5
sed -i "s/^\] };/  { name: 'b', script: 'b.js', kill_timeout: 5 },\n] };/" ecosystem.config.js
ecoc lint --since HEAD --format concise | grep -c EC0210 | grep -qx 1
git checkout -q .
sed -i 's|kill_timeout: 5 },|& // ecoc-ignore EC0210: it holds nothing|' ecosystem.config.js
git commit -qam hidden
sed -i 's| // ecoc-ignore.*||' ecosystem.config.js
ecoc lint --since HEAD --format concise | grep -c EC0210 | grep -qx 1
git checkout -q .

# The merge base: what main has got since is not this branch's.
git checkout -qb topic
config 1 5
sed -i "s/^\] };/  { name: 'mine', script: 'b.js', kill_timeout: 7 },\n] };/" ecosystem.config.js
git commit -qam topic
git checkout -q main
echo 'apps: [{ name: theirs, script: a.js, kill_timeout: 9 }]' >config/pm2.yaml
git add -A
git commit -qm theirs
git checkout -q topic
ecoc lint --since-merge-base main --format concise >out
grep -q 'after 7 ms' out
! grep -q 'pm2.yaml' out
ecoc lint --since main --format json | node -e '
const j = JSON.parse(require("fs").readFileSync(0, "utf8"));
if (j.findings.filter((f) => f.code === "EC0210").length !== 2) { console.error(j.summary); process.exit(1); }'

# The index, configuration and what it requires alike; the work tree does not matter.
git checkout -q main
config 1 5
sed -i "s/^\] };/  { name: 'staged', script: 'b.js', kill_timeout: 11 },\n] };/" ecosystem.config.js
git add ecosystem.config.js
config 1 5
sed -i "s/^\] };/  { name: 'unstaged', script: 'b.js', kill_timeout: 13 },\n] };/" ecosystem.config.js
echo 'syntax error(' >lib/common.js
ecoc lint --staged --format concise >out
grep -q 'after 11 ms' out
! grep -q 'after 13 ms' out
! grep -q EC0001 out
cd config
ecoc lint --staged --format concise | grep -q '^../ecosystem.config.js:.*after 11 ms'
cd ..
# The index that git hands to a hook (git commit -a, git commit FILE).
git checkout -q lib
cp .git/index .git/other-index
GIT_INDEX_FILE=.git/other-index git add ecosystem.config.js
GIT_INDEX_FILE=.git/other-index ecoc lint --staged --format concise | grep -q 'after 13 ms'
git checkout -qf main
git rm -q --cached lib/common.js
code=0
ecoc lint --staged >out || code=$?
[ $code -eq 3 ] && grep -q 'EC0001' out
git reset -q

# What cannot be: a clear line and the right code.
try() { # CODE TEXT ARGUMENT...
    want=$1 text=$2 code=0
    shift 2
    ecoc lint "$@" >out 2>err || code=$?
    [ $code -eq "$want" ] && grep -q "$text" err || { cat out err; echo "exit $code: $*"; exit 1; }
}
try 3 'git knows no revision nonsense' --since nonsense
try 3 'git knows no revision nonsense' --since-merge-base nonsense
try 2 'one of them' --since HEAD --staged
try 2 'do not go together' --staged --fix
git checkout -q --orphan island
git commit -qm island
try 3 'no commit in common' --since-merge-base main
git checkout -qf main
git clone -q --depth 1 "file://$(pwd)" ../shallow-$$
cd ../shallow-$$
try 3 'git fetch --deepen' --since HEAD~1
cd - >/dev/null
rm -rf ../shallow-$$
(cd / && try 3 'is in no git repository' --staged)

# A repository without a commit, one without a configuration, and an unreadable older side.
mkdir empty && cd empty && git init -q . && cp ../ecosystem.config.js . && mkdir lib && cp ../lib/common.js lib
git add -A
ecoc lint --staged | grep -q '1 suppressed) in 1 file'
git rm -qf --cached -r . && rm -r ecosystem.config.js
ecoc lint --staged
cd ..
echo 'module.exports = {' >ecosystem.config.js
git commit -qam broken
config 1 5
ecoc lint --since HEAD ecosystem.config.js 2>err | grep -q EC0210
grep -q 'could not be read at HEAD: all of its findings count as new' err
