# Mutants of the YAML cases and configurations: where both js-yaml and we read one, the value is the same. MUTANTS and
# SEED choose how many and which.
set -eu
modules=$("$SRC/tests/e2e/lib/npm.sh")
if ! command -v node >/dev/null || [ ! -d "$modules" ]; then
    echo "NOTE: no node, or npm cannot fetch js-yaml; mutants of YAML are not compared"
    exit 0
fi
front=$SRC/tests/golden/front
cp -R "$front/yaml" "$front/configs" .
# Seeds are documents that have a value.
seeds=$(grep -L '^error' yaml/*.expected | sed 's/expected$/yaml/'; ls configs/*.y*ml)
# shellcheck disable=SC2086
node "$SRC/tests/tools/mutate.js" yaml "${SEED:-20261122}" "${MUTANTS:-500}" \
    $seeds >names
xargs "$BUILD/yaml_json" <names >ours
xargs node "$SRC/tests/tools/yaml_js.js" "$modules" <names >theirs
paste names ours theirs | awk -F '\t' -v label="YAML mutants (seed ${SEED:-20261122})" '
    $2 ~ /the file is empty/ && $3 ~ /^(null|undefined)$/ { $3 = "error" }
    { ours = $2 ~ /^error /; theirs = $3 ~ /^error / }
    ours && theirs { refused++; next }
    ours { declined++; next }
    theirs { accepted++; next }
    $2 == $3 { equal++; next }
    { print $1 "\n  ecoc    " $2 "\n  js-yaml " $3; wrong++ }
    END {
        printf "NOTE: %s: %d runs: equal %d, declined %d (%.1f %%), refused by both %d, by js-yaml alone %d, wrong %d\n",
            label, NR, equal, declined, 100 * declined / NR, refused, accepted, wrong
        exit wrong > 0 || equal == 0 || declined * 50 > NR || accepted * 50 > NR
    }'
