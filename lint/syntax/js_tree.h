/* JavaScript and TypeScript text to a syntax tree of our own; tree-sitter stays behind this file.
 *
 * The tree is plain nodes on an arena: comments are gone, an elision in an array is a JS_N_HOLE, an
 * operator is the `op` of its expression, and keywords that decorate a construct (async, get,
 * static, const ...) are bits in `marks`. Its depth is at most JS_TREE_DEPTH, so recursion over it
 * is safe. */
#pragma once

#include "schema/base/arena.h"
#include "schema/base/span.h"

enum js_node_kind {
    JS_N_OTHER,
    JS_N_HOLE,
#define NODE(id, name) JS_N_##id,
#include "lint/syntax/js_nodes.def"
    JS_N_COUNT
};

enum js_token {
    JS_T_NONE,
#define TOKEN(id, text) JS_T_##id,
#include "lint/syntax/js_nodes.def"
    JS_T_COUNT
};

enum js_field {
    JS_F_NONE,
#define FIELD(id, name) JS_F_##id,
#include "lint/syntax/js_nodes.def"
    JS_F_COUNT
};

struct js_node {
    uint8_t kind, field, op; /* enum js_node_kind, js_field, js_token */
    uint32_t tag;            /* 0; for whoever walks the tree to write down what it is to him */
    uint64_t marks;          /* 1 << enum js_token - JS_T_OF */
    uint32_t begin, end;     /* bytes of the tree's text */
    struct js_node *first, *next;
};

struct js_tree {
    const struct source *src;
    struct str text; /* what was parsed: the source's text, or "(" + it + ")" */
    uint32_t shift;  /* bytes that `text` has before the source's first */
    struct js_node *root;
    bool is_partial; /* js_tree_scan: some of the text has wrong syntax, or is too deep */
};

enum {
    JS_TREE_DEPTH = 1000, /* levels of nodes: about 500 of objects in objects */
    JS_TREE_TIMEOUT_US =
        2000000, /* for hostile text only; 8 MB of real code takes about one second */
    JS_SCAN_TIMEOUT_US = 1000000,
};

struct js_syntax_error {
    struct span span;
    char text[200];
};

/* Parses the source (as an expression in parentheses where `wrapped`). False with the error filled.
 */
bool js_tree_parse(struct arena *a, const struct source *src, bool wrapped, struct js_tree *tree,
                   struct js_syntax_error *error);

/* Parses the source of a service (by its name JavaScript with JSX, TypeScript, TSX), as much of it
 * as can be read: what has wrong syntax is JS_N_OTHER, types stay as leaves where they annotate.
 * False where even that takes too long. */
bool js_tree_scan(struct arena *a, const struct source *src, struct js_tree *tree);

/* Takes the types out of a TypeScript tree of js_tree_parse. */
void js_strip_types(struct js_node *root);
/* By the name: .ts, .mts, .cts. */
bool js_is_typescript(struct str path);

struct span js_tree_span(const struct js_tree *t, const struct js_node *n);

/* The child in that role, or NULL. */
const struct js_node *js_node_field(const struct js_node *n, enum js_field field);

static inline struct str js_node_text(const struct js_tree *t, const struct js_node *n) {
    return (struct str){t->text.p + n->begin, n->end - n->begin};
}

static inline bool js_node_marked(const struct js_node *n, enum js_token token) {
    return token >= JS_T_OF && (n->marks >> (token - JS_T_OF) & 1);
}

/* How the token is written. */
const char *js_token_text(enum js_token token);
