/* What is said on the channel to a Node process: one JSON value per line. Source: Node's own child
 * process and cluster modules, the same from 16 to 26.
 *
 * An object whose `cmd` begins with NODE_ is of Node itself, everything else is the program's:
 * process.send('ready') is the line "ready" with its quotes. A message of the cluster module is
 * {"cmd":"NODE_CLUSTER","act":...,"seq":n}; an answer to one has "ack":n. A descriptor travels in
 * an envelope, {"cmd":"NODE_HANDLE","type":T,"msg":...}, and is acknowledged with
 * {"cmd":"NODE_HANDLE_ACK"}. */
#pragma once

#include <stdint.h>

#include "schema/base/buf.h"

enum ipc_kind {
    IPC_JUNK,        /* no JSON */
    IPC_USER,        /* the program's own message */
    IPC_HANDLE,      /* the program's own message, with a descriptor; to be acknowledged */
    IPC_HANDLE_ACK,  /* our descriptor arrived */
    IPC_HANDLE_NACK, /* it did not: the process has no room for it */
    IPC_ONLINE,      /* the channel is up; no code of the program has run yet */
    IPC_QUERY,       /* listen() or bind(): wants an answer */
    IPC_LISTENING,   /* it listens */
    IPC_CLOSE,       /* it has closed a server */
    IPC_LEAVING, /* it begins to leave by itself: of our script in it (drain.cjs), not of Node */
    IPC_EXITING, /* it has closed all to leave by itself: wants an answer */
    IPC_ACK,     /* answers a message of ours */
    IPC_OTHER,   /* of Node, and of no interest */
};

enum ipc_field {
    IPC_ACCEPTED,
    IPC_ACK_OF,
    IPC_ADDRESS,
    IPC_ADDRESS_TYPE,
    IPC_BACKLOG,
    IPC_DATA,
    IPC_FD,
    IPC_FLAGS,
    IPC_INDEX,
    IPC_KEY,
    IPC_MSG,
    IPC_PORT,
    IPC_READABLE_ALL,
    IPC_SEQ,
    IPC_TYPE,
    IPC_WRITABLE_ALL,
    IPC_FIELDS,
};

struct ipc_message {
    enum ipc_kind kind;
    struct str text;              /* USER, HANDLE: the program's message, JSON */
    struct str field[IPC_FIELDS]; /* as JSON; empty = not there */
};

/* Slices into the line, which must outlive the message. */
struct ipc_message ipc_parse(struct str line);

/* The field as a number; `otherwise` where it is none. */
int64_t ipc_int(const struct ipc_message *m, enum ipc_field field, int64_t otherwise);
bool ipc_is_true(const struct ipc_message *m, enum ipc_field field);
/* The number of a key that we gave ("L7"), -1 where it is none of ours. */
int64_t ipc_key(const struct ipc_message *m);

/* ---- what we say; each appends one line ------------------------------------------------------ */

/* Wraps what `inner` has written in an envelope for a descriptor. */
enum ipc_handle { IPC_NO_HANDLE, IPC_STREAM, IPC_DATAGRAM };

struct ipc_answer {
    int64_t seq, ack;
    int error;       /* 0, or a negative errno */
    unsigned key;    /* of the listener, where there is no error */
    struct str data; /* JSON; empty = null */
    struct str name; /* JSON of the socket's name; empty = none */
    enum ipc_handle handle;
};
void ipc_write_answer(struct buf *out, const struct ipc_answer *answer);
/* A connection for the listener, with its descriptor. */
void ipc_write_connection(struct buf *out, int64_t seq, unsigned key);
/* `grace_ms` is for our own script in the worker (drain.cjs); Node passes over it. */
void ipc_write_disconnect(struct buf *out, int64_t seq, int64_t grace_ms);
void ipc_write_ack(struct buf *out, int64_t seq, int64_t ack);
void ipc_write_handle_ack(struct buf *out);
