/* A conversation with the supervisor that waits for nothing: for programs that have other things to
 * do meanwhile. The protocol is request.h's; client.h is the simple way. */
#pragma once

#include "runtime/ctl/client.h"

struct ctl_talk {
    int fd; /* -1 = none; to be polled for reading */
    bool is_greeted;
    struct buf in, out; /* out: the request, until the greeting is there */
};

/* Connects and prepares the request, whose blobs stay with the caller's; texts are copied. */
enum ctl_answer ctl_talk_open(struct ctl_talk *talk, const char *home,
                              const struct ctl_request *request, struct err *err);
void ctl_talk_close(struct ctl_talk *talk);

enum ctl_heard {
    CTL_HEARD_NOTHING,  /* no whole line is there; poll */
    CTL_HEARD_PROGRESS, /* *said is the value of "progress" in *line */
    CTL_HEARD_REPLY,    /* *said is the reply, the last word of most requests */
    CTL_HEARD_END,      /* the supervisor has hung up, or talks nonsense: err */
};

/* The next thing that was said, without waiting. *line is the caller's, to json_in_free; *said is
 * a part of it. */
enum ctl_heard ctl_talk_next(struct ctl_talk *talk, struct json_in **line,
                             const struct json_in **said, struct err *err);
