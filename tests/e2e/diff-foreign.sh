# A repository of another user: refused with the remedy, read where git trusts it (libgit2 does not know "*").
. "$SRC/tests/e2e/lib/repo.sh"
set -eu
if [ "$(id -u)" -ne 0 ]; then
    echo "NOTE: a foreign repository is not tried: only root can make one"
    exit 0
fi
mkdir foreign
cd foreign
repo
programs a
echo 'apps: [{ name: a, script: a.js }]' >ecosystem.yaml
commit one
sed -i 's/a.js/a.js, args: x/' ecosystem.yaml
chown -R nobody .
trust() { git config --global --replace-all safe.directory "$1"; }
refused() {
    code=0
    ecoc diff >out 2>err || code=$?
    [ $code -eq 3 ] && [ "$(wc -l <err)" -eq 1 ] && grep -q "git config --global --add safe.directory $PWD\$" err || { cat out err; exit 1; }
}
refused
trust /nowhere
refused
trust "$PWD"
ecoc diff | grep -q '1 restart'
trust '*'
ecoc diff | grep -q '1 restart'
ecoc diff --staged | grep -q '1 unchanged'
ecoc diff HEAD..HEAD | grep -q '1 unchanged'
# What was advised works.
git config --global --unset-all safe.directory
ecoc diff 2>&1 | sed -n 's/.*trust it: //p' >advice
sh ./advice
ecoc diff | grep -q '1 restart'
