/* Recursive descent that gives up at the first thing it does not know. */
#include "lint/syntax/js_plain.h"

#include "schema/base/utf8.h"

enum { DEPTH_MOST = 64 };

struct plain {
    struct arena *a;
    const char *p;
    uint32_t n, at;
    unsigned depth;
    bool has_comment; /* in what was skipped last */
};

static char peek(const struct plain *s) {
    return s->at < s->n ? s->p[s->at] : '\0';
}

static bool is_blank(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_word(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}

/* A character of a string or of a comment. Separators of lines and what is no UTF-8 are for the general
 * parser. */
static bool skip_char(struct plain *s) {
    unsigned char c = (unsigned char)s->p[s->at];
    uint32_t code = c;
    size_t n = c < 0x80 ? 1 : utf8_decode((struct str){s->p + s->at, s->n - s->at}, &code);
    bool is_control = code < 0x20 && !is_blank((char)code);
    if (is_control || code == UTF8_BAD || code == 0x2028 || code == 0x2029 || code == 0xfeff ||
        (code >= 0xd800 && code <= 0xdfff))
        return false;
    s->at += (uint32_t)n;
    return true;
}

static bool skip_comment(struct plain *s) {
    bool is_line = s->p[s->at + 1] == '/';
    s->has_comment = true;
    for (s->at += 2; s->at < s->n;) {
        if (is_line && (s->p[s->at] == '\n' || s->p[s->at] == '\r'))
            return true;
        if (!is_line && s->p[s->at] == '*' && s->at + 1 < s->n && s->p[s->at + 1] == '/') {
            s->at += 2;
            return true;
        }
        if (!skip_char(s))
            return false;
    }
    return is_line;
}

/* Blanks and comments; false where one of these is odd. */
static bool skip(struct plain *s) {
    s->has_comment = false;
    for (;;) {
        while (s->at < s->n && is_blank(s->p[s->at]))
            s->at++;
        if (s->at + 1 >= s->n || s->p[s->at] != '/' ||
            (s->p[s->at + 1] != '/' && s->p[s->at + 1] != '*'))
            return true;
        if (!skip_comment(s))
            return false;
    }
}

static bool take(struct plain *s, char c) {
    if (peek(s) != c || s->at >= s->n)
        return false;
    s->at++;
    return true;
}

static struct js_node *node_new(struct plain *s, enum js_node_kind kind, enum js_field field) {
    struct js_node *node = arena_new(s->a, struct js_node);
    node->kind = (uint8_t)kind;
    node->field = (uint8_t)field;
    node->begin = s->at;
    return node;
}

static struct js_node *close_node(const struct plain *s, struct js_node *node) {
    node->end = s->at;
    return node;
}

static struct js_node *string(struct plain *s, enum js_field field) {
    struct js_node *node = node_new(s, JS_N_STRING, field);
    char quote = s->p[s->at++];
    while (s->at < s->n && s->p[s->at] != quote) {
        if (s->p[s->at] == '\n' || s->p[s->at] == '\r')
            return NULL;
        if (s->p[s->at] == '\\' && (++s->at >= s->n || !memchr("\\/'\"nrtbfv", s->p[s->at], 10)))
            return NULL;
        if (!skip_char(s))
            return NULL;
    }
    return take(s, quote) ? close_node(s, node) : NULL;
}

static void skip_digits(struct plain *s) {
    while (is_digit(peek(s)))
        s->at++;
}

static struct js_node *number(struct plain *s, enum js_field field) {
    struct js_node *node = node_new(s, JS_N_NUMBER, field);
    bool is_zero = peek(s) == '0';
    uint32_t begin = s->at;
    skip_digits(s);
    if (s->at == begin || (is_zero && s->at > begin + 1))
        return NULL;
    if (take(s, '.')) {
        begin = s->at;
        skip_digits(s);
        if (s->at == begin)
            return NULL;
    }
    return is_word(peek(s)) || peek(s) == '.' ? NULL : close_node(s, node);
}

static struct js_node *negative(struct plain *s, enum js_field field) {
    struct js_node *node = node_new(s, JS_N_UNARY, field);
    s->at++;
    node->op = JS_T_MINUS;
    node->first = number(s, JS_F_ARGUMENT);
    return node->first ? close_node(s, node) : NULL;
}

static struct str word(struct plain *s) {
    uint32_t begin = s->at;
    while (is_word(peek(s)))
        s->at++;
    return (struct str){s->p + begin, s->at - begin};
}

static struct js_node *constant(struct plain *s, enum js_field field) {
    struct js_node *node = node_new(s, JS_N_TRUE, field);
    struct str w = word(s);
    if (str_eqz(w, "false"))
        node->kind = JS_N_FALSE;
    else if (str_eqz(w, "null"))
        node->kind = JS_N_NULL;
    else if (!str_eqz(w, "true"))
        return NULL;
    return (unsigned char)peek(s) < 0x80 && peek(s) != '\\' ? close_node(s, node) : NULL;
}

static struct js_node *value(struct plain *s, enum js_field field);

/* Words that mean more than a name in front of some key. */
static bool is_plain_name(struct str w) {
    static const char *const words[] = {"get", "set", "async", "static", "await", "yield", "let"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_eqz(w, words[i]))
            return false;
    return w.n > 0 && !is_digit(w.p[0]);
}

static struct js_node *key(struct plain *s) {
    char c = peek(s);
    if (c == '"' || c == '\'')
        return string(s, JS_F_KEY);
    if (is_digit(c))
        return number(s, JS_F_KEY);
    struct js_node *node = node_new(s, JS_N_PROPERTY_IDENTIFIER, JS_F_KEY);
    return is_plain_name(word(s)) ? close_node(s, node) : NULL;
}

static struct js_node *pair(struct plain *s) {
    struct js_node *node = node_new(s, JS_N_PAIR, JS_F_NONE);
    node->first = key(s);
    if (!node->first || !skip(s) || !take(s, ':') || !skip(s))
        return NULL;
    node->first->next = value(s, JS_F_VALUE);
    return node->first->next ? close_node(s, node) : NULL;
}

/* An object or an array: from its first bracket to its last. */
static struct js_node *list(struct plain *s, enum js_node_kind kind, enum js_field field) {
    struct js_node *node = node_new(s, kind, field), **link = &node->first;
    char close = kind == JS_N_OBJECT ? '}' : ']';
    s->at++;
    if (++s->depth > DEPTH_MOST || !skip(s))
        return NULL;
    while (peek(s) != close) {
        *link = kind == JS_N_OBJECT ? pair(s) : value(s, JS_F_NONE);
        if (!*link || !skip(s))
            return NULL;
        link = &(*link)->next;
        if (peek(s) != close && (!take(s, ',') || !skip(s)))
            return NULL;
    }
    s->depth--;
    s->at++;
    return close_node(s, node);
}

static struct js_node *value(struct plain *s, enum js_field field) {
    char c = peek(s);
    if (c == '{' || c == '[')
        return list(s, c == '{' ? JS_N_OBJECT : JS_N_ARRAY, field);
    if (c == '"' || c == '\'')
        return string(s, field);
    if (c == '-')
        return negative(s, field);
    return is_digit(c) ? number(s, field) : constant(s, field);
}

/* module.exports */
static struct js_node *exports(struct plain *s) {
    struct js_node *node = node_new(s, JS_N_MEMBER, JS_F_LEFT);
    node->first = node_new(s, JS_N_IDENTIFIER, JS_F_OBJECT);
    if (!str_eqz(word(s), "module"))
        return NULL;
    (void)close_node(s, node->first);
    if (!take(s, '.'))
        return NULL;
    struct js_node *name = node_new(s, JS_N_PROPERTY_IDENTIFIER, JS_F_PROPERTY);
    if (!str_eqz(word(s), "exports"))
        return NULL;
    node->first->next = close_node(s, name);
    return close_node(s, node);
}

static struct js_node *assignment(struct plain *s) {
    struct js_node *node = node_new(s, JS_N_ASSIGNMENT, JS_F_NONE);
    node->first = exports(s);
    if (!node->first || !skip(s) || !take(s, '=') || !skip(s))
        return NULL;
    node->first->next = value(s, JS_F_RIGHT);
    return node->first->next ? close_node(s, node) : NULL;
}

static struct js_node *parenthesized(struct plain *s) {
    struct js_node *node = node_new(s, JS_N_PARENTHESIZED, JS_F_NONE);
    if (!take(s, '(') || !skip(s))
        return NULL;
    node->first = value(s, JS_F_NONE);
    return node->first && skip(s) && take(s, ')') ? close_node(s, node) : NULL;
}

/* Where no semicolon ends it, what follows may go on with it, and a comment belongs to it. */
static struct js_node *statement(struct plain *s) {
    struct js_node *node = node_new(s, JS_N_EXPRESSION_STATEMENT, JS_F_NONE);
    node->first = peek(s) == '(' ? parenthesized(s) : assignment(s);
    if (!node->first)
        return NULL;
    (void)close_node(s, node);
    if (!skip(s))
        return NULL;
    if (s->at == s->n)
        return s->has_comment ? NULL : node;
    return !s->has_comment && take(s, ';') ? close_node(s, node) : NULL;
}

struct js_node *js_plain_parse(struct arena *a, struct str text) {
    struct plain s = {.a = a, .p = text.p, .n = (uint32_t)text.n};
    while (s.at < s.n && is_blank(s.p[s.at]))
        s.at++;
    struct js_node *program = node_new(&s, JS_N_PROGRAM, JS_F_NONE);
    if (!skip(&s))
        return NULL;
    program->first = statement(&s);
    if (!program->first || !skip(&s) || s.at != s.n)
        return NULL;
    return close_node(&s, program);
}
