/* The other end of the control socket: one request, one answer, waiting for it. */
#pragma once

#include <sys/types.h>

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

/* Who answers in that home: its pid, as soon as it does. */
enum ctl_answer ctl_who(const char *home, pid_t *pid, struct err *err);

/* Who is told without end: the value of "progress", and whether more is there already. False: no
 * more is wanted. */
struct ctl_follower {
    bool (*progress)(void *ctx, const struct json_in *what, bool is_more);
    void *ctx;
    int out_fd;      /* it ends too where this one's reader leaves; -1 = none */
    bool *has_ended; /* set where the supervisor ended it */
};

/* The same with CTL_FOLLOW, until the follower or the supervisor ends it (CTL_ANSWER; *reply NULL),
 * or it is refused (CTL_ANSWER with *reply). */
enum ctl_answer ctl_follow(const char *home, const struct ctl_request *request,
                           const struct ctl_follower *follower, struct json_in **reply,
                           struct err *err);

/* Whether the line with which a supervisor begins is one that we understand; -1 with err. */
int ctl_check_greeting(struct str line, struct err *err);
