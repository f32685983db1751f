/* A pool of byte runs, each stored once: the sections of a plan under construction. */
#pragma once

#include <stdint.h>

#include "schema/base/buf.h"

struct pool_slot;

struct pool {
    struct buf bytes;
    struct pool_slot *slots; /* open addressing */
    size_t n, cap;
};

/* The offset at which these bytes stand; they are appended where they are new. */
uint32_t pool_put(struct pool *pool, const void *bytes, size_t n);
void pool_done(struct pool *pool);
