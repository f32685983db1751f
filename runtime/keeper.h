/* The keeper: the process that the user, the service manager or the container sees.
 *
 * It keeps what must outlive a supervisor: duplicates of descriptors, each under a key that means
 * nothing to it, and how processes ended that it had to reap. It starts the supervisor by fork, so
 * that both share their pages and the next one has all descriptors at once; it forwards signals, and
 * ends with the code that the supervisor ends with. A supervisor that dies without saying so is
 * replaced: its children have fallen to the keeper, the subreaper, and go on.
 *
 * Updating: the new program is tried with KEEPER_TRY KEEPER_VERSION as its arguments; where it exits
 * with KEEPER_YES, the supervisor is killed and the keeper becomes the new program (KEEPER_AGAIN),
 * its table in a memfd. Where the supervisor of the new program does not get ready, the old program
 * comes back the same way. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/types.h>

#include "runtime/keeper_table.h"
#include "schema/base/err.h"

#define KEEPER_TRY "keeper-try"
#define KEEPER_AGAIN "keeper-again"
#define KEEPER_VERSION "3" /* of the table, the state page, the packed generations */

enum { KEEPER_YES = 83 }; /* what nobody exits with by chance */

/* What a supervisor is given; all of it is its own from then on. */
struct keeper_gift {
    pid_t keeper;
    int channel_fd;
    bool is_first; /* none before it was ready */
    int once_fd;   /* keeper_start's, to the very first one; else -1 */
    const struct keeper_fd *fds;
    unsigned n_fds;
    const struct keeper_exit *exits; /* not yet SEEN */
    unsigned n_exits;
    struct rlimit nofile; /* as it was found */
    unsigned n_deaths;    /* of supervisors, in a row */
};

/* The supervisor; its return value is the exit code of both, or -1: it could not take over, and
 * another one is to try. */
typedef int keeper_child(void *ctx, const struct keeper_gift *gift);

struct keeper_start {
    keeper_child *run;
    void *ctx;
    const struct keeper_fd *fds; /* to begin with; become the keeper's */
    unsigned n_fds;
    int once_fd;       /* for the first supervisor only; -1 = none */
    int again_fd;      /* the table of the program before (KEEPER_AGAIN's argument); -1 = none */
    char *const *argv; /* what follows the name of the program; told to a new one */
    void (*tell)(void *ctx, const char *text); /* what people should know */
};

/* Keeps until the supervisor ends; the exit code. -1 with err: it could not begin. */
int keeper_run(const struct keeper_start *start, struct err *err);
