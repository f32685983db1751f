#!/bin/sh
# The figures of the README, each with its goal. usage: bench.sh BUILD_DIR
# Whole processes are timed by hyperfine (the least and the median of many runs); the machine's noise is
# in them, so a floor is printed beside: the time of a process that does nothing.
set -eu
build=$(CDPATH= cd "$1" && pwd)
src=$(pwd)
work=$(mktemp -d)
supervisor=
finish() {
    [ -z "$supervisor" ] || { kill -TERM "$supervisor" 2>/dev/null && wait "$supervisor"; } || true
    rm -rf "$work"
}
trap finish EXIT
PATH=$build:$PATH
ECORT_HOME=$work/home
export PATH ECORT_HOME

# timed LABEL GOAL COMMAND: least and median of the wall time; `forget` runs before each run.
forget=
timed() {
    if [ -n "$forget" ]; then
        hyperfine -N -i -w 1 -m 10 --prepare "$forget" --export-json "$work/t.json" "$3" >/dev/null 2>&1
    else
        hyperfine -N -i -w 5 -m 30 --export-json "$work/t.json" "$3" >/dev/null 2>&1
    fi
    node -e '
const r = JSON.parse(require("fs").readFileSync(process.argv[1])).results[0];
const ms = (s) => (s * 1000).toFixed(2).padStart(8) + " ms";
console.log(process.argv[2].padEnd(44), ms(r.min), ms(r.median), "  goal", process.argv[3]);
' "$work/t.json" "$1" "$2"
}

node tests/bench/generate.js yaml 1000 >"$work/big.config.yaml"
node tests/bench/generate.js js 1000 >"$work/big.config.js"
node tests/bench/generate.js loop 1000 >"$work/loop.config.js"
node tests/bench/generate.js yaml 10000 >"$work/huge.config.yaml"
sample=samples/cloudphone/ecosystem.config.js

echo "whole process                                    least      median"
timed "nothing (the floor: /bin/true)" "-" "/bin/true"
timed "ecoc lint, sample (6 apps, JS)" "5 ms" "ecoc lint $sample"
timed "ecoc build, sample (6 apps, JS)" "5 ms" "ecoc build --quiet $sample -o $work/sample.bin"
timed "ecoc lint, 1,000 apps, YAML" "60 ms" "ecoc lint $work/big.config.yaml"
timed "ecoc build, 1,000 apps, YAML" "60 ms" "ecoc build --quiet $work/big.config.yaml -o $work/big.bin"
timed "ecoc lint, 1,000 apps, JS" "60 ms" "ecoc lint $work/big.config.js"
timed "ecoc build, 1,000 apps, JS" "60 ms" "ecoc build --quiet $work/big.config.js -o $work/big.bin"
timed "ecoc eval, sample (6 apps, JS)" "2 ms" "ecoc eval $sample"
timed "ecoc build, 1,000 apps made by a loop, JS" "30 ms" "ecoc build --quiet $work/loop.config.js -o $work/loop.bin"

# The sample with a history of 10,000 commits, of which the last changes the configuration.
git init -q "$work/history"
node tests/bench/generate_history.js samples/cloudphone 10000 | git -C "$work/history" fast-import --quiet
git -C "$work/history" symbolic-ref HEAD refs/heads/main
git -C "$work/history" reset -q --hard
cd "$work/history"
timed "ecoc diff HEAD~1, 10,000 commits" "25 ms" "ecoc diff HEAD~1"
cd "$src"

echo
echo "evaluation alone, sample (goal: under 500 us)"
"$build/bench_evaluate" "$sample"
echo "most memory, ecoc build of 1,000 apps made by a loop (goal: under 16384 KiB)"
"$build/bench_peak" ecoc build --quiet "$work/loop.config.js" -o "$work/loop.bin"

echo
node tests/bench/generate_tree.js "$work/tree" 2000
echo "source scan, 2,000 files                         least      median"
"$build/bench_scan" "$work/tree" "$work/cache"


# ecoc lint of the tree as people run it: the configuration beside the sources, which lead to findings (exit 1).
printf "module.exports = {\n  apps: [{ name: 'bench', script: 'npm', args: 'run start:prod', instances: 4, exec_mode: 'cluster' }],\n};\n" \
    >"$work/tree/ecosystem.config.js"
XDG_CACHE_HOME=$work/xdg
export XDG_CACHE_HOME
cd "$work/tree"
forget="rm -rf $XDG_CACHE_HOME/ecoc"
timed "ecoc lint, 2,000 files, no cache" "400 ms" "ecoc lint ecosystem.config.js"
forget=
timed "ecoc lint, 2,000 files, all in the cache" "60 ms" "ecoc lint ecosystem.config.js"
cd "$src"

echo
echo "plan size against the minified JSON of the same resolved options (goal: at most a third)"
size() {
    ecoc show "$2" --json | node -e '
const j = JSON.parse(require("fs").readFileSync(0));
const json = JSON.stringify(j.apps.map((a) => a.options)).length, plan = require("fs").statSync(process.argv[2]).size;
console.log(process.argv[1].padEnd(44), `${plan} of ${json} bytes = ${(plan / json).toFixed(3)}`);
' "$1" "$2"
}
size "sample" "$work/sample.bin"
size "1,000 apps" "$work/big.bin"

echo
echo "plan_check (goal: under 5 ms for 10,000 apps)"
ecoc build --quiet "$work/huge.config.yaml" -o "$work/huge.bin"
"$build/bench_plan_check" "$work/huge.bin"

echo
echo "memory of ecort supervising the sample (PSS of all its own processes; goal: under 819 KiB)"
cp -R samples/cloudphone "$work/cloudphone"
(cd "$work/cloudphone" && ecoc build --quiet ecosystem.config.js -o plan.bin)
ecort run "$work/cloudphone/plan.bin" >/dev/null 2>&1 &
supervisor=$!
tries=200
until [ "$(ecort list --json 2>/dev/null | grep -c '"status": *"online"')" -eq 6 ]; do
    tries=$((tries - 1))
    [ $tries -gt 0 ] || { echo "bench: the sample does not come up" >&2; exit 1; }
    sleep 0.1
done
sleep 2 # until it is idle
echo "$("$build/peer_probe" memory "$supervisor" "$(readlink -f "$(command -v node)")") KiB (keeper and supervisor)"
cd "$src"

echo
echo "writing logs: CPU time (goals: stamped at most the best peer's, JSON at most twice stamped)"
tests/bench/logs.sh "$build"

echo
echo "cluster mode, two workers (kept connections; one connection per request)"
tests/bench/cluster.sh "$build"
