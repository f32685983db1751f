#!/bin/sh
# Lists the configurations below a folder: its files NNN-*, and in its folders the files ecosystem*, pm2* and
# process*. Without the node modules (second argument) those that need a package are left out, and a note says so.
cd "$1" || exit 1
list=$(find "$1" -mindepth 1 -maxdepth 2 -type f ! -name '*.ts.*' \
    \( -path "$1/[0-9]*-*.*" ! -path "$1/*/*" -o -name 'ecosystem*' -o -name 'pm2*' -o -name 'process*' \) | LC_ALL=C sort)
if [ ! -d "$2" ]; then
    list=$(for f in $list; do
        case $f in *.y*ml) continue ;; esac
        grep -q dotenv "$f" || echo "$f"
    done)
    echo "NOTE: npm cannot fetch packages; configurations in YAML or with dotenv are not compared" >&2
fi
echo "$list"
