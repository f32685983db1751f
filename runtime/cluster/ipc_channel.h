/* One end of a channel to a process: lines both ways over a stream socket, and descriptors to it.
 *
 * Nothing here blocks, and nothing grows without bound: a line longer than IPC_LINE_MOST is
 * passed over, and what the other end does not take waits up to IPC_QUEUE_MOST bytes.
 * Descriptors that the other end sends are closed at once.
 *
 * A line that was read and not acted on is lost with a supervisor that is killed. While the channel
 * is careful, which costs another system call for each line, it stays in the kernel until then, so
 * that the next supervisor finds it, perhaps for the second time. A line that comes with a descriptor
 * or in parts is taken at once all the same. */
#pragma once

#include <stdint.h>

#include "runtime/os/poll.h"
#include "schema/base/buf.h"

enum { IPC_LINE_MOST = 1 << 20, IPC_QUEUE_MOST = 4 << 20 };

struct ipc_channel_line;

struct ipc_channel {
    struct os_watch watch; /* fd -1 = closed */
    struct os_poll *poll;
    const struct ipc_channel_use *use;
    struct buf in;    /* the beginning of a line */
    bool is_skipping; /* in a line that is too long, to its end */
    bool is_deaf;     /* the other end takes nothing any more */
    bool is_careful;  /* the owner's: lines leave the kernel when they have been acted on */
    struct ipc_channel_line *first, *last; /* to be sent */
    size_t queued_bytes;
    size_t first_sent; /* of the first line's bytes */
};

/* Neither may free the channel; both may close it. */
struct ipc_channel_use {
    void (*line)(struct ipc_channel *channel, struct str line); /* without its end */
    void (*lost)(
        struct ipc_channel *channel); /* a line was too long, or there was no memory for it */
    void (*ended)(struct ipc_channel *channel); /* the other end is gone; called when closed */
};

/* Takes over `fd`, a connected stream socket, and makes it non-blocking. -1 with errno: fd is
 * closed, the channel too. */
int ipc_channel_open(struct ipc_channel *channel, struct os_poll *poll, int fd,
                     const struct ipc_channel_use *use);
/* What waits to be sent is dropped. Harmless where it is closed. */
void ipc_channel_close(struct ipc_channel *channel);
bool ipc_channel_is_open(const struct ipc_channel *channel);

/* Sends a line (with its end), and with its first byte the descriptor, if it is not -1, which stays
 * the caller's. What cannot go now waits. -1: it is dropped, the other end being gone or the queue
 * full. */
int ipc_channel_send(struct ipc_channel *channel, struct str line, int fd);

/* Whether nothing waits. */
bool ipc_channel_is_idle(const struct ipc_channel *channel);

/* Reads what is there, as if it were ready; for a process that has ended. */
void ipc_channel_drain(struct ipc_channel *channel);
