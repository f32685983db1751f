# Mutants of the YAML cases: where both js-yaml and we read one, the value is the same. MUTANTS and SEED choose how many and which.
set -eu
modules=$SRC/build/npm/node_modules
if ! command -v node >/dev/null || [ ! -f "$modules/js-yaml/package.json" ]; then
    echo "SKIPPED: js-yaml is not there (yaml-differential.sh fetches it)" | tee /dev/tty 2>/dev/null
    exit 0
fi
node "$SRC/tests/tools/mutate.js" yaml "${SEED:-20261122}" "${MUTANTS:-500}" mutants \
    $(ls "$SRC"/tests/golden/front/yaml/*.yaml | grep -vE '/(refused|empty)')
cd mutants
ls >../names
xargs "$BUILD/yaml_json" <../names >../ours
xargs node "$SRC/tests/tools/yaml_js.js" "$modules" <../names >../theirs
paste ../names ../ours ../theirs | awk -F '\t' '
    { ours = $2 ~ /^error /; theirs = $3 ~ /^error / }
    ours && theirs { refused++; next }
    ours { declined++; next }
    theirs { accepted++; next }
    $2 == $3 { equal++; next }
    { print $1 "\n  ecoc    " $2 "\n  js-yaml " $3; wrong++ }
    END {
        print equal + 0 " equal, " refused + 0 " refused by both, " declined + 0 " only by us, " accepted + 0 " only by them, " wrong + 0 " wrong"
        exit wrong > 0 || equal == 0 || declined * 50 > NR || accepted * 50 > NR
    }'
