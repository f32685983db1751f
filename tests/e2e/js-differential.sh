#!/bin/sh
# Every configuration of tests/golden/front/js is evaluated by Node and by us, under three environments:
# a value we give must be the value Node gives, and in symbolic mode what Node gives must be among what we
# say is possible. What we decline is counted and named.
set -eu
if ! command -v node >/dev/null 2>&1; then
    echo "NOTICE: node is not installed; the comparison with it is skipped" >&2
    exit 0
fi
js=$SRC/tests/e2e/js-differential.js
# Cases named nodeN-* use what Node has from major version N on.
major=$(node -p 'process.versions.node.split(".")[0]')
cases=$(for f in "$SRC"/tests/golden/front/js/*.*s; do
    need=$(basename "$f" | sed -n 's/^node\([0-9]*\)-.*/\1/p')
    [ "${need:-0}" -le "$major" ] && echo "$f"
done)
compare() {
    env -i PATH="$PATH" HOME="$HOME" "$@" node "$js" run $cases >node.txt
    env -i PATH="$PATH" HOME="$HOME" "$@" "$BUILD/js_eval" $cases >ours.txt
    echo "with: $*"
    node "$js" compare node.txt ours.txt
    "$BUILD/js_eval" -s $cases >ours.txt
    echo "with: $*, symbolic"
    SYMBOLIC=1 node "$js" compare node.txt ours.txt
}
compare X=1
compare NODE_ENV=production PORT=8081 EXTRA=yes HOSTS='x, y,,z' SUFFIX=s
compare NODE_ENV=staging PORT= HOST=h.example A=0 TMPDIR=/var/tmp/
