/* Looking ahead in the text without taking tokens: what is done to a name, what a value is. */
#include "lint/scan/lexer.h"

static const struct str none = {NULL, 0};

bool lex_is_one_of(struct str s, const char *const *words, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (s.n && words[i][0] == s.p[0] && str_eqz(s, words[i]))
            return true;
    return false;
}

static size_t skip_brackets(const struct lexer *l, size_t at) {
    char open = l->text.p[at], close = open == '(' ? ')' : ']';
    int depth = 0;
    for (size_t end = at + 400; at < l->text.n && at < end; at++) {
        depth += l->text.p[at] == open;
        depth -= l->text.p[at] == close;
        if (depth == 0)
            return at + 1;
    }
    return l->text.n;
}

static bool is_changing_method(struct str s) {
    static const char *const words[] = {"set",     "add",     "push",    "delete", "clear",
                                        "unshift", "splice",  "pop",     "shift",  "put",
                                        "remove",  "setItem", "enqueue", "del"};
    return IS_ONE_OF(s, words);
}

bool lex_changes(const struct lexer *l, size_t at, bool *is_plain) {
    const char *p = l->text.p;
    struct str member = none;
    *is_plain = false;
    for (int steps = 0; steps < 8; steps++) {
        at = lex_skip(l, at);
        if (at + 1 >= l->text.n)
            return false;
        if (p[at] == '?' && p[at + 1] == '.')
            at++;
        if (p[at] == '!' && (p[at + 1] == '.' || p[at + 1] == '['))
            at++;
        if (p[at] == '.') {
            size_t begin = lex_skip(l, at + 1);
            begin += begin < l->text.n && p[begin] == '#';
            size_t end = lex_word(l, begin);
            member = (struct str){p + begin, end - begin};
            at = end;
        } else if (p[at] == '[') {
            at = skip_brackets(l, at);
            member = none;
        } else if (p[at] == '(' && member.n) {
            if (is_changing_method(member))
                return true;
            at = skip_brackets(l, at);
            member = none;
        } else {
            break;
        }
    }
    if (at + 1 >= l->text.n)
        return false;
    if ((p[at] == '+' || p[at] == '-') && (p[at + 1] == p[at] || p[at + 1] == '='))
        return true;
    if ((p[at] == '|' || p[at] == '&' || p[at] == '?') && p[at + 1] == p[at])
        return at + 2 < l->text.n && p[at + 2] == '=';
    *is_plain = p[at] == '=' && p[at + 1] != '=' && p[at + 1] != '>';
    return *is_plain;
}

enum lex_value_kind lex_value(const struct lexer *l, size_t at) {
    static const char *const simple[] = {"true", "false", "null", "undefined"};
    at = lex_skip(l, at);
    if (at >= l->text.n)
        return LEX_VALUE_OTHER;
    char c = l->text.p[at];
    if (c == '[' || c == '{') {
        size_t end = lex_skip(l, at + 1);
        return end < l->text.n && l->text.p[end] == (c == '[' ? ']' : '}') ? LEX_VALUE_EMPTY
                                                                           : LEX_VALUE_FILLED;
    }
    if ((c >= '0' && c <= '9') || c == '-' || c == '\'' || c == '"' || c == '`')
        return LEX_VALUE_SIMPLE;
    size_t end = lex_word(l, at);
    struct str word = {l->text.p + at, end - at};
    if (IS_ONE_OF(word, simple))
        return LEX_VALUE_SIMPLE;
    if (str_eqz(word, "require"))
        return LEX_VALUE_REQUIRE;
    if (!str_eqz(word, "new"))
        return LEX_VALUE_OTHER;
    size_t begin = lex_skip(l, end);
    word = (struct str){l->text.p + begin, lex_word(l, begin) - begin};
    bool is_container = str_eqz(word, "Map") || str_eqz(word, "Set") || str_eqz(word, "Array") ||
                        str_eqz(word, "WeakMap") || str_eqz(word, "WeakSet");
    if (!is_container)
        return LEX_VALUE_FILLED; /* an instance: of interest where it is changed */
    for (begin = lex_word(l, begin); begin < l->text.n && l->text.p[begin] != '('; begin++)
        continue;
    begin = begin < l->text.n ? lex_skip(l, begin + 1) : begin;
    return begin < l->text.n && l->text.p[begin] == ')' ? LEX_VALUE_EMPTY : LEX_VALUE_FILLED;
}
