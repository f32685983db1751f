/* One byte of look-ahead does; only a slash needs to know what came before. */
#include "lint/scan/lexer.h"

/* Letters, digits, _, $ and all beyond ASCII: a bit for each of the first 128 bytes. */
static bool is_word_char(char c) {
    static const uint64_t words[2] = {UINT64_C(0x03ff001000000000), UINT64_C(0x07fffffe87fffffe)};
    unsigned char byte = (unsigned char)c;
    return byte >= 0x80 || (words[byte >> 6] >> (byte & 63) & 1);
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

size_t lex_skip(const struct lexer *l, size_t at) {
    const char *p = l->text.p;
    size_t n = l->text.n;
    while (at < n) {
        char c = p[at];
        if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
            at++;
        } else if (c == '/' && at + 1 < n && p[at + 1] == '/') {
            const char *end = memchr(p + at, '\n', n - at);
            at = end ? (size_t)(end - p) : n;
        } else if (c == '/' && at + 1 < n && p[at + 1] == '*') {
            const char *end = at + 2 < n ? memmem(p + at + 2, n - at - 2, "*/", 2) : NULL;
            at = end ? (size_t)(end - p) + 2 : n;
        } else {
            break;
        }
    }
    return at;
}

size_t lex_word(const struct lexer *l, size_t at) {
    if (at < l->text.n && is_digit(l->text.p[at]))
        return at;
    while (at < l->text.n && is_word_char(l->text.p[at]))
        at++;
    return at;
}

/* A string ends at its line's end at the latest: an apostrophe in JSX text costs no more. */
static struct lex_token lex_string(struct lexer *l, char quote) {
    size_t begin = ++l->at;
    while (l->at < l->text.n && l->text.p[l->at] != quote && l->text.p[l->at] != '\n')
        l->at += l->text.p[l->at] == '\\' && l->at + 1 < l->text.n ? 2 : 1;
    size_t end = l->at < l->text.n ? l->at : l->text.n;
    l->at = end;
    if (l->at < l->text.n && l->text.p[l->at] == quote)
        l->at++;
    return (struct lex_token){LEX_STRING, quote, {l->text.p + begin, end - begin}};
}

/* From behind the backtick, or behind the brace that closed a substitution. */
static struct lex_token lex_template(struct lexer *l) {
    size_t begin = l->at;
    while (l->at < l->text.n) {
        char c = l->text.p[l->at];
        if (c == '\\') {
            l->at++;
        } else if (c == '`') {
            struct str s = {l->text.p + begin, l->at++ - begin};
            return (struct lex_token){LEX_TEMPLATE, '`', s};
        } else if (c == '$' && l->at + 1 < l->text.n && l->text.p[l->at + 1] == '{') {
            struct str s = {l->text.p + begin, l->at - begin};
            l->at += 2;
            if (l->n_templates == LEX_DEPTH)
                l->is_lost = true;
            else
                l->template_braces[l->n_templates++] = 0;
            return (struct lex_token){LEX_TEMPLATE, '$', s};
        }
        l->at++;
    }
    l->at = l->text.n;
    return (struct lex_token){LEX_TEMPLATE, '`', {l->text.p + begin, l->text.n - begin}};
}

static bool is_regex_place(const struct lex_token *last) {
    static const char *const words[] = {"return", "typeof", "case", "in", "of",    "delete", "void",
                                        "throw",  "new",    "else", "do", "await", "yield"};
    if (last->kind == LEX_MARK)
        return last->mark != ')' && last->mark != ']' && last->mark != '}';
    for (size_t i = 0; last->kind == LEX_WORD && i < ARRAY_LEN(words); i++)
        if (str_eqz(last->text, words[i]))
            return true;
    return last->kind == LEX_END || (last->kind == LEX_TEMPLATE && last->mark == '$');
}

/* False where no regular expression ends on this line. */
static bool lex_regex(struct lexer *l) {
    bool in_class = false;
    for (size_t at = l->at + 1; at < l->text.n && l->text.p[at] != '\n'; at++) {
        char c = l->text.p[at];
        if (c == '\\')
            at++;
        else if (c == '[')
            in_class = true;
        else if (c == ']')
            in_class = false;
        else if (c == '/' && !in_class) {
            l->at = lex_word(l, at + 1);
            return true;
        }
    }
    return false;
}

static struct lex_token lex_mark(struct lexer *l, char c) {
    size_t begin = l->at++;
    if (c == '=' && l->at < l->text.n && l->text.p[l->at] == '>') {
        l->at++;
        return (struct lex_token){LEX_MARK, '>', {l->text.p + begin, 2}};
    }
    if ((c == '=' || c == '!') && l->at < l->text.n && l->text.p[l->at] == '=') {
        while (l->at < l->text.n && l->text.p[l->at] == '=')
            l->at++;
        return (struct lex_token){LEX_MARK, '~', {l->text.p + begin, l->at - begin}};
    }
    return (struct lex_token){LEX_MARK, c, {l->text.p + begin, 1}};
}

/* Braces in a substitution; true where this one closes it. */
static bool close_template(struct lexer *l, char c) {
    if (l->n_templates == 0)
        return false;
    uint32_t *open = &l->template_braces[l->n_templates - 1];
    if (c == '{')
        (*open)++;
    if (c != '}')
        return false;
    if (*open) {
        (*open)--;
        return false;
    }
    l->n_templates--;
    return true;
}

static struct lex_token lex_any(struct lexer *l) {
    l->at = lex_skip(l, l->at);
    if (l->at >= l->text.n)
        return (struct lex_token){LEX_END, 0, {NULL, 0}};
    char c = l->text.p[l->at];
    size_t begin = l->at;
    if (is_word_char(c)) {
        while (l->at < l->text.n && is_word_char(l->text.p[l->at]))
            l->at++;
        return (struct lex_token){
            is_digit(c) ? LEX_NUMBER : LEX_WORD, 0, {l->text.p + begin, l->at - begin}};
    }
    if (c == '\'' || c == '"')
        return lex_string(l, c);
    if (c == '`') {
        l->at++;
        return lex_template(l);
    }
    if (c == '/' && is_regex_place(&l->last) && lex_regex(l))
        return (struct lex_token){LEX_REGEX, '/', {l->text.p + begin, l->at - begin}};
    if ((c == '{' || c == '}') && close_template(l, c)) {
        l->at++;
        return lex_template(l);
    }
    return lex_mark(l, c);
}

struct lex_token lex_next(struct lexer *l) {
    l->last = lex_any(l);
    return l->last;
}
