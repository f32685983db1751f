#!/bin/sh
# Every case of tests/golden/front/js, one feature each and hard on purpose, and every configuration of
# tests/golden/front/configs, which look like what people write, is evaluated by Node and by us under several
# environments: a value we give must be the value Node gives, and in symbolic mode what Node gives must be among
# what we say is possible. Of the configurations at most one in a hundred may be declined.
set -eu
if ! command -v node >/dev/null 2>&1; then
    echo "NOTE: node is not installed; the comparison with it is skipped"
    exit 0
fi
tools=$SRC/tests/tools
front=$SRC/tests/golden/front
modules=$("$SRC/tests/e2e/lib/npm.sh")
# Cases named nodeN-* use what Node has from major version N on.
major=$(node -p 'process.versions.node.split(".")[0]')
cases=$(for f in "$front"/js/*.*s; do
    need=$(basename "$f" | sed -n 's/^node\([0-9]*\)-.*/\1/p')
    [ "${need:-0}" -le "$major" ] && echo "$f"
done)
configs=$("$SRC/tests/e2e/lib/configs.sh" "$front/configs" "$modules")

# run NAME FILES VARIABLE...: what Node and we make of them under that environment.
run() {
    name=$1 files=$2
    shift 2
    env -i PATH="$PATH" HOME="$HOME" "$@" node "$tools/node_values.js" "$modules" $files >"$name.node"
    env -i PATH="$PATH" HOME="$HOME" "$@" "$BUILD/js_eval" $files >"$name.ours"
    results="$results $name.node $name.ours"
    symbolic="$symbolic $name.node $kind.symbolic"
}
# compare LABEL FILES MOST
compare() {
    kind=$1 results= symbolic=
    run "$1.1" "$2" X=1
    run "$1.2" "$2" NODE_ENV=production PORT=8081 EXTRA=yes HOSTS='x, y,,z' SUFFIX=s API_PORT=9090 LOG_LEVEL=warn \
        DATABASE_URL=postgres://db.internal:5432/app REDIS_URL=redis://cache:6379/0 WEB_CONCURRENCY=3 INSTANCES=4 \
        JWT_SECRET=not-a-secret APP_NAME=shop APP_ENV=prod APP_VERSION=2.4.1 DEPLOY_HOSTS=a.example,b.example REGION=eu-west-1
    run "$1.3" "$2" NODE_ENV=staging PORT= HOST=h.example A=0 TMPDIR=/var/tmp/ DEBUG=true CI=1 INSTANCES=max WORKERS=abc \
        MEMORY_LIMIT=750M APP_ENV=staging ENABLE_CRON=false LOG_DIR=/var/log/apps USER=deploy API_PORT=x70
    run "$1.4" "$2" NODE_ENV=development PORT=0 INSTANCES=0 WATCH=true ENABLE_CRON=1 WORKERS=2 API_URL=http://localhost:4000/ \
        FEATURES=search,export SERVICES=api,mailer LOG_DIR= DEBUG='app:*' DEPLOY_USER=ci USE_BUN=yes
    "$BUILD/js_eval" -s $2 >"$1.symbolic"
    node "$tools/compare_values.js" -d "$3" "$1" $results
    node "$tools/compare_values.js" -s "$1, symbolic" $symbolic
}
compare cases "$cases" 15
compare configs "$configs" 1
