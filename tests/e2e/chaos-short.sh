# A short run of `make chaos` with a fixed seed: random operations against a model (tests/chaos/).
set -eu
command -v node >/dev/null || { echo "NOTE: chaos-short skipped: no node"; exit 0; }
TMPDIR=$PWD SEED=${SEED:-20} CHAOS_OPS=40 "$SRC/tests/chaos/run.sh" "$BUILD"
