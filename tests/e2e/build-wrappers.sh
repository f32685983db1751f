# Apps that start through npm and the like: the plan holds the Node program itself, given the same as through the
# wrapper; what cannot be resolved refuses, or falls back to fork mode when told.
set -eu

node -e '' || { echo "NOTE: no node here; wrappers are not compared"; exit 0; }
modules=$(sh "$SRC/tests/e2e/lib/npm.sh")

mkdir -p app/src app/sub/lib app/tools/teller
cat >app/src/tell.js <<'JS'
console.log('@@' + JSON.stringify({ argv: process.argv.slice(1), cwd: process.cwd(), env: process.env }));
JS
cp app/src/tell.js app/sub/lib/index.js
sed 's/process.cwd()/process.cwd() as string/' app/src/tell.js >app/src/typed.ts
{ echo '#!/usr/bin/env node'; cat app/src/tell.js; } >app/tools/teller/cli.js
chmod +x app/tools/teller/cli.js
echo '{ "name": "teller", "version": "1.0.0", "bin": "cli.js" }' >app/tools/teller/package.json
echo '{ "name": "sub", "version": "0.1.0", "main": "lib", "scripts": { "start": "node . --sub" } }' >app/sub/package.json
printf 'FROM_FILE=yes\nFILLED=${FROM_FILE}-${OUTER}\nOUTER=file\n' >app/.env
cat >app/package.json <<'JSON'
{
  "name": "shop", "version": "1.2.3", "private": true, "workspaces": ["sub"],
  "config": { "port": 8080, "deep": { "on": true, "name": "a b" } },
  "engines": { "node": ">=18" },
  "scripts": {
    "start": "node src/tell",
    "prod": "NODE_ENV=production LEVEL='very high' node --no-warnings src/tell.js --flag \"two words\"",
    "nested": "npm run prod -- --more 'and more'",
    "outer": "OUTER=script npm start --silent",
    "serve": "NODE_ENV=production node src/serve",
    "tool": "teller --as tool",
    "cross": "cross-env A=1 OUTER=cross node src/tell.js",
    "dot": "dotenv -- node src/tell.js x",
    "crossdot": "cross-env FROM_FILE=no dotenv -- node src/tell.js",
    "tsx": "tsx src/typed.ts x",
    "and": "true && node src/tell.js",
    "prehook": "true",
    "hook": "node src/tell.js",
    "watch": "node --watch src/tell.js"
  }
}
JSON
mkdir -p app/node_modules/.bin
cp -R app/tools/teller app/node_modules/teller
ln -s ../teller/cli.js app/node_modules/.bin/teller

# app NAME SCRIPT ARGS...: one more of the configuration.
apps=
app() {
    name=$1 script=$2 args=
    shift 2
    for word; do args="$args${args:+, }\"$word\""; done
    apps="$apps${apps:+,
}  { \"name\": \"$name\", \"script\": \"$script\", \"args\": [$args], \"exec_mode\": \"cluster\", \"instances\": 2,
    \"env\": { \"OUTER\": \"app\" } }"
}
app start npm start
app start-words npm start one -- --two "three four"
app prod npm run prod
app nested npm run nested
app outer npm run -s outer
app line "npm run prod -- --line"
app tool npm run tool
app npx npx teller --from npx
app exec npm exec -- teller --from exec
app inner npm --prefix sub start
app space npm start -w sub
app shell "node src/tell.js --from 'a shell'"
app yarn yarn prod --more
app yarn-run yarn run start
app pnpm pnpm prod --more
app pnpm-exec pnpm exec teller x
if [ -d "$modules/cross-env" ] && [ -d "$modules/dotenv-cli" ] && [ -d "$modules/tsx" ]; then
    for name in "$modules"/.bin/*; do
        [ -e "app/node_modules/.bin/${name##*/}" ] || ln -s "$(readlink -f "$name")" "app/node_modules/.bin/${name##*/}"
    done
    for name in "$modules"/* "$modules"/@*; do
        [ -e "app/node_modules/${name##*/}" ] || ln -s "$name" app/node_modules/
    done
    app cross npm run cross
    app dot npm run dot
    app crossdot npm run crossdot
    app tsx npm run tsx
    app tsx-npx npx tsx src/typed.ts y
else
    echo "NOTE: npm cannot fetch packages; cross-env, dotenv and tsx are not compared"
fi
printf '{ "apps": [\n%s\n] }\n' "$apps" >app/ecosystem.config.json
cd app
node "$SRC/tests/tools/launch.js" "$(command -v ecoc)" ecosystem.config.json

# Two of what stands in the plan are workers of one primary (Node's own), on one port.
echo "require('http').createServer().listen(0)" >src/serve.js
cat >primary.js <<'JS'
const cluster = require('cluster');
const app = JSON.parse(require('fs').readFileSync(0, 'utf8')).apps[0].options;
const ports = [];
cluster.setupPrimary({ exec: app.script, args: app.args, execArgv: app.node_args, cwd: app.cwd });
cluster.on('listening', (worker, address) => {
    if (ports.push(address.port) < 2) return;
    console.log(ports[0] === ports[1] ? 'one port' : `ports ${ports}`);
    process.exit();
});
cluster.on('exit', (worker, code) => {
    console.log(`a worker left with ${code}`);
    process.exit(1);
});
cluster.fork(app.env);
cluster.fork(app.env);
JS
cat >serve.config.js <<'JS'
module.exports = { apps: [{ name: 's', script: 'npm', args: 'run serve', exec_mode: 'cluster', instances: 2 }] };
JS
ecoc show --json serve.config.js | timeout 120 node primary.js >out
grep -qx 'one port' out

# package.json is an input, and the origin.
cat >one.config.js <<'JS'
module.exports = { apps: [{ name: 'one', script: 'npm', args: 'run prod', exec_mode: 'cluster', instances: 2 }] };
JS
ecoc build one.config.js >out
grep -q '^one: starts node --no-warnings src/tell.js --flag "two words" (package.json:7)$' out
ecoc show plan.bin | grep -Eq 'script +src/tell.js +package.json:7'
ecoc show --json plan.bin | grep -q '"package.json"'
ecoc show --why one.args one.config.js >out
grep -q 'package.json:7' out
grep -q 'what one.config.js:1 starts comes down to `node ' out

# A change of package.json is a change of the app; the revision's own package.json is read.
git init -q .
git config user.name test
git config user.email test@localhost
git add one.config.js package.json
git commit -qm one
ecoc diff HEAD one.config.js | grep -q 'nothing to do, 1 unchanged'
sed -i 's/--flag/--other/' package.json
ecoc diff HEAD one.config.js >out
grep -Eq '~ one +reload' out
grep -Eq 'args +.*--flag.* -> .*--other.*package.json:7' out

# refused NAME WORDS: `npm run NAME` in a cluster is an error, and fork mode when told.
refused() {
    sed "s/run prod/run $1/" one.config.js >bad.config.js
    code=0
    ecoc build bad.config.js -o bad.bin >out 2>err || code=$?
    [ "$code" -eq 2 ] || { echo "$1: exit $code, not 2"; cat err; exit 1; }
    grep -q EC0318 err
    grep -q 'package.json:' err
    grep -q -e "$2" err || { echo "$1: no '$2' in:"; cat err; exit 1; }
    [ ! -e bad.bin ]
    ecoc build --allow-fork-fallback bad.config.js -o bad.bin >out
    grep -q -e "^one: fork mode, it cannot be clustered: .*$2" out
    ecoc show --json bad.bin >json
    grep -q '"exec_mode": "fork"' json
    grep -q '"script": "npm"' json
    grep -q '"instances": 2' json
    rm bad.bin
}
refused and '`&&` starts several programs'
refused hook '`prehook` of package.json runs before it'
refused watch 'node --watch watches the files'
