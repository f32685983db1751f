/* One writer per shell over the same two questions: which flags, and what may follow. */
#include "compiler/completion.h"

#include "compiler/report.h"
#include "lint/lint.h"
#include "schema/opt/option.h"

/* ---- what an argument may be ----------------------------------------------------------------- */

static const struct {
    const char *name;
    enum completion_kind kind;
    const char *words;
} arguments[] = {
    {"FILE", COMPLETE_FILES, NULL},
    {"DIR", COMPLETE_FILES, NULL},
    {"PLAN", COMPLETE_FILES, NULL},
    {"REV", COMPLETE_REVISIONS, NULL},
    {"BRANCH", COMPLETE_REVISIONS, NULL},
    {"WHEN", COMPLETE_WORDS, "always never auto"},
    {"LEVEL", COMPLETE_WORDS, "error warning info"},
    {"CONFIDENCE", COMPLETE_WORDS, "low medium high"},
    {"WHO", COMPLETE_WORDS, "both pm2 ecort"},
    {"FORMAT", COMPLETE_WORDS, "text json"},
    {"SHELL", COMPLETE_WORDS, "bash zsh fish"},
    {"N", COMPLETE_NOTHING, NULL},
    {"NAME", COMPLETE_NOTHING, NULL},
    {"VALUE", COMPLETE_NOTHING, NULL},
    {"KEY", COMPLETE_NOTHING, NULL},
    {"ACTIONS", COMPLETE_NOTHING, NULL},
    {"PROFILE", COMPLETE_NOTHING, NULL},
    {"PATH", COMPLETE_NOTHING, NULL},
    {"APP", COMPLETE_NOTHING, NULL},
    {"OPTION", COMPLETE_WORDS, NULL}, /* its words are the table of options */
    {"CODE", COMPLETE_WORDS, NULL},   /* ... of rules */
    {"KIND", COMPLETE_WORDS, NULL},   /* ... of formats */
    {"A", COMPLETE_NOTHING, NULL},
    {"B", COMPLETE_NOTHING, NULL},
};

static struct str joined(struct arena *a, struct str list, struct str word) {
    return word.n == 0
               ? list
               : arena_fmt(a, "%.*s%s%.*s", STR_ARG(list), list.n ? " " : "", STR_ARG(word));
}

static struct str words_of(struct arena *a, struct str name) {
    struct str list = STR("");
    if (str_eqz(name, "KIND"))
        return report_format_names(a);
    for (unsigned i = 0; str_eqz(name, "CODE") && i < RULE_COUNT; i++)
        list = joined(a, joined(a, list, str_of(lint_rules[i].code)), str_of(lint_rules[i].name));
    for (unsigned i = 0; str_eqz(name, "OPTION") && i < OPT_COUNT; i++)
        list = joined(a, list, str_of(options[i].name));
    return list;
}

static bool is_capital(struct str word) {
    for (size_t i = 0; i < word.n; i++)
        if (word.p[i] < 'A' || word.p[i] > 'Z')
            return false;
    return true;
}

static void add_word(struct arena *a, struct completion_argument *out, struct str word) {
    if (!is_capital(word)) {
        out->kind = COMPLETE_WORDS;
        out->words = joined(a, out->words, word);
        return;
    }
    for (size_t i = 0; i < ARRAY_LEN(arguments); i++) {
        if (!str_eqz(word, arguments[i].name))
            continue;
        bool has_words = out->kind == COMPLETE_WORDS; /* `KIND[:FILE]`: the file follows a colon */
        if (!has_words && arguments[i].kind > out->kind)
            out->kind = arguments[i].kind;
        if (arguments[i].kind == COMPLETE_WORDS) {
            struct str more = arguments[i].words ? str_of(arguments[i].words) : words_of(a, word);
            out->kind = COMPLETE_WORDS;
            out->words = joined(a, out->words, more);
        }
        return;
    }
    out->kind = COMPLETE_UNKNOWN;
}

struct completion_argument completion_argument(struct arena *a, const char *text) {
    struct completion_argument out = {COMPLETE_NOTHING, {"", 0}};
    if (str_starts(str_of(text), STR("APP.")))
        return out; /* the apps are the file's own */
    for (struct str rest = str_of(text); rest.n;) {
        size_t n = 0;
        while (n < rest.n &&
               ((rest.p[n] >= 'A' && rest.p[n] <= 'Z') || (rest.p[n] >= 'a' && rest.p[n] <= 'z')))
            n++;
        if (n)
            add_word(a, &out, (struct str){rest.p, n});
        rest = str_skip(rest, n ? n : 1);
    }
    return out;
}

/* ---- bash ------------------------------------------------------------------------------------ */

static void bash_reply(struct buf *out, const struct completion_argument *arg) {
    switch (arg->kind) {
    case COMPLETE_WORDS:
        buf_fmt(out, "_ecoc_words \"%.*s\"", STR_ARG(arg->words));
        return;
    case COMPLETE_REVISIONS:
        buf_z(out, "_ecoc_words \"$(_ecoc_revisions)\"");
        return;
    case COMPLETE_FILES:
        buf_z(out, "COMPREPLY=($(compgen -f -- \"$cur\"))");
        return;
    case COMPLETE_NOTHING:
    case COMPLETE_UNKNOWN:
        buf_z(out, ":");
        return;
    }
}

static void bash_command(struct arena *a, struct buf *out, const struct command *c) {
    struct str names = STR("--help");
    for (const struct flag *f = c->flags; f->name; f++) {
        names = joined(a, names, str_of(f->name));
        if (!f->argument)
            continue;
        struct completion_argument arg = completion_argument(a, f->argument);
        buf_fmt(out, "    '%s %s') ", c->name, f->name);
        bash_reply(out, &arg);
        buf_z(out, "; return ;;\n");
    }
    struct completion_argument words = completion_argument(a, c->arguments);
    buf_fmt(out, "    '%s '*) case $cur in -*) _ecoc_words \"%.*s\" ;; *) ", c->name,
            STR_ARG(names));
    bash_reply(out, &words);
    buf_z(out, " ;; esac ;;\n");
}

static void write_bash(struct arena *a, struct buf *out) {
    struct str names = STR("");
    for (size_t i = 0; i < n_commands; i++)
        names = joined(a, names, str_of(commands[i]->name));
    buf_z(out, "# Completion of ecoc for bash: source <(ecoc completion bash)\n"
               "_ecoc_words() { COMPREPLY=($(compgen -W \"$1\" -- \"$cur\")); }\n"
               "_ecoc_revisions() { git for-each-ref --format='%(refname:short)' 2>/dev/null; echo "
               "HEAD; }\n"
               "_ecoc() {\n"
               "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
               "    COMPREPLY=()\n"
               "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n");
    buf_fmt(out, "        _ecoc_words \"%.*s --help --version\"\n        return\n    fi\n",
            STR_ARG(names));
    buf_z(out, "    case \"${COMP_WORDS[1]} $prev\" in\n");
    for (size_t i = 0; i < n_commands; i++)
        bash_command(a, out, commands[i]);
    buf_z(out, "    esac\n}\ncomplete -o bashdefault -o default -F _ecoc ecoc\n");
}

/* ---- zsh ------------------------------------------------------------------------------------- */

/* Inside single quotes; brackets and colons mean something to _arguments. */
static void zsh_text(struct buf *out, const char *text) {
    for (; *text; text++) {
        if (*text == '\'')
            buf_z(out, "'\\'");
        else if (strchr("[]:\\", *text))
            buf_char(out, '\\');
        buf_char(out, *text);
    }
}

static void zsh_action(struct buf *out, const struct completion_argument *arg) {
    switch (arg->kind) {
    case COMPLETE_WORDS:
        buf_fmt(out, ":word:(%.*s)", STR_ARG(arg->words));
        return;
    case COMPLETE_REVISIONS:
        buf_z(out, ":revision:_ecoc_revisions");
        return;
    case COMPLETE_FILES:
        buf_z(out, ":file:_files");
        return;
    case COMPLETE_NOTHING:
    case COMPLETE_UNKNOWN:
        buf_z(out, ":value:");
        return;
    }
}

static void zsh_command(struct arena *a, struct buf *out, const struct command *c) {
    buf_fmt(out, "    %s) _arguments -S", c->name);
    for (const struct flag *f = c->flags; f->name; f++) {
        buf_fmt(out, " \\\n        '*%s[", f->name);
        zsh_text(out, f->help);
        buf_char(out, ']');
        if (f->argument) {
            struct completion_argument arg = completion_argument(a, f->argument);
            zsh_action(out, &arg);
        }
        buf_char(out, '\'');
    }
    struct completion_argument words = completion_argument(a, c->arguments);
    if (words.kind != COMPLETE_NOTHING) {
        buf_z(out, " \\\n        '*");
        zsh_action(out, &words);
        buf_char(out, '\'');
    }
    buf_z(out, " ;;\n");
}

static void write_zsh(struct arena *a, struct buf *out) {
    buf_z(out, "#compdef ecoc\n"
               "# Completion of ecoc for zsh: ecoc completion zsh > ~/.zfunc/_ecoc, with ~/.zfunc "
               "in fpath\n"
               "_ecoc_revisions() {\n"
               "    local -a revisions\n"
               "    revisions=(HEAD ${(f)\"$(git for-each-ref --format='%(refname:short)' "
               "2>/dev/null)\"})\n"
               "    _describe revision revisions\n"
               "    _files\n"
               "}\n"
               "_ecoc() {\n"
               "    local -a list\n"
               "    list=(");
    for (size_t i = 0; i < n_commands; i++) {
        buf_fmt(out, "\n        '%s:", commands[i]->name);
        zsh_text(out, commands[i]->summary);
        buf_char(out, '\'');
    }
    buf_z(out, ")\n"
               "    if (( CURRENT == 2 )); then\n"
               "        _describe command list\n"
               "        return\n"
               "    fi\n"
               "    local name=$words[2]\n"
               "    shift words\n"
               "    (( CURRENT-- ))\n"
               "    case $name in\n");
    for (size_t i = 0; i < n_commands; i++)
        zsh_command(a, out, commands[i]);
    buf_z(out,
          "    esac\n}\n"
          "if [ \"$funcstack[1]\" = _ecoc ]; then _ecoc \"$@\"; else compdef _ecoc ecoc; fi\n");
}

/* ---- fish ------------------------------------------------------------------------------------ */

static void fish_text(struct buf *out, const char *text) {
    buf_char(out, '\'');
    for (; *text; text++) {
        if (*text == '\'' || *text == '\\')
            buf_char(out, '\\');
        buf_char(out, *text);
    }
    buf_char(out, '\'');
}

/* What follows, and whether files do too: `required` for the argument of a flag. */
static void fish_action(struct buf *out, const struct completion_argument *arg, bool required) {
    switch (arg->kind) {
    case COMPLETE_WORDS:
        buf_fmt(out, " %s -a '%.*s'", required ? "-x" : "-f", STR_ARG(arg->words));
        return;
    case COMPLETE_REVISIONS:
        buf_fmt(out,
                "%s -a '(git for-each-ref --format=\"%%(refname:short)\" 2>/dev/null; echo HEAD)'",
                required ? " -x" : "");
        return;
    case COMPLETE_FILES:
        buf_z(out, required ? " -r -F" : " -F");
        return;
    case COMPLETE_NOTHING:
    case COMPLETE_UNKNOWN:
        buf_z(out, required ? " -x" : " -f");
        return;
    }
}

static void fish_command(struct arena *a, struct buf *out, const struct command *c) {
    for (const struct flag *f = c->flags; f->name; f++) {
        bool is_long = f->name[1] == '-';
        buf_fmt(out, "complete -c ecoc -n '__fish_seen_subcommand_from %s' %s %s", c->name,
                is_long ? "-l" : "-s", f->name + (is_long ? 2 : 1));
        if (f->argument) {
            struct completion_argument arg = completion_argument(a, f->argument);
            fish_action(out, &arg, true);
        }
        buf_z(out, " -d ");
        fish_text(out, f->help);
        buf_char(out, '\n');
    }
    struct completion_argument words = completion_argument(a, c->arguments);
    buf_fmt(out, "complete -c ecoc -n '__fish_seen_subcommand_from %s'", c->name);
    fish_action(out, &words, false);
    buf_char(out, '\n');
}

static void write_fish(struct arena *a, struct buf *out) {
    buf_z(out, "# Completion of ecoc for fish: ecoc completion fish > "
               "~/.config/fish/completions/ecoc.fish\n");
    for (size_t i = 0; i < n_commands; i++) {
        buf_fmt(out, "complete -c ecoc -f -n __fish_use_subcommand -a %s -d ", commands[i]->name);
        fish_text(out, commands[i]->summary);
        buf_char(out, '\n');
    }
    for (size_t i = 0; i < n_commands; i++)
        fish_command(a, out, commands[i]);
}

bool completion_write(struct arena *a, const char *shell, struct buf *out) {
    static const struct {
        const char *name;
        void (*write)(struct arena *a, struct buf *out);
    } shells[] = {{"bash", write_bash}, {"zsh", write_zsh}, {"fish", write_fish}};
    for (size_t i = 0; i < ARRAY_LEN(shells); i++)
        if (strcmp(shell, shells[i].name) == 0) {
            shells[i].write(a, out);
            return true;
        }
    return false;
}
