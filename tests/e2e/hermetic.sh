# With --hermetic a plan is made of the repository and what the call declares: whoever calls, the
# bytes are the same. --allow-read widens the repository for an old revision, too.
set -eu
mkdir -p repo shared
cd repo
git init -q .
git config user.name tester
git config user.email tester@localhost
cat > ecosystem.config.js <<'END'
const fs = require('fs');
const { WORKERS = 2 } = process.env;
module.exports = {
  apps: [{
    name: 'api',
    script: 'api.js',
    instances: Number(WORKERS),
    namespace: fs.existsSync(__dirname + '/../shared/zone.txt')
      ? fs.readFileSync(__dirname + '/../shared/zone.txt', 'utf8').trim() : 'none',
    args: [process.env.REGION, Object.keys(process.env).join()],
    env: { TOKEN: process.env.TOKEN },
  }],
};
END
git add -A
git commit -q -m one
echo "REGION=north" > build.env

build() { ecoc build --quiet --hermetic --allow-read ../shared "$@"; }
WORKERS=8 TOKEN=one REGION=south build --env-file build.env -o first.bin
env -i PATH="$PATH" HOME=/nowhere TOKEN=two ecoc build --quiet --hermetic --allow-read ../shared \
    --define REGION=north -o second.bin
cmp first.bin second.bin
ecoc show first.bin > shown
grep -q 'args .*north REGION$\|args .*north REGION ' shown
grep -q 'env.TOKEN .*\${TOKEN}' shown
grep -q 'instances .*2' shown

# What is not declared is named, and nothing is written.
if WORKERS=8 REGION=south build -o third.bin 2> said; then exit 1; else test $? = 2; fi
grep -q '^  REGION  ecosystem.config.js:10:12$' said
test ! -e third.bin
if TOKEN=x build --bake-env --define REGION=x -o third.bin 2> said; then exit 1; else test $? = 2; fi
grep -q '^  TOKEN  ecosystem.config.js:11:19$' said

# Both sides of a comparison are evaluated so; the old one reads beside the repository from the disk.
echo east > ../shared/zone.txt
sed -i "s/'api.js'/'server.js'/" ecosystem.config.js
if ecoc diff HEAD --hermetic --allow-read ../shared 2> said; then exit 1; else test $? = 2; fi
grep -q 'that was ecosystem.config.js at HEAD' said
ecoc diff HEAD --hermetic --allow-read ../shared --define REGION=north > changes
grep -q 'script  *api.js -> server.js' changes
if grep -q namespace changes; then exit 1; fi
if ecoc diff HEAD --hermetic --define REGION=north 2> said; then exit 1; fi
grep -q -- '--allow-read' said
