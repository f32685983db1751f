/* One HTTP/1.1 GET, of which only the status is wanted. Nothing blocks, and when the status is there
 * nothing more is read; whoever asks sees to the time. */
#pragma once

#include "runtime/core/http_status.h"
#include "runtime/os/connect.h"
#include "runtime/os/poll.h"
#include "schema/base/buf.h"

struct http_get;

/* `status`: the answer's, or 0; then `why` tells: a literal, or NULL for `sys`, an errno. */
struct http_got {
    int status, sys;
    const char *why;
};

struct http_get {
    struct os_watch watch; /* fd -1 = nothing is asked */
    struct os_poll *poll;
    void (*done)(struct http_get *get, const struct http_got *got); /* it may start the next */
    const struct os_endpoint *at;                                   /* the caller's */
    unsigned n_at, tried;
    uint16_t port;
    bool is_connected;
    struct buf request;
    size_t sent;
    struct http_answer answer;
};

struct http_request {
    const struct os_endpoint *at; /* tried in turn until one can be connected to */
    unsigned n_at;
    const char *host, *path; /* clean: no control character, no blank */
    uint16_t port;
};

void http_get_init(struct http_get *get, struct os_poll *poll,
                   void (*done)(struct http_get *get, const struct http_got *got));

/* Begins, with the other end of `fd` (then owned) unless that is -1. What cannot begin has failed:
 * false with *got, and `done` is not called. */
bool http_get_start(struct http_get *get, const struct http_request *request, int fd,
                    struct http_got *got);
/* Whether it waits for an answer, or for a connection yet. */
bool http_get_is_connected(const struct http_get *get);
/* Gives up; harmless where nothing is asked. */
void http_get_stop(struct http_get *get);
