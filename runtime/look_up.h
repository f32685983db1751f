/* What a name means, found by a helper process (ecort look-up), so that nobody waits. */
#pragma once

#include "runtime/os/connect.h"
#include "runtime/os/poll.h"
#include "schema/base/err.h"

enum { LOOK_UP_BYTES = 256 };

struct look_up {
    struct os_watch watch; /* fd -1 = nothing is looked up */
    struct os_poll *poll;
    /* n 0: `why` tells. */
    void (*done)(struct look_up *look_up, unsigned n, const char *why);
    struct os_endpoint at[OS_ENDPOINTS_MOST];
    char said[LOOK_UP_BYTES];
    size_t n_said;
};

void look_up_init(struct look_up *look_up, struct os_poll *poll,
                  void (*done)(struct look_up *look_up, unsigned n, const char *why));
/* -1 with err: it has not begun. The helper is reaped as any child is. */
int look_up_start(struct look_up *look_up, const char *host, char *const *environ, struct err *err);
/* Its answer is not wanted any more; harmless where nothing is looked up. */
void look_up_stop(struct look_up *look_up);
