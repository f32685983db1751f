# Mutants of the JavaScript cases and configurations: where both Node and we give a value, it is the same. MUTANTS and
# SEED choose how many and which; Node runs them in batches, so that one that ends Node costs only its batch.
set -eu
MUTANTS=${MUTANTS:-500}
if ! command -v node >/dev/null 2>&1; then
    echo "NOTE: node is not installed; mutants of configurations are not compared"
    exit 0
fi
front=$SRC/tests/golden/front
modules=$("$SRC/tests/e2e/lib/npm.sh")
cp -R "$front/js" "$front/configs" .
# Modules of Node's own syntax need a loader; the mutants are of CommonJS files and JSON.
seeds=$( (ls js/*.js && "$SRC/tests/e2e/lib/configs.sh" "$PWD/configs" "$modules") |
    grep -E '\.(c?js|json5?)$' | grep -vE 'fs-mkdir|mkdir-logs|/node[0-9]+-' | xargs grep -LE '^(import|export) ') || true
# shellcheck disable=SC2086
node "$SRC/tests/tools/mutate.js" js "${SEED:-20261122}" "$MUTANTS" $seeds >names
# shellcheck disable=SC2016
xargs -n 100 sh -c 'timeout 60 env -i PATH="$PATH" HOME="$HOME" PORT=8081 NODE_ENV=production \
    node --max-old-space-size=500 "$0" "$@" || true' \
    "$SRC/tests/tools/run_js.js" "$modules" <names >node.txt 2>node.err
cut -f 1 node.txt | sort >ran
xargs env -i PATH="$PATH" HOME="$HOME" PORT=8081 NODE_ENV=production "$BUILD/js_eval" <ran >ours.txt
node "$SRC/tests/tools/compare_values.js" -m "JavaScript mutants (seed ${SEED:-20261122})" node.txt ours.txt
[ "$(wc -l <ran)" -ge $((MUTANTS * 8 / 10)) ]
