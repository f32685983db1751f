/* What a line needs a shell for. Only what is nothing but words, quotes taken off, is the same without
 * one. */
#include "lint/scan/launch_in.h"

static struct str variable_at(struct str text, size_t at) {
    size_t n = 1;
    bool is_braced = at + 1 < text.n && text.p[at + 1] == '{';
    while (at + n < text.n && (is_braced ? text.p[at + n - 1] != '}'
                                         : strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                                  "abcdefghijklmnopqrstuvwxyz_0123456789",
                                                  text.p[at + n]) != NULL))
        n++;
    return (struct str){text.p + at, n};
}

static struct str operator_reason(struct arena *a, struct str text, size_t at) {
    size_t n = 1;
    if (text.p[at] == '\n')
        return STR("it has several lines");
    if (strchr("()", text.p[at]))
        return STR("the shell is asked to group commands");
    while (at + n < text.n && n < 2 && text.p[at + n] == text.p[at])
        n++;
    if (text.p[at] == '|' && n == 1)
        return STR("`|` starts two programs, one of which reads the other");
    if (text.p[at] == '&' && n == 1)
        return STR("`&` sends a program into the background");
    return arena_fmt(a, "`%.*s` starts several programs", (int)n, text.p + at);
}

/* Unquoted, or between double quotes. */
static struct str special_reason(struct arena *a, struct str text, size_t at, char quote) {
    char c = text.p[at];
    bool begins = at == 0 || text.p[at - 1] == ' ' || text.p[at - 1] == '\t';
    if (c == '$' || c == '`') {
        struct str name = variable_at(text, at);
        if (c == '`' || name.n < 2)
            return STR("the shell is asked to run a command inside of it");
        return arena_fmt(a, "the shell fills in `%.*s`", STR_ARG(name));
    }
    if (c == '\\')
        return STR("it has a backslash, which the shell takes off");
    if (quote)
        return STR("");
    if (strchr("&|;()\n", c))
        return operator_reason(a, text, at);
    if (strchr("<>", c))
        return arena_fmt(a, "`%c` redirects what it reads or writes", c);
    if (strchr("*?[{", c))
        return arena_fmt(a, "the shell expands `%c` to file names or words", c);
    if (begins && strchr("~#!", c))
        return arena_fmt(a, "`%c` means something to the shell", c);
    return STR("");
}

struct str launch_shell_reason(struct arena *a, struct str text) {
    char quote = '\0';
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '\0')
            return STR("it holds a NUL character");
        if (quote ? c == quote : c == '"' || c == '\'') {
            quote = quote ? '\0' : c;
            continue;
        }
        struct str reason = quote == '\'' ? STR("") : special_reason(a, text, i, quote);
        if (reason.n)
            return reason;
    }
    return quote ? STR("a quote is not closed") : STR("");
}
