# Plans that cannot be run: said clearly, nothing is started, the right exit code.
. "$SRC/tests/e2e/lib/ecort.sh"

program mark.sh <<'P'
touch started
exec sleep 1000
P
config <<'C'
apps:
  - { name: mark, script: ./mark.sh, cgroup: { pids_max: 64 }, max_cpu: 80 }
  - { name: twins, script: ./mark.sh, instances: 2, exec_mode: cluster, interpreter: none }
C
mv plan.bin good.bin
exits 3 ecort run plan.bin
contains err "plan.bin: No such file or directory"
exits 3 ecort run .
exits 3 ecort run ecosystem.yaml
contains err "not a plan"
: >empty.bin
exits 3 ecort run empty.bin
contains err "not a plan"
size=$(wc -c <good.bin)
for n in 1 63 64 100 $((size - 1)); do
    head -c "$n" good.bin >plan.bin
    exits 3 ecort run plan.bin
done
contains err "the plan is truncated"
{ head -c $((size - 9)) good.bin; printf X; tail -c 8 good.bin; } >plan.bin
exits 3 ecort run plan.bin
contains err "damaged"
exits 2 ecort run good.bin --root ./nowhere
exits 2 ecort run good.bin good.bin
exits 2 ecort run good.bin --rot .
contains err "did you mean --root?"
HOME= ECORT_HOME= exits 2 ecort run good.bin
contains err "no home for the supervisor"
[ ! -e started ] || fail "something was started"
[ ! -e home/ecort.sock ] || fail "a socket was left"

# What is in the plan and not acted on is said, once per option.
cp good.bin plan.bin
start_ecort
wait_for 10 test -e started
contains run.out "not acted on by this version: cgroup (mark)"
contains run.out "not acted on by this version: max_cpu (mark)"
equal "notices" "$(grep -c 'not acted on' run.out)" 2

# The root: beside the plan, or as told.
stop_ecort || fail "exit status $?"
mkdir -p moved elsewhere
cp good.bin moved/plan.bin
rm started
cp moved/plan.bin plan.bin
cp mark.sh elsewhere/
start_ecort --root elsewhere
wait_for 10 test -e elsewhere/started
contains run.out "root $PWD/elsewhere"
stop_ecort || fail "exit status $?"
