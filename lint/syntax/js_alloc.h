/* Memory for tree-sitter: taken from chunks, given back all at once.
 *
 * A parse makes and drops nodes by the hundred thousand and leaves a tree that is copied and then
 * dropped as a whole. Blocks that are freed on the way are used again; the tree itself is never freed
 * node by node. tree-sitter's hooks take no context, so whose memory it is stands in a variable of the
 * thread: the one piece of state here that is not handed over as an argument. */
#pragma once

#include <stddef.h>

enum { JS_ALLOC_CLASSES = 128 + 1 + 30 };

struct js_alloc {
    char *at, *end;
    struct js_alloc_chunk *chunks;
    struct js_alloc_block *free[JS_ALLOC_CLASSES];
};

/* From here to js_alloc_done tree-sitter's memory on this thread is taken from *a. Not nested. */
void js_alloc_init(struct js_alloc *a);

/* Drops all that tree-sitter has taken since. */
void js_alloc_done(struct js_alloc *a);
