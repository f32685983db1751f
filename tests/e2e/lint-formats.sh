# Formats as other programs read them: SARIF by its schema, XML by a parser, annotations by GitHub's rules.
set -eu
mkdir -p .git 'my apps'
touch a.js 'my apps/a.js'
echo '*.log' >.gitignore
{
    echo 'apps:'
    for i in 1 2 3 4 5 6 7 8 9 10 11 12 13; do
        printf '  - { name: app%s, script: a.js, wate_ready: true, kill_timeout: 5, instances: 128, exec_mode: cluster, merge_logs: true, output: x%s.log, out_file: y%s.log }\n' $i $i $i
    done
} >'my apps/pm2.yaml'
echo "module.exports = { apps: [{ script: 'a.js', name: 'quo\"te&<é>', kill_timeout: 5 }] };" >ecosystem.config.js
printf 'apps: [' >process.yaml

# Every format at once, each to its own file; the summary still is said.
code=0
ecoc lint --format sarif:a.sarif --format junit:a.junit --format checkstyle:a.checkstyle --format gitlab:a.gitlab \
    --format json:a.json --format markdown:a.md --format github:a.github --format concise:a.txt 2>err >out || code=$?
[ $code -eq 3 ] && [ ! -s out ] && grep -q '^Found 14 errors, 27 warnings and 13 infos in 3 files, 14 apps.$' err
code=0
ecoc lint --format sarif --format junit 2>err || code=$?
[ $code -eq 2 ] && grep -q 'cannot share stdout' err
code=0
ecoc lint --format sarif:/nowhere/x 2>err || code=$?
[ $code -eq 3 ] && grep -q '/nowhere/x' err

# From a directory below, paths are still those of the repository.
(cd 'my apps' && ecoc lint --format sarif:../b.sarif pm2.yaml 2>/dev/null) || true
cp a.sarif c.sarif
# A file of somewhere else, with suppressed findings and fixes.
ecoc lint --format sarif:d.sarif "$SRC/tests/golden/report/suppressed/pm2.yaml" 2>/dev/null || true
grep -q '"uri": "file:///' d.sarif
grep -q '"kind": "inSource"' d.sarif
grep -q '"uri": "my%20apps/pm2.yaml"' b.sarif

# XML is well-formed, and says how many findings there are.
wellformed() {
    if command -v xmllint >/dev/null; then xmllint --noout "$@"; else python3 -c '
import sys, xml.dom.minidom
for name in sys.argv[1:]: xml.dom.minidom.parse(name)' "$@"; fi
}
wellformed a.junit a.checkstyle
[ "$(grep -c '<error ' a.checkstyle)" -eq 54 ]
[ "$(grep -c '<failure ' a.junit)" -eq 41 ]
grep -q 'tests="54" failures="41"' a.junit

# GitLab wants these members, and fingerprints that differ.
node -e '
const list = JSON.parse(require("fs").readFileSync("a.gitlab", "utf8"));
const ok = (f) => typeof f.description === "string" && /^EC\d{4}$/.test(f.check_name) && /^[0-9a-f]{16}(-\d+)?$/.test(f.fingerprint)
  && ["info", "minor", "major", "critical", "blocker"].includes(f.severity) && !f.location.path.startsWith("/") && f.location.lines.begin > 0;
if (list.length !== 54 || !list.every(ok) || new Set(list.map((f) => f.fingerprint)).size !== 54) process.exit(1);'

# GitHub: ten of each level, errors first, the rest as lines of the log.
for level in error warning notice; do [ "$(grep -c "^::$level " a.github)" -eq 10 ]; done
head -1 a.github | grep -q '^::error '
grep -q '^24 more, which GitHub would not show' a.github
[ "$(grep -Ec '^my apps/pm2.yaml:[0-9]+:[0-9]+: (error|warning|info): ' a.github)" -ge 20 ]

# Inside GitHub Actions the format is chosen by itself, unless one is named or a terminal looks on.
GITHUB_ACTIONS=true ecoc lint ecosystem.config.js | grep -q '^::warning title=EC0210'
GITHUB_ACTIONS=true ecoc lint --format concise ecosystem.config.js | grep -q '\[EC0210\]$'
GITHUB_ACTIONS=false ecoc lint ecosystem.config.js | grep -q '^warning\[EC0210\]'

modules=$("$SRC/tests/e2e/lib/npm.sh")
if ! command -v node >/dev/null || [ ! -d "$modules" ]; then
    echo "NOTE: no node, or npm cannot fetch the packages; SARIF is not validated against its schema"
    exit 0
fi
node "$SRC/tests/tools/sarif_check.js" "$modules" a.sarif b.sarif d.sarif
sed -i 's/"level": "note"/"level": "hint"/' c.sarif
if node "$SRC/tests/tools/sarif_check.js" "$modules" c.sarif 2>/dev/null; then
    echo "the schema takes any level: it checks nothing"
    exit 1
fi
