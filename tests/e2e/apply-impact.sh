# The preview is the truth: each option is changed on a running app, and what `ecoc diff` says about it is what `ecort apply`
# does: to processes, to their number, and as an outage.
. "$SRC/tests/e2e/lib/ecort.sh"

# Actions that are announced and not done yet. When one does what it says, this test fails until it is taken off.
pending='reload'

mkdir elsewhere
echo X=1 >.env
program same.sh <<'P'
say() { echo "$1 $APP $$" >>"$JOURNAL"; }
trap 'say stop; kill $sleeper; exit 0' INT TERM
say start
sleep 1000 &
sleeper=$!
wait
P
cat >same.js <<'P'
const say = what => require('fs').appendFileSync(process.env.JOURNAL, `${what} ${process.env.APP} ${process.pid}\n`);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => (say('stop'), process.exit(0)));
say('start');
require('http').createServer((req, res) => res.end()).listen(0);
P
cp same.sh other.sh
cp same.js other.js
: >journal
options=$(node "$SRC/tests/tools/impact_apps.js")
[ "$options" -gt 90 ] || fail "only $options options"
git init -q .
git config user.name test
git config user.email test@localhost
cp before.json ecosystem.json
git add ecosystem.json
git commit -qm one
ecoc build ecosystem.json -o plan.bin >/dev/null 2>err || fail "$(cat err)"
start_ecort

# Whether each process that runs has said so.
all_have_started() {
    ecort list --json >list.now
    sed -n 's/.*"pid": \([0-9]*\),/\1/p' list.now >pids.now
    sed -n 's/^start .* //p' journal | sort >pids.said
    ! grep -q '"pid": null' list.now && [ "$(sort pids.now | comm -23 - pids.said | wc -l)" = 0 ]
}

# change SIDE: what runs becomes what SIDE.json says.
change() {
    wait_for 20 all_have_started
    cp list.now list.before
    lines=$(wc -l <journal)
    cp "$1.json" ecosystem.json
    ecoc diff HEAD --target ecort --format json --no-findings -- ecosystem.json >said.json 2>err || fail "$(cat err)"
    exits 0 ecort apply ecosystem.json --json
    cp out applied.json
    wait_for 20 all_have_started
    cp list.now list.after
    node "$SRC/tests/tools/impact_check.js" "$lines" "$pending" >check.out || fail "towards $1: $(cat check.out)"
    # Every instance is of the new generation: nothing is left to do.
    ecoc diff --running --exit-code --no-findings -- ecosystem.json >running || fail "left to do: $(cat running)"
    git commit -qam "$1"
}
change after
cat check.out
sed -n 's/^not acted on by this version: /NOTE: pending: taken live and not acted on yet: /p' run.out err | cut -c 1-200 | sort -u
! grep -q '^cluster mode is not in this version' run.out || echo "NOTE: pending: cluster mode, so its processes share no port"
change before
stop_ecort || fail "exit status $?"
