/* Interning by hash; a failed allocation shows as bytes.failed. */
#include "compiler/pool.h"

#include <stdlib.h>

#include "schema/base/hash.h"

struct pool_slot {
    uint64_t hash;
    uint32_t offset, size; /* size counts the bytes; a free slot has used == 0 */
    uint32_t used;
};

static bool grow(struct pool *pool) {
    size_t cap = pool->cap ? pool->cap * 2 : 64;
    struct pool_slot *slots = calloc(cap, sizeof *slots);
    if (!slots)
        return false;
    for (size_t i = 0; i < pool->cap; i++) {
        if (!pool->slots[i].used)
            continue;
        size_t at = pool->slots[i].hash & (cap - 1);
        while (slots[at].used)
            at = (at + 1) & (cap - 1);
        slots[at] = pool->slots[i];
    }
    free(pool->slots);
    pool->slots = slots;
    pool->cap = cap;
    return true;
}

uint32_t pool_put(struct pool *pool, const void *bytes, size_t n) {
    if (pool->n * 2 >= pool->cap && !grow(pool)) {
        pool->bytes.failed = true;
        return 0;
    }
    uint64_t hash = hash_bytes(bytes, n);
    size_t at = hash & (pool->cap - 1);
    for (; pool->slots[at].used; at = (at + 1) & (pool->cap - 1)) {
        const struct pool_slot *s = &pool->slots[at];
        if (s->hash == hash && s->size == n && memcmp(pool->bytes.p + s->offset, bytes, n) == 0)
            return s->offset;
    }
    pool->slots[at] = (struct pool_slot){hash, (uint32_t)pool->bytes.n, (uint32_t)n, 1};
    pool->n++;
    buf_add(&pool->bytes, bytes, n);
    return pool->slots[at].offset;
}

void pool_done(struct pool *pool) {
    buf_done(&pool->bytes);
    free(pool->slots);
    *pool = (struct pool){0};
}
