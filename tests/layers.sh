#!/bin/sh
# Who may include whom (README, "Rooms"), and: every header compiles alone. usage: layers.sh CC
set -eu
cc=${1:-cc}
bad=0

# room: the rooms (path prefixes) it may include, besides itself.
rules='
schema/base:
schema/io: schema/base schema/unit
schema/unit: schema/base
schema/opt: schema/base schema/unit
schema/model: schema/base schema/unit schema/opt
schema/plan: schema/base schema/unit schema/opt
lint/syntax: schema/base
lint/scan: schema/base schema/io schema/unit lint/syntax
lint: schema/base schema/io schema/unit schema/opt schema/model lint/scan
compiler/front: schema/base schema/io schema/unit schema/model lint/lint.h lint/syntax
compiler: schema lint/lint.h lint/advice.h lint/scan/app.h compiler/front
runtime/core: schema/base schema/unit schema/opt schema/plan
runtime/os: schema/base schema/unit
runtime/logs: schema/base schema/unit runtime/os runtime/core
runtime/ctl: schema/base schema/unit runtime/os
runtime/cluster: schema/base schema/io schema/unit runtime/os runtime/timers.h
runtime/monit: schema/base schema/unit runtime/ctl runtime/os runtime/home.h runtime/say.h runtime/cli/cli_history.h
runtime/cli: schema/base schema/io schema/unit schema/opt schema/plan runtime/ctl runtime/os runtime/core runtime/sup.h runtime
runtime: schema/base schema/io schema/unit schema/opt schema/plan runtime
'
# Libraries, each behind one room.
libs='yaml.h compiler/front
tree_sitter lint/syntax
git2 compiler/git
json-c runtime/ctl
ncurses.h runtime/monit/term.c
xxhash.h schema/base/hash.c
zlib.h runtime/logs/log_gzip.c'

room_of() {
    case $1 in
    lint/scan/*) echo lint/scan ;;
    lint/syntax/*) echo lint/syntax ;;
    lint/*) echo lint ;;
    compiler/front/*) echo compiler/front ;;
    compiler/*) echo compiler ;;
    runtime/*/*) echo "$1" | cut -d/ -f1-2 ;;
    runtime/*) echo runtime ;;
    schema/*) echo "$1" | cut -d/ -f1-2 ;;
    esac
}

for file in $(find schema lint compiler runtime -name '*.[ch]' -o -name '*.def' | sort); do
    room=$(room_of "$file")
    allowed=$(echo "$rules" | sed -n "s|^$room: *||p")
    for inc in $(sed -n 's|^#include "\(.*\)"|\1|p' "$file"); do
        ok=
        [ -e "$inc" ] || { echo "$file: includes \"$inc\", which is not a path from the root"; bad=1; continue; }
        [ "$(room_of "$inc")" = "$room" ] && ok=1
        for a in $allowed; do case $inc in "$a" | "$a"/*) ok=1 ;; esac; done
        [ -n "$ok" ] || { echo "$file: $room may not include \"$inc\""; bad=1; }
    done
    echo "$libs" | while read -r lib where; do
        if grep -q "^#include <$lib" "$file" && ! echo "$file" | grep -Eq "^($where)"; then
            echo "$file: <$lib> belongs behind $where"; exit 1
        fi
    done || bad=1
done

# The pure rooms touch no clock, no file, no process.
for file in $(find schema/unit schema/opt schema/plan runtime/core -name '*.[ch]'); do
    if grep -nE '^#include <(sys/|unistd|fcntl|signal|time|poll|dirent|pthread|stdio\.h>.*open)' "$file"; then
        echo "$file: a pure room includes a system header"; bad=1
    fi
done
for file in $(find schema/plan runtime/core -name '*.c' ! -name 'plan_dump.c'); do
    if grep -nE '\b(malloc|calloc|realloc|free|getenv|clock_gettime|gettimeofday)\(' "$file"; then
        echo "$file: a pure room allocates or looks at the world"; bad=1
    fi
done

headers=$(find schema lint compiler runtime -name '*.h' | sort)
for h in $headers; do
    $cc -std=c17 -D_GNU_SOURCE -I. -isystem .deps/node_modules/tree-sitter/vendor/tree-sitter/lib/include \
        -fsyntax-only -x c "$h" 2>/tmp/layers.$$ || { echo "$h does not compile alone:"; cat /tmp/layers.$$; bad=1; }
done
rm -f /tmp/layers.$$
[ $bad -eq 0 ] && echo "layers: $(echo "$headers" | wc -l) headers compile alone, every include is allowed"
exit $bad
