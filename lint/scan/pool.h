/* A few threads that go through an array together. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct pool;

/* Threads beside the caller's: `threads` counts that one too, so 1 starts none. Where the system
 * gives fewer, there are fewer. */
struct pool *pool_new(unsigned threads);
void pool_free(struct pool *pool);

/* How many ways pool_run goes: workers are 0 ... pool_size - 1, 0 the caller. */
unsigned pool_size(const struct pool *pool);

/* Calls work(ctx, worker, i) once for each i < n, from several threads at once; returns when all are
 * done. What they wrote is visible to the caller then. */
typedef void pool_work(void *ctx, unsigned worker, size_t i);
void pool_run(struct pool *pool, size_t n, pool_work *work, void *ctx);
