/* Threads wait for a round, take the next index until none is left, and say that they are through. */
#include "lint/scan/pool.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { POOL_MOST = 8, POOL_STACK_BYTES = 8 * 1024 * 1024 };

struct worker {
    struct pool *pool;
    pthread_t thread;
    unsigned number;
};

struct pool {
    struct worker workers[POOL_MOST];
    unsigned n_workers; /* beside the caller */
    pthread_mutex_t lock;
    pthread_cond_t has_round, is_done;
    unsigned round, n_busy;
    bool is_over;
    pool_work *work; /* of the round */
    void *ctx;
    size_t n;
    atomic_size_t next;
};

static void take_all(struct pool *p, unsigned worker) {
    for (size_t i; (i = atomic_fetch_add(&p->next, 1)) < p->n;)
        p->work(p->ctx, worker, i);
}

static void *run_worker(void *arg) {
    struct worker *w = arg;
    struct pool *p = w->pool;
    unsigned seen = 0;
    (void)pthread_mutex_lock(&p->lock);
    for (;;) {
        while (p->round == seen && !p->is_over)
            (void)pthread_cond_wait(&p->has_round, &p->lock);
        if (p->is_over)
            break;
        seen = p->round;
        (void)pthread_mutex_unlock(&p->lock);
        take_all(p, w->number);
        (void)pthread_mutex_lock(&p->lock);
        if (--p->n_busy == 0)
            (void)pthread_cond_signal(&p->is_done);
    }
    (void)pthread_mutex_unlock(&p->lock);
    return NULL;
}

static void start_workers(struct pool *p, unsigned n) {
    pthread_attr_t attr;
    if (pthread_attr_init(&attr) != 0)
        return;
    (void)pthread_attr_setstacksize(&attr, POOL_STACK_BYTES);
    for (; p->n_workers < n; p->n_workers++) {
        struct worker *w = &p->workers[p->n_workers];
        *w = (struct worker){.pool = p, .number = p->n_workers + 1};
        if (pthread_create(&w->thread, &attr, run_worker, w) != 0)
            break;
    }
    (void)pthread_attr_destroy(&attr);
}

struct pool *pool_new(unsigned threads) {
    struct pool *p = calloc(1, sizeof *p);
    if (!p)
        return NULL;
    (void)pthread_mutex_init(&p->lock, NULL);
    (void)pthread_cond_init(&p->has_round, NULL);
    (void)pthread_cond_init(&p->is_done, NULL);
    start_workers(p, threads > POOL_MOST ? POOL_MOST - 1 : threads ? threads - 1 : 0);
    return p;
}

void pool_free(struct pool *p) {
    if (!p)
        return;
    (void)pthread_mutex_lock(&p->lock);
    p->is_over = true;
    (void)pthread_cond_broadcast(&p->has_round);
    (void)pthread_mutex_unlock(&p->lock);
    for (unsigned i = 0; i < p->n_workers; i++)
        (void)pthread_join(p->workers[i].thread, NULL);
    (void)pthread_cond_destroy(&p->is_done);
    (void)pthread_cond_destroy(&p->has_round);
    (void)pthread_mutex_destroy(&p->lock);
    free(p);
}

unsigned pool_size(const struct pool *p) {
    return p ? p->n_workers + 1 : 1;
}

void pool_run(struct pool *p, size_t n, pool_work *work, void *ctx) {
    if (!p || p->n_workers == 0 || n < 2) {
        for (size_t i = 0; i < n; i++)
            work(ctx, 0, i);
        return;
    }
    (void)pthread_mutex_lock(&p->lock);
    p->work = work;
    p->ctx = ctx;
    p->n = n;
    p->n_busy = p->n_workers;
    p->round++;
    atomic_store(&p->next, 0);
    (void)pthread_cond_broadcast(&p->has_round);
    (void)pthread_mutex_unlock(&p->lock);
    take_all(p, 0);
    (void)pthread_mutex_lock(&p->lock);
    while (p->n_busy > 0)
        (void)pthread_cond_wait(&p->is_done, &p->lock);
    (void)pthread_mutex_unlock(&p->lock);
}
