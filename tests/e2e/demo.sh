# The demo works from beginning to end and leaves nothing running.
set -eu
sh "$SRC/samples/demo.sh" "$BUILD" >out 2>&1 || { cat out; exit 1; }
grep -q 'demo: all well' out
