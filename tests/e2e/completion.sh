# Completion scripts: the shells take them, and bash offers what the tables say.
set -eu
for shell in bash zsh fish; do ecoc completion $shell >ecoc.$shell; done
code=0; ecoc completion tcsh 2>err || code=$?
[ $code -eq 2 ] && grep -q 'bash, zsh or fish' err
for shell in bash zsh; do ! command -v $shell >/dev/null || $shell -n ecoc.$shell; done
! command -v fish >/dev/null || fish --no-execute ecoc.fish
[ "$(grep -c "^complete -c ecoc -f -n __fish_use_subcommand -a " ecoc.fish)" -ge 10 ]

git init -q .
git config user.name test
git config user.email test@localhost
git commit -q --allow-empty -m one
git branch some-branch
touch pm2.yaml
cat >ask.bash <<'BASH'
source ./ecoc.bash
ask() { # WORD...: the words of the line, the last one under the cursor
    COMP_WORDS=(ecoc "$@") COMP_CWORD=$#
    _ecoc
    echo "${COMPREPLY[*]}"
}
ask ""
ask li
ask lint --form
ask lint --format s
ask lint --since some
ask lint pm
ask explain EC021
ask explain kill_t
ask hook ""
ask completion z
ask show --env ""
BASH
bash ask.bash >out
cat >want <<'TEXT'
lint advise diff build show eval explain rules hook completion schema --help --version
lint
--format
sarif
some-branch
pm2.yaml
EC0210 EC0211 EC0212 EC0213 EC0214 EC0215 EC0216 EC0217 EC0218
kill_timeout
install uninstall
zsh

TEXT
diff -u want out
# Every command and every flag of every command is in every script.
for command in $(ecoc --help | sed -n 's/^  \([a-z]*\)  *[^ ].*/\1/p' | grep -v '^ecoc$'); do
    for shell in bash zsh fish; do grep -q "$command" ecoc.$shell || { echo "$command is not in $shell"; exit 1; }; done
    for flag in $(ecoc "$command" --help | sed -n 's/^  \(--*[a-z-]*\) .*/\1/p'); do
        grep -q -- "'$command $flag')\|'$command '.*[ \"]$flag[ \"]" ecoc.bash || { echo "$command $flag: bash"; exit 1; }
        grep -q -- "'\*$flag\[" ecoc.zsh || { echo "$command $flag: zsh"; exit 1; }
        grep -q -- "from $command' -[ls] $(echo "$flag" | sed 's/^--*//')\b" ecoc.fish || { echo "$command $flag: fish"; exit 1; }
    done
done
