# ecort monit in a terminal: what it shows, its keys, and a supervisor that goes and comes back.
. "$SRC/tests/e2e/lib/ecort.sh"

ecort list >out 2>&1 && fail "a supervisor runs"
exits 1 ecort monit
contains err "no supervisor is running in $ECORT_HOME"
exits 2 ecort monit extra
exits 2 ecort-monit extra
# Without the helper it says so.
mkdir alone
cp "$(command -v ecort)" alone/ecort
exits 1 env PATH=/usr/bin:/bin alone/ecort monit
contains err "there is no ecort-monit beside ecort or in PATH"
# ecort itself needs no terminal library.
! command -v ldd >/dev/null || ! ldd "$(command -v ecort)" | grep -q -e curses -e tinfo || fail "ecort links it"

program app.sh <<'SH'
echo "this is $name"
while read -r word; do echo "$word"; done <"$FIFO"
SH
mkfifo fifo
config <<'YAML'
apps:
  - { name: talker, script: ./app.sh, interpreter: none, autorestart: false, env: { FIFO: fifo } }
  - { name: sleeper, script: sleep, args: '1000', exec_mode: fork }
YAML
start_ecort
exits 2 ecort monit </dev/null
contains err "monit needs a terminal"

if ! command -v tmux >/dev/null; then
    echo "NOTE: tmux is not installed: monit was not tried in a terminal"
    exit 0
fi

TMUX_TMPDIR=$PWD
export TMUX_TMPDIR
unset TMUX
n_servers=0 # one for each session: one that is going takes no new ones
in_tmux() { tmux -L monit$n_servers -f /dev/null "$@"; }
end_monit() { in_tmux kill-server 2>/dev/null || :; }
trap 'end_monit; cleanup' EXIT
# open_monit WIDTH HEIGHT VARIABLE...
open_monit() {
    size="-x $1 -y $2"
    shift 2
    rm -f code
    n_servers=$((n_servers + 1))
    # Something stays: a server that ends before its client has heard of the session makes that one fail, without a word.
    # shellcheck disable=SC2086
    in_tmux new-session -d $size "env $* ecort monit 2>monit.err; echo \$? >code; exec sleep 1000"
}
screen() { in_tmux capture-pane -p >screen; }
shows() { screen && grep -q -e "$1" screen; }
hides() { screen && ! grep -q -e "$1" screen; }
keys() { in_tmux send-keys "$@"; }
sees() { wait_for 20 shows "$1"; }
never_again() { wait_for 20 hides "$1"; }

open_monit 100 30 LC_ALL=C.UTF-8
sees '^ ecort  2 instances, 2 online'
sees '^>  0  talker  *online'
sees 'logs of talker 0'
sees '│ this is talker$' # said before: from its file
# A pipe's writer stays open, so that the program reads on.
exec 9>fifo
echo "said-live" >&9
sees '│ said-live$'
keys j
sees '^>  1  sleeper  *online'
never_again 'said-live' # the logs are not those of the one before
keys l
sees '0|talker *│ said-live'

# Keys do what the commands do.
before=$(ecort pid sleeper)
keys r
sees 'sleeper 1 restarted'
[ "$(ecort pid sleeper)" != "$before" ] || fail "the pid is still $before"
keys s
sees 'stop sleeper 1? y'
keys n
never_again 'stop sleeper'
equal "not stopped" "$(field sleeper status)" online
keys s
sees 'stop sleeper 1? y'
keys y
sees '^>  1  sleeper  *stopped'
has_field sleeper status stopped || fail "it runs"
keys S
sees '^>  1  sleeper  *online'
keys +
sees '^ ecort  3 instances'
equal "scaled" "$(field sleeper name | wc -l)" 2
keys -
sees 'end one instance of sleeper 1? y'
keys y
sees '^ ecort  2 instances'

# Filter, help.
keys /talk
sees 'filter: talk_'
never_again 'sleeper'
keys Enter
sees '1 shown: talk'
keys Escape
sees '^[> ]  1  sleeper'
keys '?'
sees 'any key goes back'
keys x
never_again 'any key goes back'

# Other sizes.
in_tmux resize-window -x 40 -y 10
sees 'q quit'
sees 'sleeper *online'
never_again 'restarts'
in_tmux resize-window -x 3 -y 1
in_tmux resize-window -x 120 -y 40
sees 'restarts'

# A supervisor that is killed is replaced by its keeper: the screen goes on.
kill_supervisor
said_again() { echo "said-after-the-kill" >&9; shows '│ said-after-the-kill$'; }
wait_for 20 said_again
sees '^ ecort  2 instances, 2 online'

# The supervisor goes, and another one comes.
stop_ecort || :
sees 'the supervisor has gone'
keys r
sees 'no supervisor is running'
exec 9>&-
start_ecort
sees '^ ecort  2 instances, 2 online'
exec 9>fifo
echo "said-again" >&9
sees '│ said-again$'
keys q
wait_for 10 test -s code
equal "exit code of q" "$(cat code)" 0
has_field sleeper status online || fail "q has stopped something"
end_monit

# Terminals that can less.
open_monit 80 24 LC_ALL=C TERM=vt100
sees '^-- logs of talker 0 ---'
in_tmux capture-pane -p -e >screen
! LC_ALL=C grep -q '[^ -~[:cntrl:]]' screen || fail "not ASCII: $(cat screen)"
keys C-c
wait_for 10 test -s code
equal "exit code of Ctrl-C" "$(cat code)" 0
end_monit
open_monit 80 24 LC_ALL=C.UTF-8 NO_COLOR=1
sees '^> *0  talker'
in_tmux capture-pane -p -e >screen
! grep -q "$(printf '\033')\[[0-9;]*3[0-7]m" screen || fail "coloured: $(cat screen)"
end_monit
open_monit 80 24 LC_ALL=C.UTF-8 NO_COLOR=
sees '^> *0  talker'
in_tmux capture-pane -p -e >screen
grep -q "$(printf '\033')\[[0-9;]*32m" screen || fail "no colours: $(cat screen)"
end_monit
open_monit 80 24 TERM=dumb
wait_for 10 test -s code
contains monit.err 'TERM is "dumb"'
exec 9>&-
