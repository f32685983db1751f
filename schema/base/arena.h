/* Arena: allocate, never free one by one, free all at once.
 *
 * Two failure policies. An arena of the compiler never returns NULL: running out of memory (or
 * over its limit) prints one line and ends the process with exit code 4. An arena of the runtime
 * is made with `may_fail` and returns NULL instead, because a supervisor must not die of a
 * failed allocation. */
#pragma once

#include <stdarg.h>
#include <stdbool.h>

#include "schema/base/base.h"
#include "schema/base/str.h"

struct arena_chunk;

struct arena {
    struct arena_chunk *chunks;
    char *at, *end;
    size_t used_bytes;  /* handed out by the system so far */
    size_t chunk_bytes; /* of the chunk that is being filled, 0 = none */
    size_t limit_bytes; /* 0 = none */
    bool may_fail;
};

/* An empty arena that ends the process when memory is out or `limit_bytes` (0 = none) is passed. */
void arena_init(struct arena *a, size_t limit_bytes);

/* An empty arena that returns NULL when memory is out. */
void arena_init_may_fail(struct arena *a, size_t limit_bytes);

/* Frees all memory; the arena is empty and usable again. */
void arena_done(struct arena *a);

/* Moves all that `from` holds to `a`, which frees it with its own; `from` is empty and usable again. */
void arena_adopt(struct arena *a, struct arena *from);

/* `size` zeroed bytes, aligned for any type. */
void *arena_alloc(struct arena *a, size_t size);

/* Grows an array of `n` used items to room for at least n + 1; *cap is in items. The old block
 * stays. */
void *arena_grow(struct arena *a, void *items, size_t n, size_t *cap, size_t item_size);

/* Copies: the result is NUL-terminated beyond its length. */
struct str arena_str(struct arena *a, struct str s);
char *arena_cstr(struct arena *a, struct str s);
struct str arena_fmt(struct arena *a, const char *fmt, ...) ATTR_PRINTF(2, 3);
struct str arena_vfmt(struct arena *a, const char *fmt, va_list ap) ATTR_PRINTF(2, 0);

#define arena_new(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define arena_array(a, type, n) ((type *)arena_alloc((a), sizeof(type) * (n)))

/* A growable array on an arena: `VEC(struct x) v = {0}; VEC_PUSH(arena, &v, item);` */
#define VEC(type)                                                                                  \
    struct {                                                                                       \
        type *at;                                                                                  \
        size_t n, cap;                                                                             \
    }
#define VEC_PUSH(a, v, item)                                                                       \
    do {                                                                                           \
        if ((v)->n == (v)->cap)                                                                    \
            (v)->at = arena_grow((a), (v)->at, (v)->n, &(v)->cap, sizeof *(v)->at);                \
        (v)->at[(v)->n++] = (item);                                                                \
    } while (0)
