#!/bin/sh
# The only worker leaves by itself (cluster.worker.disconnect): the port stays open for its successor, however long the one takes to
# go and the other to come, over the death of the supervisor, and what connects meanwhile is answered. A server that is closed on purpose is closed.
. "$SRC/tests/e2e/lib/ecort.sh"
. "$SRC/tests/e2e/lib/cluster.sh"

PORT=$(free_port)
cat >server.js <<'JS'
const fs = require('fs');
const cluster = require('cluster');
const until = (name, then) => (fs.existsSync(name) ? then() : setTimeout(until, 5, name, then));
const server = require('http').createServer((q, s) => {
    if (q.url === '/leave') return s.end('leaves', () => cluster.worker.disconnect());
    if (q.url === '/close') return s.end('closes', () => { server.close(() => fs.writeFileSync('closed', '')); server.closeAllConnections?.(); });
    if (q.url === '/slow') { fs.writeFileSync('slow', ''); return until('end', () => s.end('slow')); }
    s.end(`${process.pid}`);
});
setInterval(() => {}, 1000);
process.on('disconnect', () => process.exit(0));
until('go', () => server.listen(Number(process.env.PORT)));
JS
get() { # get PATH
    node -e '
        const [path, port] = process.argv.slice(1);
        require("http").get({ host: "127.0.0.1", port, path, agent: false }, (r) => r.on("data", (d) => console.log(String(d))))
            .on("error", (e) => console.log(e.code));' "$1" "$PORT"
}
write_config() {
    config <<YAML
apps:
  - { name: web, script: server.js, exec_mode: cluster, listen_timeout: 60000, env: { PORT: "$PORT" }$1 }
YAML
}
is_new() { _pid=$(field web pid); [ -n "$_pid" ] && [ "$_pid" != "$1" ] && [ "$_pid" != null ]; }
asks() { get / >"$1.answer" & }
has_answer() { [ -s "$1.answer" ]; }

for more in '' ', cluster_policy: shared'; do
    rm -rf home ./*.answer slow end
    write_config "$more"
    touch go
    start_ecort
    wait_for 20 is_confirmed web
    # It has one to finish before it may go.
    pid=$(field web pid)
    get /slow >slow.answer &
    wait_for 10 test -e slow
    rm go
    equal leave "$(get /leave)" leaves
    asks first
    kill_supervisor
    asks second
    equal "it is there yet" "$(field web pid)" "$pid"
    touch end
    wait_for 10 has_answer slow
    equal slow "$(cat slow.answer)" slow
    wait_for 10 is_new "$pid"
    asks third
    kill_supervisor
    wait_for 10 test -e third.answer
    touch go
    wait_for 20 is_confirmed web
    for i in first second third; do
        wait_for 20 has_answer $i
        equal "$i" "$(cat $i.answer)" "$(field web pid)"
    done
    # On purpose: it lives on.
    rm -f closed
    pid=$(field web pid)
    equal close "$(get /close)" closes
    wait_for 10 test -e closed
    equal closed "$(get /)" ECONNREFUSED
    equal "it lives" "$(field web pid)" "$pid"
    stop_ecort
    # Nobody is to come.
    rm -rf home
    write_config ', autorestart: false'
    start_ecort
    wait_for 20 is_confirmed web
    equal leave "$(get /leave)" leaves
    wait_for 10 has_field web status stopped
    equal stopped "$(get /)" ECONNREFUSED
    stop_ecort
done
