/* Blocks by size class, each behind a head with its class: 8-byte steps up to SMALL_MOST, then powers of
 * two. A freed block is the next of its class to be handed out. */
#include "lint/syntax/js_alloc.h"

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tree_sitter/api.h>

#include "schema/base/base.h"

enum {
    STEP = 8,
    SMALL_MOST = 1024,
    N_SMALL = SMALL_MOST / STEP,
    HEAD = 8, /* tree-sitter stores nothing wider */
    CHUNK_FIRST = 16 * 1024,
    CHUNK_MOST = 256 * 1024,
    OUT_OF_MEMORY_EXIT = 4,
};

struct js_alloc_block {
    size_t class;                /* of sizes */
    struct js_alloc_block *next; /* of a free one; what is handed out begins here */
};

struct js_alloc_chunk {
    struct js_alloc_chunk *next;
    size_t size;
};

static _Thread_local struct js_alloc *current; /* of a parse that is going on */
static pthread_once_t once = PTHREAD_ONCE_INIT;

_Static_assert(offsetof(struct js_alloc_block, next) <= HEAD, "the class lies in the head");
_Static_assert((int)JS_ALLOC_CLASSES > (int)N_SMALL, "there is room for powers of two");

static size_t class_of(size_t size) {
    if (size <= SMALL_MOST)
        return size ? (size - 1) / STEP : 0;
    size_t class = N_SMALL;
    for (size_t most = (size_t)SMALL_MOST * 2; most < size; most *= 2)
        class ++;
    return class;
}

static size_t class_size(size_t class) {
    return class < N_SMALL ? (class + 1) * STEP : (size_t)SMALL_MOST << (class - N_SMALL + 1);
}

static void out_of_memory(void) {
    (void)fputs("ecoc: out of memory\n", stderr);
    _Exit(OUT_OF_MEMORY_EXIT);
}

static void add_chunk(struct js_alloc *a, size_t need) {
    size_t head = sizeof(struct js_alloc_chunk);
    size_t size = a->chunks ? a->chunks->size * 2 : CHUNK_FIRST;
    if (size > CHUNK_MOST)
        size = CHUNK_MOST;
    if (size < need + head)
        size = need + head;
    struct js_alloc_chunk *c = malloc(size);
    if (!c)
        out_of_memory();
    *c = (struct js_alloc_chunk){a->chunks, size};
    a->chunks = c;
    a->at = (char *)c + head;
    a->end = (char *)c + size;
}

static void *take(size_t size) {
    struct js_alloc *a = current;
    size_t class = class_of(size);
    if (class >= JS_ALLOC_CLASSES)
        out_of_memory();
    struct js_alloc_block *b = a->free[class];
    if (b) {
        a->free[class] = b->next;
    } else {
        size_t whole = HEAD + class_size(class);
        if ((size_t)(a->end - a->at) < whole)
            add_chunk(a, whole);
        b = (struct js_alloc_block *)(void *)a->at;
        a->at += whole;
        b->class = class;
    }
    return (char *)b + HEAD;
}

static struct js_alloc_block *block_of(void *p) {
    return (struct js_alloc_block *)(void *)((char *)p - HEAD);
}

static void give_back(void *p) {
    if (!p)
        return;
    struct js_alloc_block *b = block_of(p);
    b->next = current->free[b->class];
    current->free[b->class] = b;
}

static void *take_zeroed(size_t n, size_t size) {
    if (size && n > SIZE_MAX / size)
        out_of_memory();
    return memset(take(n * size), 0, n * size);
}

static void *take_larger(void *p, size_t size) {
    if (!p)
        return take(size);
    size_t had = class_size(block_of(p)->class);
    if (size <= had)
        return p;
    void *larger = memcpy(take(size), p, had);
    give_back(p);
    return larger;
}

static void start(void) {
    ts_set_allocator(take, take_zeroed, take_larger, give_back);
}

void js_alloc_init(struct js_alloc *a) {
    (void)pthread_once(&once, start);
    *a = (struct js_alloc){.at = NULL};
    current = a;
}

void js_alloc_done(struct js_alloc *a) {
    for (struct js_alloc_chunk *c = a->chunks, *next; c; c = next) {
        next = c->next;
        free(c);
    }
    current = NULL;
}
