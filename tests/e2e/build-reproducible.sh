# The same source gives the same bytes in any directory, with any output path; the plan is private.
set -eu
for dir in one two/deeper; do
    mkdir -p "$dir"
    cp -R "$SRC/samples/cloudphone/." "$dir/"
done
(cd one && ecoc build -o plan.bin)
(cd two/deeper && ecoc build ecosystem.config.js -o plan.bin)
cmp one/plan.bin two/deeper/plan.bin
ecoc build one/ecosystem.config.js -o a.bin
ecoc build two/deeper/ecosystem.config.js -o b.bin
cmp a.bin b.bin
cmp a.bin one/plan.bin
[ "$(stat -c %a a.bin)" = 600 ]

# A path through __dirname is a path of the file, not of this machine.
for dir in one two/deeper; do
    cat >"$dir/dirname.config.js" <<'JS'
const path = require('path');
module.exports = { apps: [{ name: 'a', script: path.join(__dirname, 'bin', 'a.js'), cwd: __dirname,
  args: ['--root', __dirname], out_file: path.resolve(__dirname, 'logs/out.log'),
  env: { HOME_DIR: __dirname, DATA: `${__dirname}/data` } }] };
JS
    ecoc build "$dir/dirname.config.js" -o "$(echo "$dir" | tr / _).bin"
done
cmp one.bin two_deeper.bin
! grep -q "$(pwd)" one.bin
ecoc show one.bin >shown
grep -q 'env.DATA  *${root}/data' shown
grep -q 'cwd  *\. ' shown
grep -q 'out_file  *logs/out.log' shown
