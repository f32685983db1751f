# Health checks of several: fork instances with ports of their own, and workers of a cluster, which are asked one by one although
# they share a port; a reload to what never gets healthy.
. "$SRC/tests/e2e/lib/ecort.sh"
. "$SRC/tests/e2e/lib/cluster.sh"

cp "$SRC/tests/e2e/lib/health.js" web.js

P=$(free_port) G=$(free_port)
# Fork instances with ports of their own: only the sick one is.
config <<Y
apps:
  - { name: many, script: web.js, exec_mode: fork, instances: 3, increment_var: PORT, listen_timeout: 60s, env: { NAME: many, PORT: $P }, http: { path: /health, interval: 100, timeout: 5000, unhealthy_after: 2 } }
  - { name: pool, script: web.js, exec_mode: cluster, instances: 3, listen_timeout: 60s, min_uptime: 1, env: { NAME: pool, PORT: "$G", V: one }, http: { path: /health, interval: 100, timeout: 4000, unhealthy_after: 2 } }
Y
start_ecort
all_healthy() { [ "$(field "$1" health | sort | uniq -c | tr -d ' \n')" = 3healthy ]; }
wait_for 30 all_healthy many
pids=$(field many pid | tr '\n' ' ')
for i in 0 1 2; do contains asked.many "GET /health 127.0.0.1:$((P + i)) ecort $(echo "$pids" | cut -d ' ' -f $((i + 1)))"; done
touch sick.many.1
restarted() { [ "$(field "$1" restarts | sed -n 2p)" -ge 1 ]; }
wait_for 20 restarted many
rm sick.many.1
wait_for 20 all_healthy many
equal "the others" "$(field many pid | sed -n '1p;3p' | tr '\n' ' ')" "$(echo "$pids" | cut -d ' ' -f 1,3) "

# Workers of a cluster share the port; still the one that is sick is found, and no other.
wait_for 30 all_healthy pool
pids=$(field pool pid | tr '\n' ' ')
for i in 1 2 3; do contains asked.pool "GET /health 127.0.0.1:$G ecort $(echo "$pids" | cut -d ' ' -f $i)"; done
load_start close 4 0 "$G"
kill -STOP "$(echo "$pids" | cut -d ' ' -f 2)"
wait_for 30 restarted pool
wait_for 30 all_healthy pool
load_for 20
load_stop
equal "the others" "$(field pool pid | sed -n '1p;3p' | tr '\n' ' ')" "$(echo "$pids" | cut -d ' ' -f 1,3) "
pids=$(field pool pid | tr '\n' ' ')

# A version that never gets healthy replaces nothing, and gets no connection but the checks.
pool() {
    config <<Y
apps:
  - { name: pool, script: web.js, exec_mode: cluster, instances: 3, listen_timeout: $2, kill_timeout: 60s, min_uptime: 1, env: { NAME: pool, PORT: "$G", V: $1 }, http: { path: /health, interval: 100, unhealthy_after: 2 } }
Y
}
touch never.two
pool two 1500
load_start close 4 0 "$G"
exits 1 ecort apply plan.bin
contains err "it has not passed its health check in 1500 ms (listen_timeout): GET /health answered 503"
load_stop
equal "failed" "$(load_said failed)" 0
equal "who answers" "$(answers 9 "$G" | sort -u)" one
equal "the old ones" "$(field pool pid | tr '\n' ' ')" "$pids"
pool three 60s
load_start close 4 0 "$G"
exits 0 ecort apply plan.bin
load_stop
equal "failed" "$(load_said failed)" 0
equal "who answers" "$(answers 9 "$G" | sort -u)" three

# Where processes accept from one socket by themselves anybody may answer: the check is of the app, and does not confirm.
config <<Y
apps:
  - { name: pool, script: web.js, exec_mode: cluster, cluster_policy: shared, instances: 2, listen_timeout: 60s, env: { NAME: pool, PORT: "$G" }, http: { path: /health, interval: 100 } }
  - { name: given, script: test_service, args: "serve given", listen: $P, instances: 2, exec_mode: fork, listen_timeout: 60s, http: { port: $P, interval: 100 } }
Y
exits 0 ecort apply plan.bin
for app in pool given; do
    wait_for 30 has_field $app health "healthy
healthy"
    equal "$app" "$(field $app health_of | sort -u)" app
done
ecort show pool >shown
contains shown "(the app as a whole: any of its processes may answer)"
stop_ecort || fail "exit status $?"
