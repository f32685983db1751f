/* Chunked bump allocation; chunks double up to 1 MiB so that small programs stay small. */
#include "schema/base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct arena_chunk {
    struct arena_chunk *next;
};

enum {
    ARENA_ALIGN = 16,
    ARENA_HEAD = 16, /* of a chunk: the struct, rounded up */
    ARENA_FIRST = 16 * 1024,
    ARENA_MOST = 1024 * 1024,
    ARENA_EXIT = 4,
};

_Static_assert(sizeof(struct arena_chunk) <= ARENA_HEAD, "no room");

static void *arena_out(const struct arena *a) {
    static const char msg[] = "ecoc: out of memory\n";
    if (a->may_fail)
        return NULL;
    if (write(STDERR_FILENO, msg, sizeof msg - 1) < 0)
        _exit(ARENA_EXIT);
    _exit(ARENA_EXIT);
}

void arena_init(struct arena *a, size_t limit_bytes) {
    *a = (struct arena){.limit_bytes = limit_bytes};
}

void arena_init_may_fail(struct arena *a, size_t limit_bytes) {
    *a = (struct arena){.limit_bytes = limit_bytes, .may_fail = true};
}

void arena_done(struct arena *a) {
    struct arena_chunk *c = a->chunks;
    while (c) {
        struct arena_chunk *next = c->next;
        free(c);
        c = next;
    }
    a->chunks = NULL;
    a->at = a->end = NULL;
    a->used_bytes = a->chunk_bytes = 0;
}

void arena_adopt(struct arena *a, struct arena *from) {
    struct arena_chunk *last = from->chunks;
    if (!last)
        return;
    while (last->next)
        last = last->next;
    last->next = a->chunks ? a->chunks->next : NULL;
    if (a->chunks)
        a->chunks->next = from->chunks; /* behind the first, which is the one being filled */
    else
        a->chunks = from->chunks;
    a->used_bytes += from->used_bytes;
    from->chunks = NULL;
    from->at = from->end = NULL;
    from->used_bytes = from->chunk_bytes = 0;
}

static size_t round_up(size_t n) {
    return (n + (ARENA_ALIGN - 1)) & ~(size_t)(ARENA_ALIGN - 1);
}

/* The size of the next chunk to be filled. */
static size_t next_bytes(const struct arena *a) {
    size_t size = a->chunk_bytes ? a->chunk_bytes * 2 : ARENA_FIRST;
    return size > ARENA_MOST ? ARENA_MOST : size;
}

static struct arena_chunk *new_chunk(struct arena *a, size_t size) {
    if (a->limit_bytes && size > a->limit_bytes - a->used_bytes)
        return NULL;
    struct arena_chunk *c = calloc(1, size);
    if (c)
        a->used_bytes += size;
    return c;
}

/* A chunk to be filled, the first one from now on. */
static bool add_chunk(struct arena *a) {
    size_t size = next_bytes(a);
    struct arena_chunk *c = new_chunk(a, size);
    if (!c)
        return false;
    c->next = a->chunks;
    a->chunks = c;
    a->chunk_bytes = size;
    a->at = (char *)c + ARENA_HEAD;
    a->end = (char *)c + size;
    return true;
}

/* What is big has a chunk of its own, behind the one that is being filled: the rest of that is not
 * lost, and the next one is no bigger for it. */
static void *alloc_apart(struct arena *a, size_t size) {
    struct arena_chunk *c = new_chunk(a, ARENA_HEAD + size);
    if (!c)
        return arena_out(a);
    struct arena_chunk **at = a->chunks ? &a->chunks->next : &a->chunks;
    c->next = *at;
    *at = c;
    return (char *)c + ARENA_HEAD;
}

void *arena_alloc(struct arena *a, size_t size) {
    if (size > SIZE_MAX / 4)
        return arena_out(a);
    size = round_up(size ? size : 1);
    if ((size_t)(a->end - a->at) < size) {
        if (size > next_bytes(a) / 2)
            return alloc_apart(a, size);
        if (!add_chunk(a))
            return arena_out(a);
    }
    void *p = a->at;
    a->at += size;
    return p;
}

void *arena_grow(struct arena *a, void *items, size_t n, size_t *cap, size_t item_size) {
    size_t more = *cap ? *cap * 2 : 8;
    void *p = more > SIZE_MAX / item_size ? arena_out(a) : arena_alloc(a, more * item_size);
    if (!p)
        return NULL;
    if (n)
        memcpy(p, items, n * item_size);
    *cap = more;
    return p;
}

struct str arena_str(struct arena *a, struct str s) {
    return (struct str){arena_cstr(a, s), s.n};
}

char *arena_cstr(struct arena *a, struct str s) {
    char *p = arena_alloc(a, s.n + 1);
    if (p && s.n)
        memcpy(p, s.p, s.n);
    return p;
}

struct str arena_vfmt(struct arena *a, const char *fmt, va_list ap) {
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    char *p = n < 0 ? NULL : arena_alloc(a, (size_t)n + 1);
    if (p)
        (void)vsnprintf(p, (size_t)n + 1, fmt, again);
    va_end(again);
    return (struct str){p, p ? (size_t)n : 0};
}

struct str arena_fmt(struct arena *a, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    struct str s = arena_vfmt(a, fmt, ap);
    va_end(ap);
    return s;
}
