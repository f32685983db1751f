/* EC1109: what a configuration does when it is loaded, besides giving a value. A walk over words that
 * leaves out comments and strings. */
#include "lint/rules.h"

/* Calls that do something, by the module that they belong to. */
static const struct {
    const char *call, *module, *does;
} effects[] = {
    {"execSync", "child_process", "starts a process"},
    {"execFileSync", "child_process", "starts a process"},
    {"spawnSync", "child_process", "starts a process"},
    {"spawn", "child_process", "starts a process"},
    {"exec", "child_process", "starts a process"},
    {"writeFileSync", "fs", "writes a file"},
    {"appendFileSync", "fs", "writes a file"},
    {"mkdirSync", "fs", "makes a directory"},
    {"rmSync", "fs", "removes files"},
    {"unlinkSync", "fs", "removes a file"},
    {"fetch", "", "asks the network"},
};

/* `exec` of child_process, which every regular expression has too. */
static bool is_shell_exec(struct str text, size_t at) {
    struct str before = {text.p, at ? at - 1 : 0};
    return at == 0 || text.p[at - 1] != '.' || str_ends(before, STR("child_process")) ||
           str_ends(before, STR("cp"));
}

static bool is_word_char(char c) {
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_' || c == '$';
}

/* After a comment or a string that begins at `at`; `at` itself where none does. */
static size_t skip_quiet(struct str text, size_t at) {
    char c = text.p[at], next = at + 1 < text.n ? text.p[at + 1] : 0;
    size_t end = at + 1;
    if (c == '/' && next == '/')
        return at + str_index(str_skip(text, at), '\n');
    if (c == '/' && next == '*') {
        size_t close = lint_find(str_skip(text, at + 2), STR("*/"));
        return at + 2 + close + 2 < text.n ? at + 2 + close + 2 : text.n;
    }
    if (c != '\'' && c != '"')
        return at;
    while (end < text.n && text.p[end] != c && text.p[end] != '\n')
        end += text.p[end] == '\\' ? 2 : 1;
    return end < text.n ? end + 1 : text.n;
}

static void report_effect(struct lint *l, size_t row, size_t begin, size_t end) {
    struct diag *d =
        diag_add(l->sink, RULE_SIDE_EFFECTS, span_of(l->model->source, begin, end),
                 "the configuration %s whenever it is loaded: pm2 stop, delete and reload "
                 "do it too",
                 effects[row].does);
    d->token = str_of(effects[row].call);
    if (lint_for(l, LINT_ECORT))
        diag_note(l->sink, d, "ecoc never runs it, so it does not happen there");
    diag_help(l->sink, d, "move it to a script that is run before the start");
}

void rule_effects(struct lint *l) {
    struct str text = l->model->source->text;
    struct str name = l->model->source->name;
    if (!str_ends(name, STR("js")))
        return;
    for (size_t at = 0; at < text.n;) {
        size_t quiet = skip_quiet(text, at);
        size_t end = quiet > at ? quiet : at;
        while (quiet == at && end < text.n && is_word_char(text.p[end]))
            end++;
        struct str word = {text.p + at, end - at};
        bool called = quiet == at && end < text.n && text.p[end] == '(';
        bool method = at > 0 && text.p[at - 1] == '.';
        for (size_t i = 0; called && i < ARRAY_LEN(effects); i++) {
            bool own = effects[i].module[0] ? lint_has(text, effects[i].module) : !method;
            if (str_eqz(word, "exec"))
                own = own && is_shell_exec(text, at);
            if (str_eqz(word, effects[i].call) && own)
                report_effect(l, i, at, end);
        }
        at = end > at ? end : at + 1;
    }
}
