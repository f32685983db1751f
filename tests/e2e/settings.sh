# ecort set, get, unset: pm2-logrotate's names as defaults of rotation, kept in the home, live.
. "$SRC/tests/e2e/lib/ecort.sh"

# Without a supervisor: kept for the next one.
exits 1 ecort get pm2-logrotate:retain
contains err "pm2-logrotate:retain is not set; it would be 30"
exits 0 ecort set pm2-logrotate:max_size 20K
contains out "pm2-logrotate:max_size is 20K"
equal "mode" "$(stat -c %a home/settings.json)" 600
exits 0 ecort get pm2-logrotate.max_size
equal "get" "$(cat out)" 20K
exits 0 ecort set pm2-logrotate:retain 3 --json
contains out '"value": "3"'
exits 0 ecort get
grep -q '^pm2-logrotate:max_size  *20K  *10M' out || fail "$(cat out)"
grep -q '^pm2-logrotate:compress  *-  *false' out || fail "$(cat out)"
exits 0 ecort get --json
equal "settings" "$(grep -c '"key": "pm2-logrotate:' out)" 8
exits 0 ecort get pm2-logrotate:retain --json
equal "one setting" "$(grep -c '"key":' out)" 1

# Taken and not needed, with the reason.
exits 0 ecort set pm2-logrotate:workerInterval 30
contains out "it is not needed"
exits 0 ecort set pm2-logrotate:rotateModule true
contains out "it is not needed"
exits 0 ecort set pm2-logrotate:TZ UTC
lacks out needed
for key in workerInterval rotateModule TZ; do exits 0 ecort unset pm2-logrotate:$key; done

# Refused, with what was probably meant; nothing changes.
cp home/settings.json before
exits 2 ecort set pm2-logrotate:maxsize 1M
contains err "did you mean pm2-logrotate:max_size?"
exits 2 ecort set max_size 1M
contains err "did you mean pm2-logrotate:max_size?"
exits 2 ecort set pm2-logrotat:retain 1
contains err "did you mean pm2-logrotate:retain?"
exits 2 ecort set something 1
contains err "ecort get lists them"
exits 2 ecort set pm2-logrotate:max_size 10MB
contains err "did you mean 10M?"
exits 2 ecort set pm2-logrotate:retain -1
exits 2 ecort set pm2-logrotate:compress yes
exits 2 ecort set pm2-logrotate:TZ Middle/Earth
exits 2 ecort set pm2-logrotate:rotateInterval soon
exits 2 ecort set pm2-logrotate:retain ""
exits 2 ecort set pm2-logrotate:retain
cmp before home/settings.json || fail "a refused value was kept"

# Many at once: none is lost.
for key in dateFormat rotateInterval compress workerInterval rotateModule TZ; do
    case $key in
    dateFormat) value='[at]' ;;
    rotateInterval) value='0 0 * * *' ;;
    compress | rotateModule) value=false ;;
    TZ) value=UTC ;;
    *) value=30 ;;
    esac
    ecort set pm2-logrotate:$key "$value" >/dev/null &
done
wait
equal "settings after many at once" "$(grep -c pm2-logrotate home/settings.json)" 8
ecort unset pm2-logrotate:rotateInterval >/dev/null

# Apps without log_rotate go by them; what a log_rotate says stays.
program talk.sh <<'SH'
while read -r n; do
    i=0
    while [ $i -lt "$n" ]; do echo "a line of a service with something to say: $name $i/$n"; i=$((i + 1)); done
done <"$name.fifo"
SH
mkfifo free.fifo own.fifo part.fifo
config <<'YAML'
apps:
  - { name: free, script: ./talk.sh, interpreter: none, out_file: free.log }
  - { name: own, script: ./talk.sh, interpreter: none, out_file: own.log, log_rotate: { max_size: 5K, retain: 100, compress: false, date_format: '[own]' } }
  - { name: part, script: ./talk.sh, interpreter: none, out_file: part.log, log_rotate: { max_size: 5K } }
YAML
start_ecort
exec 3>free.fifo 4>own.fifo 5>part.fifo
# talk N: so many lines of each; all of them have come.
talk() {
    echo "$1" >&3; echo "$1" >&4; echo "$1" >&5
    for app in free own part; do wait_for 20 has_line "^a line of .*: $app $(($1 - 1))/$1\$" $app.log; done
}
talk 1000
count() { [ "$(find . -maxdepth 1 -name "$1__$2*.log" | wc -l)" "$3" "$4" ]; }
wait_for 20 count free at -eq 2
wait_for 20 count part at -eq 3
wait_for 20 count own own -ge 10

# Live: another size and number; then none at all.
pid=$(ecort pid free)
exits 0 ecort set pm2-logrotate:retain 1
exits 0 ecort set pm2-logrotate:compress true
talk 1001
compressed() { count "$1" at -eq 0 && [ "$(find . -maxdepth 1 -name "$1__at*.log.gz" | wc -l)" -eq 1 ]; }
wait_for 20 compressed free
wait_for 20 compressed part
count own own -ge 20 || fail "own is rotated by the settings: $(ls)"
for key in max_size retain compress dateFormat workerInterval rotateModule TZ; do exits 0 ecort unset pm2-logrotate:$key; done
exits 2 ecort unset
exits 0 ecort get --json
lacks out '"value": "'
old=$(find . -maxdepth 1 -name 'free__*' | sort)
talk 1002
[ "$(wc -c <free.log)" -gt 50000 ] || fail "free.log: $(ls -l free*)"
equal "rotated files of free" "$(find . -maxdepth 1 -name 'free__*' | sort)" "$old"
equal "pid of free" "$(ecort pid free)" "$pid"
exec 3>&- 4>&- 5>&-

# A next supervisor has them too; a file that cannot be read is told and is no reason not to run.
exits 0 ecort set pm2-logrotate:max_size 30K
stop_ecort || :
echo '{ broken' >home/settings.json
start_ecort
contains run.err "the settings of ecort set are left out"
exits 3 ecort get
exits 1 ecort set pm2-logrotate:retain 2
equal "broken file" "$(cat home/settings.json)" '{ broken'
