# Several configurations in one supervisor: each applied by itself, names belong to one of them; --only, --keep, --take.
. "$SRC/tests/e2e/lib/ecort.sh"

app() { echo "  - { name: $1, script: sleep, args: \"1000\", min_uptime: 100${2:-} }"; }
mkdir one two
{ echo apps:; app a; app b; } >one/ecosystem.yaml
{ echo apps:; app c; app d; } >two/ecosystem.yaml
ecoc build one/ecosystem.yaml -o plan.bin >/dev/null
start_ecort
a=$(field a pid)
exits 0 ecort apply two/ecosystem.yaml
names() { ecort list --json | sed -n 's/.*"name": "\(.*\)",/\1/p' | sort | tr '\n' ' '; }
equal "names" "$(names)" "a b c d "
exits 0 ecort apply one/ecosystem.yaml
contains out "unchanged     2 apps"

{ echo apps:; app c; app e; } >two/ecosystem.yaml
exits 0 ecort apply two/ecosystem.yaml --keep
equal "names" "$(names)" "a b c d e "
exits 0 ecort apply two/ecosystem.yaml
equal "names" "$(names)" "a b c e "

{ echo apps:; app c ', env: { X: 1 }'; app e ', env: { X: 1 }'; app f; } >two/ecosystem.yaml
c=$(field c pid) e=$(field e pid)
exits 0 ecort apply two/ecosystem.yaml --only e,f
equal "c" "$(field c pid)" "$c"
[ "$(field e pid)" != "$e" ] || fail "e was not restarted"
equal "names" "$(names)" "a b c e f "
exits 1 ecort apply two/ecosystem.yaml --only g
contains err 'no app of the plan is called "g"'

{ echo apps:; app a; app c; } >two/ecosystem.yaml
exits 1 ecort apply two/ecosystem.yaml
contains err "app a runs already, from $PWD/one/ecosystem.yaml; --take makes it one of this configuration"
equal "names" "$(names)" "a b c e f "
exits 0 ecort apply two/ecosystem.yaml --take
equal "names" "$(names)" "a b c "
[ "$(field a pid)" != "$a" ] || fail "the cwd of a has changed, it must be restarted"
equal "cwd of a" "$(field a cwd)" "$PWD/two"

# Names that are one in the file system: told.
mkdir three
echo 'apps: [{ name: x_y, script: sleep, args: "1000", min_uptime: 0 }]' >three/ecosystem.yaml
exits 0 ecort apply three/ecosystem.yaml
echo 'apps: [{ name: x-y, script: sleep, args: "1000", min_uptime: 0 }]' >three/other.yaml
exits 0 ecort apply three/other.yaml
contains out "x-y and x_y of $PWD/three/ecosystem.yaml write to the same file, $PWD/home/logs/x-y-out.log"
exits 0 ecort delete x_y x-y

# Broken configurations change nothing.
echo 'apps: [{ name: a, script: x, instances: lots }]' >two/ecosystem.yaml
exits 2 ecort apply two/ecosystem.yaml
equal "names" "$(names)" "a b c "
exits 3 ecort apply two/nothing.yaml
echo nonsense >plan.bin
exits 3 ecort apply plan.bin
contains err "plan.bin: not a plan"

# Two at the same time.
program slow.sh <<'P'
trap 'trap "" INT; until [ -e go ]; do sleep 0.05; done; exit 0' INT
echo ready
while :; do sleep 0.05; done
P
echo 'apps: [{ name: slow, script: ./slow.sh, min_uptime: 0, env: { V: 1 }, kill_timeout: 600000 }]' >ecosystem.yaml
exits 0 ecort apply ecosystem.yaml
wait_for 10 has_line ready home/logs/slow-out.log
sed -i 's/V: 1/V: 2/' ecosystem.yaml
ecort apply ecosystem.yaml >first.out 2>&1 &
first=$!
wait_for 10 has_field slow status stopping
exits 1 ecort apply ecosystem.yaml
contains err "is under way"
exits 0 ecort apply one/ecosystem.yaml --only b
touch go
wait $first || fail "$(cat first.out)"
stop_ecort || fail "exit status $?"
equal "errors" "$(cat run.err)" ""
