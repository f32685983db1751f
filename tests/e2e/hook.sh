# Hooks: ours by itself, and the way pre-commit runs .pre-commit-hooks.yaml.
set -eu
new() {
    rm -rf repo && mkdir repo && cd repo
    git init -q -b main .
    printf 'out\nerr\n' >.git/info/exclude
    git config user.name test
    git config user.email test@localhost
    cat >ecosystem.config.js <<'JS'
module.exports = { apps: [{ name: 'api', script: 'api.js', kill_timeout: 5000 }] };
JS
    git add -A
    git commit -qm one
}
break_it() { sed -i 's/kill_timeout: 5000/wate_ready: true/; s/wait_ready/wate_ready/' ecosystem.config.js; }
mend_it() { sed -i 's/wate_ready: true/wait_ready: true/' ecosystem.config.js; }

# An offending commit is refused with the message, a mended one accepted.
new
ecoc hook install | grep -q 'wrote .git/hooks/pre-commit'
break_it
code=0
git commit -qam broken >out 2>&1 || code=$?
[ $code -ne 0 ] && grep -q 'error\[EC0101\]: `wate_ready` does nothing' out && grep -q 'the commit is refused; git commit --no-verify' out
[ "$(git rev-list --count HEAD)" -eq 1 ]
mend_it
git commit -qam mended
[ "$(git rev-list --count HEAD)" -eq 2 ]
# What is staged counts, not what lies about; and what was there before does not.
break_it
git add -A
mend_it
! git commit -qm staged-is-broken >/dev/null 2>&1
git add -A
git checkout -q . && break_it
echo '{}' >other.json
git add other.json
git commit -qm work-tree-is-broken
git commit -qam broken --no-verify
sed -i 's/^/\n/' ecosystem.config.js
git commit -qam still-broken-as-before
# git commit FILE hands another index to the hook.
git checkout -q HEAD~3 -- ecosystem.config.js && git commit -qm back
break_it
echo x >>other.json
git commit -q -m only-the-other other.json
! git commit -q -m only-the-config ecosystem.config.js >/dev/null 2>&1
# Without the PATH, and in a linked work tree.
git checkout -q .
git worktree add -q ../linked -b linked
(cd ../linked && break_it && ! PATH=/usr/bin:/bin git commit -qam broken >/dev/null 2>&1)
git worktree remove --force ../linked

# Installing again rewrites ours; a foreign one stays, is put aside by force, and comes back.
ecoc hook install | grep -q 'rewrote'
ecoc hook uninstall | grep -qx 'removed .git/hooks/pre-commit'
[ ! -e .git/hooks/pre-commit ]
printf '#!/bin/sh\nexit 0\n' >.git/hooks/pre-commit
code=0; ecoc hook install 2>err || code=$?
[ $code -eq 2 ] && grep -q 'not ours; add the line `ecoc lint --staged`' err
grep -q 'exit 0' .git/hooks/pre-commit
code=0; ecoc hook uninstall 2>err || code=$?
[ $code -eq 2 ] && grep -q 'is not ours and stays' err
ecoc hook install --force | grep -q 'is now .git/hooks/pre-commit.before-ecoc'
grep -q 'ecoc hook' .git/hooks/pre-commit
ecoc hook uninstall | grep -q 'the hook from before is back'
grep -q 'exit 0' .git/hooks/pre-commit && [ ! -e .git/hooks/pre-commit.before-ecoc ]
rm .git/hooks/pre-commit
code=0; ecoc hook uninstall 2>err || code=$?
[ $code -eq 2 ] && grep -q 'there is no' err
git config core.hooksPath .hooks
mkdir sub && cd sub
ecoc hook install | grep -q 'wrote ../.hooks/pre-commit'
cd ..
[ -x .hooks/pre-commit ]
code=0; ecoc hook 2>err || code=$?
[ $code -eq 2 ]
cd ..
code=0; (cd / && ecoc hook install) 2>err || code=$?
[ $code -eq 3 ] && grep -q 'is in no git repository' err

# As pre-commit would: the entry of each hook, for the files that its pattern takes.
modules=$("$SRC/tests/e2e/lib/npm.sh")
if ! command -v node >/dev/null || [ ! -d "$modules" ]; then
    echo "NOTE: no node, or npm cannot fetch the packages; the entries for pre-commit and the matcher are not tried"
    exit 0
fi
cat >pre-commit.js <<'JS'
// usage: node pre-commit.js MODULES HOOKS.yaml ID: runs the hook over what is staged; exits 1 where it fails.
const [modules, file, id] = process.argv.slice(2);
const { execFileSync, spawnSync } = require('child_process');
const yaml = require(require('path').join(modules, 'js-yaml'));
const hooks = yaml.load(require('fs').readFileSync(file, 'utf8'));
for (const hook of hooks) {
  for (const field of ['id', 'name', 'entry', 'language', 'files']) if (typeof hook[field] !== 'string') throw new Error(`${hook.id}: no ${field}`);
}
const hook = hooks.find((h) => h.id === id);
const staged = execFileSync('git', ['diff', '--staged', '--name-only', '--diff-filter=ACMRTUXB'], { encoding: 'utf8' }).split('\n').filter((f) => new RegExp(hook.files).test(f));
if (staged.length === 0) { console.log('no files to check'); process.exit(0); }
const before = execFileSync('git', ['diff']).toString();
const [program, ...args] = hook.entry.split(' ');
const { status } = spawnSync(program, [...args, ...(hook.pass_filenames === false ? [] : staged)], { stdio: 'inherit', env: { ...process.env, PRE_COMMIT: '1' } });
process.exit(status !== 0 || execFileSync('git', ['diff']).toString() !== before ? 1 : 0);
JS
hook() { node ../pre-commit.js "$modules" "$SRC/.pre-commit-hooks.yaml" "$1" >out 2>&1; }
new
hook ecoc && grep -q 'no files to check' out
break_it
git add -A
! hook ecoc && grep -q EC0101 out
! hook ecoc-config && grep -q EC0101 out
mend_it
git add -A
hook ecoc && hook ecoc-config
sed -i "s/wait_ready: true/autorestart: 'true'/" ecosystem.config.js
git add -A
! hook ecoc-fix && grep -q 'Fixed 1 finding' out
grep -q 'autorestart: true' ecosystem.config.js
git add -A
hook ecoc-fix
echo 'x' >readme.md && git add readme.md && git commit -qm two && echo y >>readme.md && git add readme.md
hook ecoc && grep -q 'no files to check' out

# The problem matcher reads what --format concise prints, in colour too.
cat >match.js <<'JS'
const { problemMatcher } = JSON.parse(require('fs').readFileSync(process.argv[2], 'utf8'));
const lines = require('fs').readFileSync(0, 'utf8').split('\n').filter(Boolean);
const found = lines.map((line) => {
  const hit = problemMatcher.map(({ owner, pattern: [p] }) => ({ owner, p, m: new RegExp(p.regexp).exec(line) })).filter(({ m }) => m);
  if (hit.length !== 1) throw new Error(`${hit.length} matchers for ${line}`);
  const [{ owner, p, m }] = hit;
  return [owner, m[p.file], m[p.line], m[p.column], m[p.severity] || '-', m[p.code]].join(' ');
});
console.log(found.join('\n'));
JS
touch a.js
printf 'apps:\n  - { name: a, script: a.js, kill_timeout: 5, wate_ready: true, instances: 128, exec_mode: cluster, combine_logs: true }\n' >pm2.yaml
for color in never always; do
    ecoc lint pm2.yaml --all --format concise --color $color | grep 'EC0210\|EC0101\|EC0203\|EC0114' | node match.js "$SRC/.github/ecoc-matcher.json" >$color
done
cmp never always
cat >want <<'TEXT'
ecoc pm2.yaml 2 44 warning EC0210
ecoc pm2.yaml 2 47 error EC0101
ecoc-notice pm2.yaml 2 76 - EC0203
ecoc-notice pm2.yaml 2 101 - EC0114
TEXT
diff -u want never
