/* The other end of the control socket: one request, one answer, waiting for it. */
#pragma once

#include <sys/types.h>

#include "runtime/ctl/json_in.h"
#include "runtime/ctl/request.h"

enum ctl_answer {
    CTL_ANSWER, /* *reply is filled, whatever it says */
    CTL_NO_SUPERVISOR,
    CTL_UNASKED, /* the supervisor hung up before it got the request; err */
    CTL_LOST,    /* the supervisor hung up instead of answering: it may have done a part; err */
    CTL_TROUBLE, /* err says what */
};

/* How long it is worth waiting for the supervisor that takes over; it is there in a fraction of it. */
enum { CTL_PATIENCE_MS = 10000 };

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

/* Who answers in that home: its pid. Where one has just hung up another may take over: waits for it,
 * at most so long (CTL_UNASKED or CTL_TROUBLE). NO_SUPERVISOR: it has ended for good. */
enum ctl_answer ctl_wait(const char *home, int64_t most_ms, pid_t *pid, struct err *err);

/* Who is told without end: the value of "progress", and whether more is there already. False: no
 * more is wanted. */
struct ctl_follower {
    bool (*progress)(void *ctx, const struct json_in *what, bool is_more);
    void *ctx;
    int out_fd; /* it ends too where this one's reader leaves; -1 = none */
};

/* ctl_ask with CTL_FOLLOW, until the follower ends it (CTL_ANSWER; *reply NULL), the supervisor does
 * (CTL_LOST), or it is refused (CTL_ANSWER with *reply). */
enum ctl_answer ctl_follow(const char *home, const struct ctl_request *request,
                           const struct ctl_follower *follower, struct json_in **reply,
                           struct err *err);

/* Whether the line with which a supervisor begins is one that we understand; -1 with err. */
int ctl_check_greeting(struct str line, struct err *err);
