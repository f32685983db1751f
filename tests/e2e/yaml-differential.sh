# The YAML front end against the case documents, and those against js-yaml 4.3.1 where npm can fetch it.
# Cases named refused-* and empty* are values to js-yaml and errors to ecoc, on purpose.
set -u
cases=$SRC/tests/golden/front/yaml
bad=0
cd "$cases" || exit 1

for f in *.yaml; do
    "$BUILD/yaml_json" "$f" >"$HOME/ours" 2>&1 || { echo "$f: yaml_json failed"; bad=1; }
    diff -u "${f%.yaml}.expected" "$HOME/ours" || { echo "$f: differs from its .expected"; bad=1; }
done

modules=$("$SRC/tests/e2e/lib/npm.sh")
if ! command -v node >/dev/null || [ ! -d "$modules" ]; then
    echo "NOTE: no node, or npm cannot fetch js-yaml; YAML is not compared with it"
    exit $bad
fi

files=
for f in *.yaml; do
    case $f in
    refused-* | empty*)
        grep -q '^error ' "${f%.yaml}.expected" || { echo "$f: is not refused any more" >&2; bad=1; } ;;
    *)
        files="$files $f"
        printf '%s\t' "$f"
        cat "${f%.yaml}.expected" ;;
    esac
done >"$HOME/expected"
# shellcheck disable=SC2086
node "$SRC/tests/tools/yaml_js.js" "$modules" $files >"$HOME/theirs" || exit 1
paste "$HOME/expected" "$HOME/theirs" | awk -F '\t' '
    { ours = $2 ~ /^error /; theirs = $3 ~ /^error / }
    ours != theirs || (!ours && $2 != $3) { print $1 "\n  ecoc    " $2 "\n  js-yaml " $3; bad = 1 }
    END { print "NOTE: YAML cases: " NR " files compared with js-yaml"; if (NR < 60) { print "only " NR " cases were compared"; bad = 1 } exit bad }' || bad=1
exit $bad
