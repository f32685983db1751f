# The command line by itself: help, mistakes, exit codes.
. "$SRC/tests/e2e/lib/ecort.sh"

exits 0 ecort help
for word in run apply list show stop start restart delete kill ping scale reset send-signal trigger send-message monit logs flush reload-logs env id pid jlist set get unset save resurrect startup unstartup completion version help; do contains out "  $word "; done
lacks out tidy-logs # the supervisor's own
[ "$(awk 'length > 80' out)" = "" ] || fail "too wide: $(awk 'length > 80' out)"
exits 0 ecort --help
exits 0 ecort help ls
contains out "Lists the instances"
exits 0 ecort version
grep -q -x 'ecort [0-9.]*' out || fail "$(cat out)"
exits 0 ecort --version
for word in run apply list ls status show describe stop start restart delete del kill ping scale reset send-signal sendSignal trigger send-message monit dash logs flush reload-logs reloadLogs env id pid jlist set get unset save dump resurrect startup unstartup completion version help; do
    exits 0 ecort $word --help
    grep -q '^  .*ecort ' out || fail "no example in the help of $word"
    [ "$(awk 'length > 80' out)" = "" ] || fail "too wide: $(awk 'length > 80' out)"
done
exits 0 ecort help stop
contains out "kill_timeout"
exits 2 ecort
exits 2 ecort lsit
contains err 'unknown command "lsit"; did you mean "list"?'
exits 2 ecort frobnicate
contains err 'unknown command "frobnicate"'
exits 2 ecort list --jsn
contains err "did you mean --json?"
exits 2 ecort list extra
exits 2 ecort stop
contains err "usage: ecort stop NAME..."
exits 2 ecort help nothing
exits 1 ecort stop all
contains err "no supervisor is running"
ECORT_HOME="$PWD/not/there" exits 1 ecort list
contains err "no supervisor is running in $PWD/not/there"
unset ECORT_HOME
XDG_STATE_HOME=$PWD/xdg exits 1 ecort list
contains err "in $PWD/xdg/ecort;"
exits 1 ecort list
contains err "in $HOME/.local/state/ecort;"
