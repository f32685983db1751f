/* Inside comments: what the two lexers share. */
#pragma once

#include "compiler/comments.h"

struct comment_lexer {
    struct arena *arena;
    const struct source *src;
    struct str text, word;
    struct comments *out;
    size_t at;
    size_t code_end;     /* end of the last token that is no comment */
    size_t waiting_from; /* comments from here on do not know their next token */
};

/* A token [begin, end) that is no comment. */
void comment_code(struct comment_lexer *l, size_t begin, size_t end);

/* A comment [begin, end) whose text is [from, to); kept where it begins with the word. */
void comment_add(struct comment_lexer *l, size_t begin, size_t end, size_t from, size_t to);

void comments_js(struct comment_lexer *l);
void comments_yaml(struct comment_lexer *l);

static inline unsigned char comment_peek(const struct comment_lexer *l, size_t ahead) {
    return l->at + ahead < l->text.n ? (unsigned char)l->text.p[l->at + ahead] : 0;
}

/* The offset of the line's end at or behind `at`. */
static inline size_t comment_line_end(const struct comment_lexer *l, size_t at) {
    return at + str_index(str_skip(l->text, at), '\n');
}
