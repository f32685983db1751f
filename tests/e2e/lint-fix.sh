# Fixes: every rule that has one makes its finding go, and the rest of the file stays as it is.
set -eu
ecoc explain --rules --json >rules.json
codes=$(node -e 'for (const r of JSON.parse(require("fs").readFileSync("rules.json"))) if (r.fix) console.log(r.code + ":" + r.fix)')
[ "$(echo "$codes" | wc -l)" -ge 14 ]
count() { # CODE KIND: findings of the rule, with a fix of that kind or better
    ecoc lint --all --format json "fire.$ext" | node -e '
const [code, kind] = process.argv.slice(1);
const list = JSON.parse(require("fs").readFileSync(0, "utf8")).findings.filter((f) => f.code === code && f.fix);
const allowed = kind === "safe" ? ["safe", "unsafe"] : ["unsafe"];
if (list.some((f) => !allowed.includes(f.fix.applicability))) { console.error(`${code}: a fix better than its row says`); process.exit(1); }
console.log(list.length);' "$1" "$2"
}
for row in $codes; do
    code=${row%:*} kind=${row#*:}
    dir=$(echo "$SRC"/tests/golden/lint/"$code"-*)
    rm -rf work && cp -R "$dir" work && cd work
    ext=$(ls | sed -n 's/^fire\.//p' | head -1)
    before=$(count "$code" "$kind")
    [ "$before" -gt 0 ] || { echo "$code: no finding of its case has a fix"; exit 1; }
    chmod 640 "fire.$ext"
    cp "fire.$ext" original
    ecoc lint --all --fix --unsafe-fixes --diff "fire.$ext" >../diff 2>/dev/null || true
    cmp -s "fire.$ext" original || { echo "$code: --diff wrote the file"; exit 1; }
    ecoc lint --all --fix --unsafe-fixes "fire.$ext" >../out 2>../err || true
    [ "$(count "$code" "$kind")" -eq 0 ] || { cat ../out; echo "$code: its fixes leave it"; exit 1; }
    ! ecoc lint --format concise "fire.$ext" | grep EC0001 || exit 1
    [ "$(stat -c %a "fire.$ext")" = 640 ]
    # The diff is what was done, and patch takes it.
    cp original patched && patch -s patched ../diff && cmp patched "fire.$ext" || { cat ../diff; echo "$code: the diff is not what was done"; exit 1; }
    cd ..
done

# Safe fixes alone, and what they leave.
cat >ecosystem.config.js <<'JS'
const yes = 'true';
const common = { max_memory_restart: '300MB', wate_ready: true };
module.exports = {
  apps: [
    { name: 'a', script: 'a.js', autorestart: 'true', ...common },
    { name: 'b', script: 'b.js', 'autorestart': "false", ...common }, // ecoc-ignore EC0207: gone long ago
    { name: 'c', script: 'c.js', autorestart: yes, exec_mode: 'clusters', kill_timeout: 5 * 1, restart_delay: 3 },
  ],
};
JS
ecoc lint --fix --format concise >out 2>err || true
cat >want <<'JS'
const yes = 'true';
const common = { max_memory_restart: '300M', wate_ready: true };
module.exports = {
  apps: [
    { name: 'a', script: 'a.js', autorestart: true, ...common },
    { name: 'b', script: 'b.js', 'autorestart': false, ...common },
    { name: 'c', script: 'c.js', autorestart: yes, exec_mode: 'cluster', kill_timeout: 5 * 1, restart_delay: 3 },
  ],
};
JS
diff -u want ecosystem.config.js
grep -q '^Fixed 5 findings; --unsafe-fixes would fix 2 more$' err
grep -q 'EC0111' out
ecoc lint --fix --unsafe-fixes >out 2>err || true
grep -q "const common = { max_memory_restart: '300M', wait_ready: true };" ecosystem.config.js
grep -q 'kill_timeout: 5 \* 1, restart_delay: 3000' ecosystem.config.js
cp ecosystem.config.js again
ecoc lint --fix --unsafe-fixes >/dev/null 2>err || true
cmp again ecosystem.config.js
grep -q '^Fixed 0 findings$' err

# Wrong combinations; stdin gives a diff.
code=0; ecoc lint --unsafe-fixes 2>err || code=$?
[ $code -eq 2 ] && grep -q 'goes with --fix or --diff' err
printf 'apps:\n  - { script: a.js, autorestart: "true" }' | ecoc lint - --stdin-filename pm2.yaml --diff >out 2>err || true
grep -qx -- '+  - { script: a.js, autorestart: true }' out
grep -qx '\\ No newline at end of file' out
grep -q '^Would fix 1 finding$' err
[ ! -e pm2.yaml ]
