# Helpers of the tests of cluster mode: `. "$SRC/tests/e2e/lib/cluster.sh"` after ecort.sh.

# A port that nobody has just now, nor the fifteen above it, outside the range that the system gives to others by itself.
free_port() {
    node -e '
        const net = require("net");
        const begin = (first, servers) => {
            const again = () => { servers.forEach((s) => s.close()); begin(first + 16, []); };
            if (servers.length === 16) return servers.forEach((s, i) => s.close(() => i || console.log(first)));
            const server = net.createServer();
            server.on("error", again).listen(first + servers.length, () => begin(first, [...servers, server]));
        };
        begin(10000 + Math.floor(Math.random() * 20000), []);'
}

# answers N [PLACE]: the first words of N answers, one per line; "!" where there was none.
answers() {
    node -e '
        const http = require("http");
        const [n, place] = process.argv.slice(1);
        const to = /^\d+$/.test(place) ? { host: "127.0.0.1", port: Number(place) } : { socketPath: place };
        const ask = (left) => {
            if (!left) return;
            const next = (text) => { console.log(text.split(/\s/)[0]); ask(left - 1); };
            http.get({ ...to, agent: false, timeout: 60000 }, (r) => {
                let text = "";
                r.on("data", (d) => (text += d)).on("end", () => next(text));
            }).on("timeout", function () { this.destroy(); }).on("error", () => next("!"));
        };
        ask(Number(n));' "$1" "${2:-$PORT}"
}

# All instances of the app are online, and have said that they are ready.
is_confirmed() { [ "$(field "$1" status | sort -u) $(field "$1" confirmed | sort -u)" = "online true" ]; }

# load_start MODE CONNECTIONS [THINK_MS [PLACE]]: requests in the background, as lib/load.js has it.
load_start() {
    rm -f load.count load.out
    LOAD_COUNT=load.count LOAD_FAILED=load.failed node "$SRC/tests/e2e/lib/load.js" "${4:-$PORT}" "$2" "$1" "${3:-0}" >load.out 2>load.err &
    LOAD_PID=$!
    load_for 100
}
load_count() { stat -c %s load.count 2>/dev/null || echo 0; }
has_count() { [ "$(load_count)" -ge "$1" ]; }
# load_for N: until that many more requests have been answered.
load_for() { wait_for 60 has_count $(($(load_count) + $1)); }
load_stop() {
    kill -TERM "$LOAD_PID"
    wait "$LOAD_PID" || fail "the load: $(cat load.err)"
    LOAD_PID=
}
# blame NOTES FAILED PID [UNNOTED]: whether all that failed was on connections of that process; lib/blame.js.
blame() { node "$SRC/tests/e2e/lib/blame.js" "$@"; }
# The number under a key of what the load said.
load_said() { sed -n "s/.*\"$1\":\([0-9]*\)[,}].*/\1/p" load.out; }
