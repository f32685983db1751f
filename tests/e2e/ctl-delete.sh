# delete: stopped and gone, ids are not given again; regular expressions as targets.
. "$SRC/tests/e2e/lib/ecort.sh"

config <<'C'
apps:
  - { name: api-one, script: sleep, args: "1000" }
  - { name: api-two, script: sleep, args: "1000", instances: 2, exec_mode: fork }
  - { name: worker, script: sleep, args: "1000" }
C
start_ecort
wait_for 10 is_online all
pid=$(field 1 pid)
exits 0 ecort delete 1
contains out "api-two 1 deleted"
is_gone "$pid" || fail "$pid is alive"
equal "ids" "$(ecort list --json | sed -n 's/.*"id": //p' | tr -d '\n')" 0,2,3,
exits 1 ecort show 1
exits 0 ecort stop /^API-/i
equal "status" "$(ecort list --json | sed -n 's/.*"status": //p' | tr -d '\n')" '"stopped","stopped","online",'
exits 1 ecort stop /nothing/
contains err "no app's name matches /nothing/"
exits 1 ecort stop '/(/'
contains err "is no regular expression"
exits 0 ecort delete all --json
equal "results" "$(grep -c '"ok": true' out)" 3
equal "list" "$(ecort list --json | tr -d "\n")" "[]"
exits 0 ecort stop all
stop_ecort || fail "exit status $?"
equal "errors" "$(cat run.err)" ""
