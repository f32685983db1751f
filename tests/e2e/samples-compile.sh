# Every sample compiles; the three spellings of the cloud phone platform are one plan.
set -eu
find "$SRC/samples" -name 'ecosystem*.config.*' -not -path '*/node_modules/*' | while read -r file; do
    ecoc lint "$file"
    ecoc build "$file" -o plan.bin
done
cp -R "$SRC/samples/cloudphone" here
cd here
options() { ecoc show "$1" --json | sed -n '/"options"/,/^ *"from"/p' | grep -v '"from"'; }
options ecosystem.config.js >js
options ecosystem.config.yaml >yaml
options ecosystem.config.json >json
diff js yaml
diff js json
[ "$(grep -c '"name"' js)" -eq 6 ]
# In production the JavaScript file scales the two stateless services.
NODE_ENV=production ecoc show --env production --only api-gateway,user-service >production
grep -q 'instances  *4 ' production
grep -q 'exec_mode  *cluster' production
grep -q 'JWT_SECRET  *${JWT_SECRET}  *ecosystem.config.js:55, bound when the plan is loaded' production
