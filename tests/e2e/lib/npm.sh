#!/bin/sh
# Fetches the packages that the tests compare with (js-yaml, dotenv) once, and prints the folder of node modules
# that holds them; where npm cannot fetch them the folder does not exist.
lock=$SRC/tests/.npm/package-lock.json
modules=$SRC/build/npm/node_modules
if ! cmp -s "$lock" "$SRC/build/npm/package-lock.json" || [ ! -d "$modules" ]; then
    mkdir -p "$SRC/build/npm"
    cp "$SRC/tests/.npm/package.json" "$lock" "$SRC/build/npm/"
    (cd "$SRC/build/npm" && timeout 60 npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) >&2 ||
        rm -rf "$modules"
fi
echo "$modules"
