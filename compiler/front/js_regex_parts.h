/* The parts of the pattern compiler, for each other: parser, classes and escapes, program. */
#pragma once

#include <string.h>

#include "compiler/front/js_regex.h"

enum kind {
    K_CHAR,
    K_ANY,
    K_CLASS,
    K_LIST,
    K_OR,
    K_GROUP,
    K_LOOK,
    K_BACK,
    K_NAME,
    K_LOOP,
    K_BEGIN,
    K_END,
    K_WORD
};

struct node {
    enum kind kind;
    struct node *first, *next;
    uint32_t a;                /* character, set, group; K_WORD: 1 = must be */
    bool negative, behind;     /* K_LOOK */
    bool lazy;                 /* K_LOOP */
    uint32_t min, max;         /* K_LOOP; UINT32_MAX: without end */
    uint32_t group, group_end; /* K_LOOP: the groups inside */
    struct str name;
};

struct parser {
    struct arena *arena;
    struct js_regex *re;
    struct str s;
    size_t at;
    unsigned depth;
    uint32_t groups, all_groups;     /* seen so far; in the whole pattern */
    bool has_names, unicode, is_odd; /* is_odd: holds characters outside ASCII */
    enum js_regex_verdict verdict;
    const char *why;
    const char *unmodelled; /* right, yet refused: said only where nothing is wrong */
};

/* The first thing that is wrong, or not modelled, is kept; both give NULL. */
struct node *re_wrong(struct parser *p, const char *why);
struct node *re_refuse(struct parser *p, const char *why);

static inline struct node *node_new(struct parser *p, enum kind kind, uint32_t a) {
    struct node *n = arena_new(p->arena, struct node);
    n->kind = kind;
    n->a = a;
    return n;
}

static inline bool more(const struct parser *p) {
    return p->at < p->s.n;
}

static inline char peek(const struct parser *p, size_t ahead) {
    return ahead < p->s.n - p->at ? p->s.p[p->at + ahead] : 0;
}

static inline bool take(struct parser *p, const char *text) {
    if (!str_starts(str_skip(p->s, p->at), str_of(text)))
        return false;
    p->at += strlen(text);
    return true;
}

static inline bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static inline bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* ---- js_regex_class.c ---- */
/* One character of the pattern. Without u, one outside the first plane would be two. */
uint32_t re_take_char(struct parser *p);
/* A character escape after the backslash; UINT32_MAX where refused or wrong. */
uint32_t re_take_escape(struct parser *p, bool in_class);
/* \d \D \w \W \s \S as a node; NULL for any other letter. */
struct node *re_escape_class(struct parser *p, char c);
/* After "[". */
struct node *re_parse_class(struct parser *p);

/* ---- js_regex_parse.c ---- */
/* The whole pattern; NULL where it is wrong or refused. */
struct node *re_parse(struct parser *p);
