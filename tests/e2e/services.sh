# Small services written as people write them: each hazard noted in a folder's `truth` is found at its line, and nothing
# else is said of their source. What the lines of `truth` mean: tests/tools/services.js.
# Runs only with SERVICES=1 until the rules that read source are in; SERVICE=name looks at one folder.
set -eu
if [ "${SERVICES:-0}" != 1 ]; then
    echo "SKIPPED: services (SERVICES=1 runs them)"
    exit 0
fi
node "$SRC/tests/tools/services.js" "${ECOC:-ecoc}" "$SRC/tests/golden/lint/services" ${SERVICE:+"$SERVICE"}
