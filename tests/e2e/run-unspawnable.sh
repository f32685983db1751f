# What cannot be started is errored with the reason, never online, and is not tried again and again.
. "$SRC/tests/e2e/lib/ecort.sh"

echo 'console.log(1)' >script.js
printf '#!/no/such/interpreter\n' >lost.sh
printf '\177ELF but not really' >wrong
printf '#!/bin/sh\nsleep 1000\n' >not-executable.sh
chmod +x lost.sh wrong
mkdir dir
config <<'C'
apps:
  - { name: no-cwd, script: script.js, cwd: ./nowhere }
  - { name: no-script, script: ./nope.js }
  - { name: no-command, script: no-such-command-at-all }
  - { name: no-interpreter, script: script.js, interpreter: no-such-node }
  - { name: no-shebang, script: ./lost.sh, interpreter: none }
  - { name: wrong-machine, script: ./wrong, interpreter: none }
  - { name: forbidden, script: ./not-executable.sh, interpreter: none }
  - { name: directory, script: ./dir }
  - { name: fine, script: sleep, args: "1000" }
C
start_ecort
wait_for 10 has_field fine status online
reason() {
    wait_for 10 has_field "$1" status errored
    ecort show "$1" --json | grep '"reason"' | grep -q -F -e "$2" || fail "$1: $(ecort show "$1" --json | grep '"reason"')"
    equal "restarts of $1" "$(field "$1" restarts)" 0
    equal "pid of $1" "$(field "$1" pid)" null
}
reason no-cwd "cwd $PWD/nowhere: No such file or directory"
reason no-script "script $PWD/nope.js: No such file or directory"
reason no-command "no-such-command-at-all: No such file or directory"
reason no-interpreter "interpreter no-such-node: not found in PATH"
reason no-shebang "the program named in its first line is missing"
reason wrong-machine "Exec format error"
reason forbidden "Permission denied"
reason directory "is a directory"
ecort list >list
grep -q 'reason$' list || fail "the list has no reason: $(cat list)"
equal "errored in the list" "$(grep -c errored list)" 8
equal "each is told once" "$(grep -c 'is errored' run.err)" 8

exits 0 ecort stop directory
equal "status of an errored one that is stopped" "$(field directory status)" stopped
equal "its reason" "$(field directory reason)" null
exits 1 ecort start no-script
contains err "no-script 1 is errored: script $PWD/nope.js: No such file or directory"
exits 1 ecort restart no-script fine
contains out "fine 8 restarted"
echo 'setInterval(() => {}, 1000)' >nope.js
exits 0 ecort start no-script
equal "status once the script is there" "$(field no-script status)" online
stop_ecort || fail "exit status $?"
