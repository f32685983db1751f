/* Processes as /proc shows them, for the comparison with other supervisors. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Some processes; malloc'd. */
struct peer_procs {
    pid_t *at;
    size_t n;
};

/* `root` and its descendants, without those that run the program `service` (an absolute path). */
struct peer_procs peer_procs_of(pid_t root, const char *service);

/* Those that run the program. */
struct peer_procs peer_runners_of(const char *program);

void peer_procs_done(struct peer_procs *procs);

/* Its proportional share of memory; 0 where it is gone. */
long peer_pss_kib(pid_t pid);

/* Of all of them and their threads, so far. */
struct peer_use {
    uint64_t switches; /* voluntary: each time one waited for something */
    uint64_t cpu_ns;
};
struct peer_use peer_use_of(const struct peer_procs *procs);
