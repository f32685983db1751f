/* Waiting for descriptors: epoll with a callback per descriptor. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "schema/base/err.h"

enum { OS_READ = 1, OS_WRITE = 2, OS_HANGUP = 4, OS_EDGE = 8 };

/* Embedded in what owns the descriptor; the owner closes it, after os_poll_del. */
struct os_watch {
    int fd; /* -1 = none */
    bool is_added;
    /* `events` is a set of OS_READ, OS_WRITE, OS_HANGUP (other end gone, or an error). */
    void (*ready)(struct os_watch *watch, unsigned events);
};

struct epoll_event;

struct os_poll {
    int fd;
    struct epoll_event *batch; /* being delivered, so that a removed watch is not called any more */
    int n_batch;
};

int os_poll_open(struct os_poll *poll, struct err *err);
void os_poll_close(struct os_poll *poll);

/* Adds the watch or changes what it waits for; `events` 0 waits for hang-ups only; with OS_EDGE it
 * is called when something comes, not as long as it is there. -1 with errno set. */
int os_poll_set(struct os_poll *poll, struct os_watch *watch, unsigned events);
/* Removes the watch; harmless where it is not added. */
void os_poll_del(struct os_poll *poll, struct os_watch *watch);

/* Waits up to timeout_ms (-1: for ever) and calls what is ready. */
void os_poll_wait(struct os_poll *poll, int64_t timeout_ms);
