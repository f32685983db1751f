# Mutants of the JavaScript cases: where both Node and we give a value, it is the same. MUTANTS and SEED choose
# how many and which; Node runs them in batches, so that one that ends Node costs only its batch.
set -eu
MUTANTS=${MUTANTS:-500}
export MUTANTS
if ! command -v node >/dev/null 2>&1; then
    echo "SKIPPED: node is not installed" | tee /dev/tty 2>/dev/null
    exit 0
fi
# Modules of Node's own syntax need a loader; the mutants are of CommonJS files.
node "$SRC/tests/tools/mutate.js" js "${SEED:-20261122}" "$MUTANTS" mutants \
    $(grep -LE '^(import|export) ' "$SRC"/tests/golden/front/js/*.js | grep -vE 'fs-mkdir|/node[0-9]+-')
cd mutants
ls >../names
xargs -n 100 env -i PATH="$PATH" HOME="$HOME" PORT=8081 NODE_ENV=production \
    node "$SRC/tests/tools/run_js.js" <../names >../node.txt 2>../node.err || true
cut -f 1 ../node.txt | sort >../ran
env -i PATH="$PATH" HOME="$HOME" PORT=8081 NODE_ENV=production xargs "$BUILD/js_eval" <../ran >../ours.txt
node "$SRC/tests/e2e/js-differential.js" compare ../node.txt ../ours.txt
[ "$(wc -l <../ran)" -ge $((MUTANTS * 8 / 10)) ]
