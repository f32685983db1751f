/* The sockets that instances share, bound as Node binds them.
 *
 * Without an address: "::" for both families, or 0.0.0.0 where there is no IPv6. TCP always with
 * SO_REUSEADDR. A backlog of 0 is 511. A Unix socket whose file is left over from a process that is
 * gone is taken over; its file goes when the socket does, if it is still the same. */
#pragma once

#include <stdint.h>
#include <sys/types.h>

#include "runtime/cluster/ipc.h"

enum listen_type { LISTEN_TCP4, LISTEN_TCP6, LISTEN_UNIX, LISTEN_UDP4, LISTEN_UDP6, LISTEN_FD };

enum { LISTEN_IPV6_ONLY = 1, LISTEN_REUSE_ADDR = 4 /* UDP */ };

struct listen_spec {
    enum listen_type type;
    struct buf address; /* the text, or the path (a leading NUL: abstract); empty = any */
    int port;           /* 0 = any */
    int64_t index;      /* with port 0: which of the instance's any-port listeners; else 0 */
    int fd;             /* LISTEN_FD: the number that the program names */
    unsigned flags;
    int backlog;
    bool is_readable_all, is_writable_all;
};

/* From a query of a worker. False: it makes no sense, or no memory; the spec is empty. */
bool listen_spec_of(struct listen_spec *spec, const struct ipc_message *query);
void listen_spec_done(struct listen_spec *spec);
/* Whether two ask for the same socket. */
bool listen_is_same(const struct listen_spec *a, const struct listen_spec *b);

struct listen_file {
    dev_t device;
    ino_t inode; /* 0 = no file of ours */
};

/* A socket, bound, and listening where it is a stream: non-blocking, close-on-exec. Or a negative
 * errno. Not for LISTEN_FD. `file` is filled for Unix sockets with a path. */
int listen_open(const struct listen_spec *spec, struct listen_file *file);
/* Removes the file of a Unix socket, if it is the one we made. */
void listen_remove(const struct listen_spec *spec, const struct listen_file *file);

bool listen_is_datagram(const struct listen_spec *spec);
/* Appends {"address":...,"family":...,"port":...} of the socket, as JSON; nothing for a Unix one. */
void listen_name(int fd, struct buf *out);
