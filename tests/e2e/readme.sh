# Every command in the README is run and prints what the README says.
set -eu
cp -R "$SRC/samples/cloudphone" cloudphone
cd cloudphone
git init -q .
git config user.name readme
git config user.email readme@localhost
git add -A
GIT_COMMITTER_DATE='2026-01-01T00:00:00Z' git commit -q --date 2026-01-01T00:00:00Z -m 'six services'
ECORT_HOME=$(mktemp -d)
export ECORT_HOME
node "$SRC/tests/tools/readme.js" "$SRC/README.md"
rm -rf "$ECORT_HOME"
