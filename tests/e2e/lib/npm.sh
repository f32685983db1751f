# The packages that tests compare with (tests/.npm, by lock file with integrity hashes, no install scripts), in
# build/npm; sets `modules`. A test goes on without them where npm cannot fetch: it asks have_modules.
modules=$SRC/build/npm/node_modules
if ! cmp -s "$SRC/tests/.npm/package-lock.json" "$SRC/build/npm/package-lock.json" || [ ! -d "$modules" ]; then
    mkdir -p "$SRC/build/npm"
    cp "$SRC/tests/.npm/package.json" "$SRC/tests/.npm/package-lock.json" "$SRC/build/npm/"
    (cd "$SRC/build/npm" && timeout 60 npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) ||
        rm -rf "$modules"
fi
have_modules() {
    command -v node >/dev/null && [ -d "$modules" ] && return 0
    echo "SKIPPED: $1 (no node, or npm cannot fetch it)" | tee /dev/tty 2>/dev/null
    return 1
}
