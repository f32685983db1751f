/* Tokens of JavaScript and TypeScript text, roughly and fast: comments, strings, templates and
 * regular expressions are told apart well enough that what stands in them is not taken for code. */
#pragma once

#include <stdint.h>

#include "schema/base/base.h"
#include "schema/base/str.h"

enum lex_kind { LEX_END, LEX_WORD, LEX_NUMBER, LEX_STRING, LEX_TEMPLATE, LEX_REGEX, LEX_MARK };

struct lex_token {
    uint8_t kind;    /* enum lex_kind */
    char mark;       /* LEX_MARK: its first character; '>' with n == 2: an arrow */
    struct str text; /* of a string: what is in it */
};

enum { LEX_DEPTH = 64 };

struct lexer {
    struct str text;
    size_t at;
    struct lex_token last;
    uint32_t template_braces[LEX_DEPTH]; /* open braces in each ${ that is open */
    uint32_t n_templates;
    bool is_lost; /* deeper than LEX_DEPTH */
};

/* The next token. A template's text comes in pieces round its substitutions. */
struct lex_token lex_next(struct lexer *l);
/* The first byte after `at` that is no blank and in no comment; text.n at the end. */
size_t lex_skip(const struct lexer *l, size_t at);
/* The end of the word at `at`; `at` where none begins there. */
size_t lex_word(const struct lexer *l, size_t at);

bool lex_is_one_of(struct str s, const char *const *words, size_t n);
#define IS_ONE_OF(s, words) lex_is_one_of((s), (words), ARRAY_LEN(words))

/* What follows a name, at `at`, changes what it names: .push(, [k] =, ++, .a.b +=. *is_plain: by `=`. */
bool lex_changes(const struct lexer *l, size_t at, bool *is_plain);

enum lex_value_kind {
    LEX_VALUE_OTHER,
    LEX_VALUE_EMPTY,  /* new Map(), [], {} */
    LEX_VALUE_FILLED, /* a container with something in it, an instance */
    LEX_VALUE_SIMPLE, /* a literal */
    LEX_VALUE_REQUIRE,
};
/* What the text behind a `=` begins. */
enum lex_value_kind lex_value(const struct lexer *l, size_t at);
