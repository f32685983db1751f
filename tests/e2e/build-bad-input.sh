# Whatever is wrong with the input: a clear line, exit 2 or 3, no crash, no file left behind.
set -eu

# refused CODE WORDS FILE: building FILE fails so, and writes nothing.
refused() {
    code=0
    ecoc build "$3" -o out.bin >stdout 2>stderr || code=$?
    [ "$code" -eq "$1" ] || { echo "$3: exit $code, not $1"; cat stderr; exit 1; }
    grep -q "$2" stderr || { echo "$3: no '$2' in:"; cat stderr; exit 1; }
    [ ! -e out.bin ]
    [ -z "$(ls | grep tmp || true)" ]
}

mkdir dir.config.js
refused 3 'directory' dir.config.js
refused 3 'No such file' missing.config.js
: >empty.config.yaml
refused 3 'empty' empty.config.yaml
: >empty.config.json
refused 3 'empty' empty.config.json
: >empty.config.js
refused 3 'empty' empty.config.js
printf 'module.exports = {' >cut.config.js
refused 3 'EC0001' cut.config.js
printf 'module.exports = { apps: [{ script: `endless ${' >template.config.js
refused 3 'EC0001' template.config.js
head -c 65536 /dev/urandom >noise.config.yaml
refused 3 'EC0001' noise.config.yaml

# A YAML bomb: a billion items in a few hundred bytes.
{
    echo 'a: &a [x, x, x, x, x, x, x, x, x, x]'
    prev=a
    for n in b c d e f g h i j k; do
        echo "$n: &$n [*$prev, *$prev, *$prev, *$prev, *$prev, *$prev, *$prev, *$prev, *$prev, *$prev]"
        prev=$n
    done
    echo 'apps: [{ script: a.js, args: *k }]'
} >bomb.config.yaml
refused 3 'EC0001' bomb.config.yaml

# A hundred thousand levels deep.
nest() { head -c 100000 /dev/zero | tr '\0' "$1"; }
{ printf 'module.exports = '; nest '['; nest ']'; } >deep.config.js
refused 3 'EC0001' deep.config.js
{ printf 'x: '; nest '['; nest ']'; } >deep.config.yaml
refused 3 'EC0001' deep.config.yaml
{ nest '['; nest ']'; } >deep.config.json
refused 3 'EC0001' deep.config.json

if [ "$(id -u)" -ne 0 ]; then
    echo 'module.exports = {}' >secret.config.js
    chmod 000 secret.config.js
    refused 3 'ermission' secret.config.js
fi

# Errors of lint refuse the build; an older plan stays as it was.
echo 'module.exports = { apps: [{ script: "a.js" }] }' >good.config.js
ecoc build good.config.js -o kept.bin
cp kept.bin before.bin
echo 'module.exports = { apps: [{ script: "a.js", autorestart: "true" }] }' >wrong.config.js
code=0
ecoc build wrong.config.js -o kept.bin 2>stderr || code=$?
[ $code -eq 2 ]
grep -q EC0111 stderr
cmp kept.bin before.bin

# Plans that are none.
head -c 100 kept.bin >short.bin
code=0
ecoc show short.bin 2>stderr || code=$?
[ $code -eq 3 ] && grep -q truncated stderr
code=0
echo hello >hello.bin
ecoc show hello.bin 2>stderr || code=$?
[ $code -eq 3 ] && grep -q 'not a plan' stderr

# What was asked for and is not there.
code=0
ecoc build good.config.js --env prodution 2>stderr || code=$?
[ $code -eq 2 ] && grep -q 'env_prodution' stderr
code=0
ecoc build good.config.js --only b 2>stderr || code=$?
[ $code -eq 2 ] && grep -q 'no app b' stderr
