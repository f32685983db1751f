# Helpers of the tests of ecoc diff: `. "$SRC/tests/e2e/lib/repo.sh"`. Commits have the same ids everywhere.
GIT_AUTHOR_NAME=test GIT_AUTHOR_EMAIL=test@localhost GIT_AUTHOR_DATE='2026-01-01T00:00:00Z'
GIT_COMMITTER_NAME=test GIT_COMMITTER_EMAIL=test@localhost GIT_COMMITTER_DATE='2026-01-01T00:00:00Z'
export GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_AUTHOR_DATE GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL GIT_COMMITTER_DATE
export XDG_CACHE_HOME="$PWD/.cache"

_top=$PWD
# repo [OPTION...]: an empty repository here.
repo() {
    git init -q -b main "$@" .
    printf '%s\n' .cache home '*.err' cmd >>.git/info/exclude
}
commit() {
    git add -A
    git commit -q -m "${1:-change}"
}
# Prints the command, what it says (stderr too; this folder is DIR), and its exit code where that is not 0.
try() {
    echo "\$ $*"
    _code=0
    _out=$("$@" 2>&1) || _code=$?
    [ -z "$_out" ] || printf '%s\n' "$_out" | sed "s|$_top|DIR|g"
    [ $_code -eq 0 ] || echo "[exit $_code]"
    echo
}
# programs NAME...: servers.
programs() {
    for _name; do echo "require('http').createServer((q, r) => r.end()).listen(process.env.PORT);" >"$_name.js"; done
}
