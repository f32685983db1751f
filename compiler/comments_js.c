/* JavaScript, TypeScript and JSON by tokens, as far as comments need it. Where a slash may begin a
 * regular expression or divide, the token before it decides; a wrong guess ends with the line. */
#include "compiler/comments_lex.h"

/* An open brace: of a block or an object, or of `${` in a template. */
struct brace {
    uint32_t at;
    bool is_template;
};

struct js {
    struct comment_lexer *l;
    VEC(struct brace) braces;
    bool after_value; /* a slash here divides */
    bool expects_key; /* directly after `{` or `,` */
};

static bool is_word(unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '$' || c == '#' || c == '@' || c >= 0x80;
}

/* Words after which a value follows. */
static bool is_operator_word(struct str word) {
    static const char *const words[] = {"return", "typeof", "case",       "in",    "of",
                                        "delete", "void",   "throw",      "new",   "else",
                                        "do",     "await",  "instanceof", "yield", "default"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_eqz(word, words[i]))
            return true;
    return false;
}

/* The end of a string or, with '/', a regular expression that begins at `at`: behind its closing
 * mark, or at the line's end. */
static size_t end_of_quoted(struct str text, size_t at) {
    char mark = text.p[at++];
    bool in_class = false;
    for (; at < text.n && text.p[at] != '\n'; at++) {
        char c = text.p[at];
        if (c == '\\' && at + 1 < text.n)
            at++;
        else if (mark == '/' && (c == '[' || c == ']'))
            in_class = c == '[';
        else if (c == mark && !in_class)
            return at + 1;
    }
    return at;
}

/* Behind the closing backtick, or behind a `${`, which is then open. */
static void template_text(struct js *js) {
    struct comment_lexer *l = js->l;
    while (l->at < l->text.n) {
        char c = l->text.p[l->at++];
        if (c == '\\' && l->at < l->text.n) {
            l->at++;
        } else if (c == '`') {
            break;
        } else if (c == '$' && comment_peek(l, 0) == '{') {
            struct brace brace = {(uint32_t)l->at, true};
            VEC_PUSH(l->arena, &js->braces, brace);
            l->at++;
            js->after_value = false;
            return;
        }
    }
    js->after_value = true;
}

/* ---- the key that stands for a comment ------------------------------------------------------- */

static size_t skip_blanks(struct str text, size_t at) {
    while (at < text.n && text.p[at] && strchr(" \t\r\n", text.p[at]))
        at++;
    return at;
}

static void add_key(struct js *js, struct span span, struct str key, size_t from, size_t to) {
    struct comment_lexer *l = js->l;
    uint32_t open = js->braces.n ? js->braces.at[js->braces.n - 1].at : 0;
    struct comment comment = {.span = span,
                              .text = span_of(l->src, from, to),
                              .is_key = true,
                              .key = key,
                              .next_code = (uint32_t)l->text.n,
                              .scope_begin = open,
                              .scope_end = (uint32_t)l->text.n};
    VEC_PUSH(l->arena, &l->out->list, comment);
}

static bool is_quote(struct str text, size_t at) {
    return at < text.n && (text.p[at] == '"' || text.p[at] == '\'');
}

/* The string at `at` becomes a comment; the offset behind it. */
static size_t add_value(struct js *js, size_t begin, struct str key, size_t at) {
    struct comment_lexer *l = js->l;
    size_t end = end_of_quoted(l->text, at);
    if (end > at + 1)
        add_key(js, span_of(l->src, begin, end), key, at + 1, end - 1);
    return end;
}

/* The string [begin, end) where it is a key "//WORD...". */
static void maybe_key(struct js *js, size_t begin, size_t end) {
    struct comment_lexer *l = js->l;
    struct str inner = {l->text.p + begin + 1, end > begin + 2 ? end - begin - 2 : 0};
    if (!js->expects_key || !str_starts(inner, STR("//")) ||
        !str_starts(str_skip(inner, 2), l->word))
        return;
    size_t at = skip_blanks(l->text, end);
    if (at >= l->text.n || l->text.p[at] != ':')
        return;
    at = skip_blanks(l->text, at + 1);
    if (is_quote(l->text, at)) {
        (void)add_value(js, begin, str_skip(inner, 2), at);
        return;
    }
    if (at >= l->text.n || l->text.p[at] != '[')
        return;
    for (at = skip_blanks(l->text, at + 1); is_quote(l->text, at);) {
        at = skip_blanks(l->text, add_value(js, begin, str_skip(inner, 2), at));
        if (at < l->text.n && l->text.p[at] == ',')
            at = skip_blanks(l->text, at + 1);
    }
}

static void close_brace(struct js *js) {
    struct comment_lexer *l = js->l;
    if (js->braces.n == 0)
        return;
    struct brace brace = js->braces.at[--js->braces.n];
    for (size_t i = l->out->list.n; i > 0; i--) {
        struct comment *c = &l->out->list.at[i - 1];
        if (c->is_key && c->scope_begin == brace.at && c->span.begin >= brace.at)
            c->scope_end = (uint32_t)l->at;
    }
    if (brace.is_template)
        template_text(js);
}

/* ---- tokens ---------------------------------------------------------------------------------- */

static void comment(struct js *js, bool is_block) {
    struct comment_lexer *l = js->l;
    size_t begin = l->at, end = comment_line_end(l, begin), inner = end;
    if (is_block) {
        const char *hit = memmem(l->text.p + begin + 2, l->text.n - begin - 2, "*/", 2);
        inner = hit ? (size_t)(hit - l->text.p) : l->text.n;
        end = hit ? inner + 2 : inner;
    }
    comment_add(l, begin, end, begin + 2, inner);
    l->at = end;
}

static void quoted(struct js *js) {
    struct comment_lexer *l = js->l;
    size_t begin = l->at, end = end_of_quoted(l->text, begin);
    if (l->text.p[begin] != '/')
        maybe_key(js, begin, end);
    l->at = end;
    js->after_value = true;
}

static void word(struct js *js) {
    struct comment_lexer *l = js->l;
    size_t begin = l->at;
    while (is_word(comment_peek(l, 0)))
        l->at++;
    js->after_value = !is_operator_word((struct str){l->text.p + begin, l->at - begin});
}

static void punctuation(struct js *js, unsigned char c) {
    struct comment_lexer *l = js->l;
    l->at++;
    js->after_value = c == ')' || c == ']' || c == '}';
    if (c == '{') {
        struct brace brace = {(uint32_t)l->at - 1, false};
        VEC_PUSH(l->arena, &js->braces, brace);
    } else if (c == '}') {
        close_brace(js);
    } else if (c == '`') {
        template_text(js);
    }
}

static void token(struct js *js, unsigned char c) {
    struct comment_lexer *l = js->l;
    size_t begin = l->at;
    if (c == '"' || c == '\'' || (c == '/' && !js->after_value))
        quoted(js);
    else if (is_word(c))
        word(js);
    else
        punctuation(js, c);
    js->expects_key = c == '{' || c == ',';
    comment_code(l, begin, l->at);
}

void comments_js(struct comment_lexer *l) {
    struct js js = {.l = l};
    if (str_starts(l->text, STR("#!")))
        l->at = comment_line_end(l, 0);
    while (l->at < l->text.n) {
        unsigned char c = comment_peek(l, 0);
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
            l->at++;
        else if (c == '/' && (comment_peek(l, 1) == '/' || comment_peek(l, 1) == '*'))
            comment(&js, comment_peek(l, 1) == '*');
        else
            token(&js, c);
    }
}
