/* The sockets that instances share, bound as Node binds them.
 *
 * Without an address: "::" for both families, or 0.0.0.0 where there is no IPv6. TCP always with
 * SO_REUSEADDR. A backlog of 0 is 511. A Unix socket whose file is left over from a process that is
 * gone is taken over; its file goes when the socket does, if it is still the same. */
#pragma once

#include <stdint.h>
#include <sys/types.h>

#include "runtime/cluster/ipc.h"
#include "schema/unit/listen.h"

enum server_type {
    SERVER_TCP4,
    SERVER_TCP6,
    SERVER_UNIX,
    SERVER_UDP4,
    SERVER_UDP6,
    SERVER_FD,     /* a stream socket that the primary has */
    SERVER_UDP_FD, /* a datagram socket that it has */
    SERVER_TYPES,
};

enum { SERVER_IPV6_ONLY = 1, SERVER_REUSE_ADDR = 4 /* UDP */ };

struct server_spec {
    enum server_type type;
    struct buf address; /* the text, or the path (a leading NUL: abstract); empty = any */
    int port;           /* 0 = any */
    int64_t index;      /* with port 0: which of the instance's any-port listeners; else 0 */
    int fd;             /* of the primary's sockets: the number that the program names */
    unsigned flags;
    int backlog;
    bool is_readable_all, is_writable_all;
};

/* From a query of a worker. False: it makes no sense, or no memory; the spec is empty. */
bool server_spec_of(struct server_spec *spec, const struct ipc_message *query);
void server_spec_done(struct server_spec *spec);
/* Whether two ask for the same socket; never of the primary's, which the descriptor tells. */
bool server_is_same(const struct server_spec *a, const struct server_spec *b);

/* The address it asks for, where it is one that can be said otherwise, too: no port of the system's
 * choice, no descriptor, no path or scope that is beyond struct listen_address. */
bool server_address(const struct server_spec *spec, struct listen_address *address);

struct server_file {
    dev_t device;
    ino_t inode; /* 0 = no file of ours */
};

/* A socket, bound, and listening where it is a stream: non-blocking, close-on-exec. Or a negative
 * errno. Not for the primary's. `file` is filled for Unix sockets with a path. */
int server_open(const struct server_spec *spec, struct server_file *file);
/* Which file the name of a Unix socket is just now. */
struct server_file server_find_file(const char *path);
/* Removes the file of a Unix socket, if it is the one we made. */
void server_remove(const struct server_spec *spec, const struct server_file *file);

/* One of the primary's for the program: a duplicate of `fd`. -EINVAL where it is of another kind, as
 * Node says it. */
int server_give(const struct server_spec *spec, int fd);

bool server_is_given(const struct server_spec *spec);
bool server_is_datagram(const struct server_spec *spec);
/* Appends {"address":...,"family":...,"port":...} of the socket, as JSON; nothing for a Unix one. */
void server_name(int fd, struct buf *out);
