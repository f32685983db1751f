/* The control server: clients, their lines, their patience. It knows no command; requests go to the
 * owner, who answers now or later.
 *
 * A client has one request in flight; what it sends meanwhile waits. It is cut where its line is
 * too long or wrong (after an error line), where it has not sent a whole request in READ_MS, and where
 * it has not taken its answer in WRITE_MS. At most CLIENTS_MOST at a time. */
#pragma once

#include "runtime/ctl/request.h"
#include "runtime/os/poll.h"

struct ctl_server;
struct ctl_pending;

struct ctl_client {
    struct os_watch watch;
    struct ctl_client *next;
    struct ctl_server *server;
    struct buf in, out;
    struct ctl_pending *pending; /* a request whose blobs are not all there; NULL = none */
    int64_t deadline_ms; /* when it is cut; INT64_MAX while the owner works on its request */
    bool is_busy;        /* the owner has its request */
    bool is_closing;     /* cut once `out` is sent */
    bool is_eof;         /* it will send no more, but may still read its answer */
};

struct ctl_server {
    struct os_watch watch; /* the listening socket */
    struct os_poll *poll;
    struct ctl_client *clients;
    unsigned n_clients;
    int spare_fd; /* given up for a moment to refuse a client where descriptors are out */
    void *ctx;    /* the owner */
    /* A checked request; the texts live until it returns. Answer by ctl_reply, now or later. */
    void (*request)(void *ctx, struct ctl_client *client, const struct ctl_request *request);
    /* The client is going; forget it. */
    void (*gone)(void *ctx, struct ctl_client *client);
    /* It has read all the progress that was sent. May be NULL. */
    void (*drained)(void *ctx, struct ctl_client *client);
};

/* Takes over the listening descriptor; poll, ctx and the callbacks are set by the caller before. */
int ctl_server_open(struct ctl_server *server, int listen_fd, struct err *err);
void ctl_server_close(struct ctl_server *server);

/* Sends the answer (one line, without its end) of the client's request. */
void ctl_reply(struct ctl_client *client, struct str line);
void ctl_reply_error(struct ctl_client *client, const char *message);
/* Sends what was written, or that there was no memory for it, and frees it. */
void ctl_reply_buf(struct ctl_client *client, struct buf *line);

/* Tells it how its request gets on: the text of a JSON value. False, and it is left out, where the
 * client has not read what was sent before and no memory is to be spent on more. */
bool ctl_progress(struct ctl_client *client, struct str value);
/* The same, however long. */
void ctl_progress_first(struct ctl_client *client, struct str value);

/* The moment at which ctl_server_expire has something to do, -1 = none. */
int64_t ctl_server_deadline(const struct ctl_server *server);
void ctl_server_expire(struct ctl_server *server, int64_t now_ms);
