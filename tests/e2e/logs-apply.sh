# Logs of what changes while it runs: instances that come later are followed by whoever means them; rotation and style
# follow an apply without a restart; no line is lost or torn by either.
. "$SRC/tests/e2e/lib/ecort.sh"

program who.sh <<'P'
echo "I am $NODE_APP_INSTANCE of $1"
exec sleep 1000
P
program tick.sh <<'P'
i=0
until [ -e enough ]; do i=$((i + 1)); echo "tick $i"; sleep 0.002; done
printf 'begun'
touch begun
exec sleep 1000
P
config <<'C'
apps:
  - { name: web, script: ./who.sh, args: web, min_uptime: 100 }
  - { name: tick, script: ./tick.sh, min_uptime: 100, out_file: tick.log }
C
start_ecort
follow() { ecort logs "$@" --raw >"follow.$1" 2>"follow.$1.err" & followers="$followers $!"; }
followers=
follow web
follow all
follow tick
for f in web all; do wait_for 10 has_line '^I am 0 of web$' follow.$f; done
wait_for 10 has_line '^tick' follow.tick

# By scale, by apply: the first line is there.
exits 0 ecort scale web 3
for f in web all; do
    wait_for 10 has_line '^I am 1 of web$' follow.$f
    wait_for 10 has_line '^I am 2 of web$' follow.$f
done
pid=$(field tick pid)
config <<'C'
apps:
  - { name: web, script: ./who.sh, args: web, min_uptime: 100, instances: 4, exec_mode: fork }
  - { name: late, script: ./who.sh, args: late, min_uptime: 100 }
  - { name: tick, script: ./tick.sh, min_uptime: 100, out_file: tick.log, log_rotate: { max_size: 1K, retain: 1000, date_format: "[at]" } }
C
exits 0 ecort apply plan.bin
wait_for 10 has_line '^I am 3 of web$' follow.web
wait_for 10 has_line '^I am 0 of late$' follow.all
lacks follow.web late
lacks follow.tick web

# The rule came to the running process, and goes from it again.
rotated() { [ -e "tick__at-$1.log" ]; }
wait_for 20 rotated 3
for f in tick__at*.log; do [ "$(stat -c %s "$f")" -le 1024 ] || fail "$f has $(stat -c %s "$f") bytes"; done
config <<'C'
apps:
  - { name: web, script: ./who.sh, args: web, min_uptime: 100, instances: 4, exec_mode: fork }
  - { name: late, script: ./who.sh, args: late, min_uptime: 100 }
  - { name: tick, script: ./tick.sh, min_uptime: 100, out_file: tick.log, log_date_format: "[it is]" }
C
exits 0 ecort apply plan.bin
n=$(ls tick__at*.log | wc -l)
grown() { [ "$(stat -c %s tick.log)" -gt 6000 ]; }
wait_for 20 grown
equal "rotated files" "$(ls tick__at*.log | wc -l)" "$n"
equal "pid" "$(field tick pid)" "$pid"

# Half a line is there when the stamps go: it ends as it began.
touch enough
wait_for 10 test -e begun
config <<'C'
apps:
  - { name: web, script: ./who.sh, args: web, min_uptime: 100, instances: 4, exec_mode: fork }
  - { name: late, script: ./who.sh, args: late, min_uptime: 100 }
  - { name: tick, script: ./tick.sh, min_uptime: 100, out_file: tick.log }
C
exits 0 ecort apply plan.bin
wait_for 10 has_line '^it is: begun$' tick.log
wait_for 10 has_line '^begun$' follow.tick
by_number() { ls | sed -n 's/^tick__at\(-\([0-9]*\)\)\{0,1\}\.log$/\2 &/p' | sort -n | sed 's/.* //'; echo tick.log; }
cat $(by_number) | sed 's/^it is: //' | awk '/^begun$/ { next } $0 != "tick " NR { print NR ": " $0; exit 1 }' >out || fail "$(cat out)"
exits 0 ecort flush tick web
contains out "tick.log emptied"
equal "tick.log" "$(stat -c %s tick.log)" 0
kill $followers
stop_ecort || fail "exit status $?"
