/* Who has our connections when we are killed.
 *
 * Between the accept of a connection and its being passed to somebody only we have it: were we killed
 * just then, the kernel would reset it. The heir is a process that shares our table of descriptors
 * and our memory, and waits for nothing but our end. Nothing is closed by our death while it is there,
 * at whatever instruction that finds us; it hands over the connections, and what is known of each, and
 * ends. In the time before it costs nothing but one process that never runs.
 *
 * What the heir calls sees our memory as we left it, in the middle of anything: it must not allocate,
 * nor follow what is being changed. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct os_heir_use {
    /* There is an heir from now on, or (also in the heir itself, when it is through) none any more. */
    void (*is_there)(void *ctx, bool is_there);
    /* In the heir: a connection, and what was said of it last. */
    void (*inherit)(void *ctx, int fd, uint64_t doubt);
};

struct os_heir_room;

/* Zeroed before the first use. */
struct os_heir {
    const struct os_heir_use *use;
    void *ctx;
    pid_t pid; /* 0 = none */
    int of_fd; /* our own end, as a descriptor */
    struct os_heir_room *room;
};

/* For os_heir_doubt before there is one. False without memory. */
bool os_heir_prepare(struct os_heir *heir);
/* False where there cannot be one: we go on without. Harmless where there is one. */
bool os_heir_begin(struct os_heir *heir, const struct os_heir_use *use, void *ctx);
void os_heir_end(struct os_heir *heir);
/* Frees what it needed; it has ended. */
void os_heir_done(struct os_heir *heir);

/* A child has ended that nobody has reaped yet; whether that was the heir. Another one is begun. */
bool os_heir_ended(struct os_heir *heir, pid_t pid);

/* Somebody else has the connection, or may have it: `doubt` (not 0) is what helps to find out. It goes
 * with the connection; duplicates of it are not inherited. 0: it is ours alone, or closed. */
void os_heir_doubt(struct os_heir *heir, int fd, uint64_t doubt);
