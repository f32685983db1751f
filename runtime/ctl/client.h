/* The other end of the control socket: one request, one answer, waiting for it. */
#pragma once

#include "runtime/ctl/json_in.h"
#include "runtime/ctl/request.h"

enum ctl_answer {
    CTL_ANSWER, /* *reply is filled, whatever it says */
    CTL_NO_SUPERVISOR,
    CTL_TROUBLE, /* err says what */
};

/* Who is told of progress: the value of "progress". */
struct ctl_listener {
    void (*progress)(void *ctx, const struct json_in *what);
    void *ctx;
};

/* Asks the supervisor of that home; `listener` may be NULL. *reply is the caller's, to
 * json_in_free. */
enum ctl_answer ctl_ask(const char *home, const struct ctl_request *request,
                        const struct ctl_listener *listener, struct json_in **reply,
                        struct err *err);
