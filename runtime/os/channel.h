/* Messages of fixed size between keeper and supervisor, each with at most one descriptor: a
 * SOCK_SEQPACKET pair, where a message arrives whole or not at all. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "schema/base/err.h"

enum channel_kind {
    CHANNEL_HOLD = 1, /* to the keeper, with a descriptor: keep a duplicate under `key` */
    CHANNEL_DROP,     /* to the keeper: close what is under `key` */
    CHANNEL_READY,    /* to the keeper: this supervisor has taken over */
    CHANNEL_END,      /* to the keeper: I end for good, with exit code a */
    CHANNEL_SEEN,     /* to the keeper: the end of process a has been noted */
    CHANNEL_UPDATE,   /* to the keeper: become the program of the descriptor */
    CHANNEL_EXIT,     /* to the supervisor: process a ended with wait status b */
    CHANNEL_REFUSED,  /* to the supervisor: the new program does not start (wait status b) */
    CHANNEL_MARK,     /* to the keeper: I name again all that I have from `key` on */
    CHANNEL_SWEEP,    /* to the keeper: that was all; close what I have not named */
    CHANNEL_HEIR, /* to the keeper: a 1: when I am dead, somebody speaks for me; 0: nobody (more) */
};

struct channel_message {
    uint32_t magic, kind;
    uint64_t key;
    int32_t a, b;
};

/* -1 with err. Both ends are close-on-exec and do not block. */
int channel_open(int ends[2], struct err *err);

/* `passed_fd` may be -1. False where the other end is gone or takes nothing just now. */
bool channel_send(int fd, enum channel_kind kind, uint64_t key, int32_t a, int32_t b,
                  int passed_fd);

enum channel_got { CHANNEL_MESSAGE, CHANNEL_EMPTY, CHANNEL_CLOSED };

/* The next message that is one; what is none is passed over. *passed_fd is the caller's, -1 where
 * none came. */
enum channel_got channel_next(int fd, struct channel_message *message, int *passed_fd);

/* Whether n bytes are such a message. */
bool channel_check(const void *bytes, size_t n, struct channel_message *message);
