# The state page: damaged, cut, of another version, of another boot, of another time; and what nobody watched when it ended.
. "$SRC/tests/e2e/lib/ecort.sh"

cp "$BUILD/chaos_service" service
CHAOS_DIR=$PWD
export CHAOS_DIR
config <<'C'
apps:
  - { name: one, script: ./service, args: calm, min_uptime: 0, env: { CHAOS_APP: one } }
  - { name: two, script: ./service, args: calm, min_uptime: 0, env: { CHAOS_APP: two } }
  - { name: tree, script: ./service, args: tree, min_uptime: 0, env: { CHAOS_APP: tree } }
C
running() { pgrep -c -f "^$PWD/service $1" || :; }
is_running() { [ "$(running "$1")" = "$2" ]; }
end_services() { pkill -KILL -f "^$PWD/service" || :; wait_for 10 is_running '' 0; }
record=512
patch() { printf "$1" | dd of=home/state bs=1 seek="$2" conv=notrunc 2>/dev/null; }

# Both die, and one service with them: what it left in other sessions is ended, the others are taken over and, when they
# are stopped, whole; that one ended by itself before is nothing to its next start.
start_ecort
wait_for 10 is_running kid 2
kill -KILL "$(field two pid)"
wait_for 10 has_field two restarts 1
wait_for 10 has_field two status online
tree=$(field tree pid) one=$(field one pid) two=$(field two pid)
kill_both
kill -KILL "$tree"
wait_for 10 is_running kid 2
start_ecort
equal "one" "$(field one pid)" "$one"
equal "two" "$(field two pid)" "$two"
wait_for 10 has_field tree status online
[ "$(field tree pid)" != "$tree" ] || fail "tree was not started again"
only_new() { [ "$(pgrep -f "^$PWD/service kid" | wc -l)" = 2 ] && ! pgrep -f "^$PWD/service kid $tree" >/dev/null; }
wait_for 10 only_new
kill_both
start_ecort
exits 0 ecort stop tree
equal "what is left of tree" "$(running kid)" 0
exits 0 ecort delete two
kill_both
config <<'C'
apps:
  - { name: one, script: ./service, args: calm, min_uptime: 0, env: { CHAOS_APP: one } }
C
ecort run >run.out 2>run.err &
ECORT_PID=$!
wait_for 10 ecort ping
exits 0 ecort apply plan.bin
equal "one, by apply" "$(field one pid)" "$one"
stop_ecort || fail "exit status $?"
end_services

# Damage: each record stands for itself; what cannot be read is told, and nothing is done to its process.
config <<'C'
apps:
  - { name: one, script: ./service, args: calm, min_uptime: 0, env: { CHAOS_APP: one } }
  - { name: two, script: ./service, args: calm, min_uptime: 0, env: { CHAOS_APP: two } }
C
pair() {
    start_ecort
    wait_for 10 is_online all
    one=$(field one pid) two=$(field two pid)
    kill_both
}
pair
patch '\377\377' $((record + 60))
start_ecort
contains run.err "1 record of $PWD/home/state is damaged"
[ "$(field one pid)" != "$one" ] || fail "taken over by a damaged record"
is_alive "$one" || fail "a process was ended by a damaged record"
equal "two" "$(field two pid)" "$two"
stop_ecort || fail "exit status $?"
end_services
# Cut inside a record; not even the head; empty; rubbish; another version (of the head); no file but a directory, a link.
for how in "truncate -s $((record * 2 + 100)) home/state" "truncate -s 100 home/state" ": >home/state" \
    "head -c 5000 /dev/urandom >home/state" "patch '\\377' 4" "rm home/state; mkdir home/state" \
    "rm home/state; ln -s /etc/passwd home/state" "rm home/state; mkfifo home/state" "head -c 40000000 /dev/zero >home/state"; do
    pair
    eval "$how"
    start_ecort
    wait_for 10 has_field two status online
    wait_for 10 has_field one status online
    [ "$(field two pid)" != "$two" ] || fail "$how: taken over by what is no record"
    is_alive "$two" || fail "$how: somebody was killed"
    stop_ecort || fail "exit status $?"
    rm -rf home/state
    end_services
done

# The page that the keeper holds: a supervisor that takes over reads it as carefully.
start_ecort
wait_for 10 has_field two status online
two=$(field two pid)
for fd in /proc/"$ECORT_PID"/fd/*; do
    case $(readlink "$fd") in */memfd:ecort-state*) page=$fd ;; esac
done
printf '\377\377' | dd of="$page" bs=1 seek=$((record + 60)) conv=notrunc 2>/dev/null
kill_supervisor
contains run.err "1 record of the state page is damaged"
equal "names" "$(field all name)" two
equal "two" "$(field two pid)" "$two"
stop_ecort || fail "exit status $?"
end_services

# Of another boot: the numbers are of other processes by now.
if unshare -m true 2>/dev/null; then
    pair
    echo 00000000-0000-0000-0000-000000000001 >boot
    cat >second.sh <<'S'
mount --bind boot /proc/sys/kernel/random/boot_id || exit 77
exec ecort run plan.bin
S
    unshare -m sh second.sh >run.out 2>run.err &
    ECORT_PID=$!
    wait_for 10 ecort ping
    wait_for 10 has_field two status online
    [ "$(field two pid)" != "$two" ] || fail "taken over from another boot"
    lacks run.out "of an earlier supervisor"
    stop_ecort || fail "exit status $?"
    end_services
else
    echo "NOTE: faults-state: another boot is not tested: mounts are not permitted here"
fi
