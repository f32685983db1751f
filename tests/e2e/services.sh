# Small services written as people write them: each hazard noted in a folder's `truth` is found at its line, and nothing
# else is said of their source. What the lines of `truth` mean: tests/tools/services.js.
# SERVICE=name looks at one folder.
set -eu
node "$SRC/tests/tools/services.js" "${ECOC:-ecoc}" "$SRC/tests/golden/lint/services" ${SERVICE:+"$SERVICE"}
