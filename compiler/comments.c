/* What is kept of a comment. */
#include "compiler/comments_lex.h"

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '*';
}

static size_t line_begin(const struct comment_lexer *l, size_t at) {
    while (at > 0 && l->text.p[at - 1] != '\n')
        at--;
    return at;
}

void comment_code(struct comment_lexer *l, size_t begin, size_t end) {
    for (; l->waiting_from < l->out->list.n; l->waiting_from++)
        l->out->list.at[l->waiting_from].next_code = (uint32_t)begin;
    l->code_end = end;
}

void comment_add(struct comment_lexer *l, size_t begin, size_t end, size_t from, size_t to) {
    while (from < to && is_blank(l->text.p[from]))
        from++;
    while (to > from && is_blank(l->text.p[to - 1]))
        to--;
    struct str text = {l->text.p + from, to - from};
    if (!str_starts(text, l->word))
        return;
    struct comment comment = {.span = span_of(l->src, begin, end),
                              .text = span_of(l->src, from, to),
                              .has_code_before = l->code_end > line_begin(l, begin),
                              .next_code = (uint32_t)l->text.n,
                              .scope_end = (uint32_t)l->text.n};
    VEC_PUSH(l->arena, &l->out->list, comment);
}

enum comment_language comments_language(struct str name) {
    return str_ends(name, STR(".yml")) || str_ends(name, STR(".yaml")) ? COMMENT_YAML : COMMENT_JS;
}

void comments_find(struct arena *a, const struct source *src, enum comment_language language,
                   struct str word, struct comments *out) {
    struct comment_lexer l = {.arena = a, .src = src, .text = src->text, .word = word, .out = out};
    *out = (struct comments){0};
    if (!memmem(src->text.p, src->text.n, word.p, word.n))
        return; /* nearly every file */
    if (language == COMMENT_YAML)
        comments_yaml(&l);
    else
        comments_js(&l);
}
