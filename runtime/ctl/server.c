/* Clients are never waited for. */
#include "runtime/ctl/server.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "runtime/ctl/socket.h"
#include "runtime/os/clock.h"
#include "schema/base/json_out.h"

enum { CLIENTS_MOST = 32, READ_MS = 10000, WRITE_MS = 5000, REQUEST_MEMORY = 512 * 1024 };
enum { PROGRESS_MOST = 1024 * 1024 };

struct ctl_pending {
    struct arena arena; /* the request's texts */
    struct ctl_request request;
};

static void pending_free(struct ctl_pending *pending) {
    if (pending)
        arena_done(&pending->arena);
    free(pending);
}

static void client_close(struct ctl_client *c) {
    struct ctl_server *server = c->server;
    struct ctl_client **at = &server->clients;
    while (*at != c)
        at = &(*at)->next;
    *at = c->next;
    server->n_clients--;
    server->gone(server->ctx, c);
    os_poll_del(server->poll, &c->watch);
    (void)close(c->watch.fd);
    buf_done(&c->in);
    buf_done(&c->out);
    pending_free(c->pending);
    free(c);
}

/* Sends what it can; false where the client is gone. */
static bool client_send(struct ctl_client *c) {
    while (c->out.n) {
        ssize_t n = send(c->watch.fd, c->out.p, c->out.n, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno == EAGAIN;
        buf_consume(&c->out, (size_t)n);
        if (!c->is_busy)
            c->deadline_ms = os_now_ms() + WRITE_MS;
    }
    buf_done(&c->out);
    return !c->is_closing;
}

static void error_line(struct buf *out, const char *message, bool closing) {
    struct json_out j;
    json_out_init(&j, out, 0);
    json_begin_object(&j);
    json_key_bool(&j, "ok", false);
    json_key_string(&j, "error", str_of(message));
    if (closing)
        json_key_bool(&j, "closing", true);
    json_end_object(&j);
    buf_char(out, '\n');
}

static void client_refuse(struct ctl_client *c, const char *message) {
    error_line(&c->out, message, true);
    c->is_closing = true;
}

/* Reads a request; its blobs may still be on the way. */
static void take_line(struct ctl_client *c, struct str line) {
    struct err err;
    struct ctl_pending *pending = calloc(1, sizeof *pending);
    if (!pending) {
        client_refuse(c, "out of memory");
        return;
    }
    arena_init_may_fail(&pending->arena, REQUEST_MEMORY);
    if (ctl_request_parse(line, &pending->arena, &pending->request, &err) < 0) {
        client_refuse(c, err.msg);
        pending_free(pending);
    } else {
        c->pending = pending;
    }
}

/* How much more than what is there may still be read. */
static size_t in_most(const struct ctl_client *c) {
    return c->pending ? ctl_request_blob_bytes(&c->pending->request) : CTL_REQUEST_MOST;
}

static bool has_line(const struct ctl_client *c) {
    return c->in.n && memchr(c->in.p, '\n', c->in.n);
}

/* Nothing is under way for it, so what it sent may be looked at. */
static bool is_idle(const struct ctl_client *c) {
    return !c->is_busy && !c->is_closing && c->out.n == 0;
}

/* All of the pending request is there: the owner gets it. */
static void hand_over(struct ctl_client *c) {
    struct ctl_pending *pending = c->pending;
    struct ctl_request *request = &pending->request;
    size_t used = 0;
    for (unsigned i = 0; i < request->n_blobs; i++) {
        request->blob[i].p = c->in.p ? c->in.p + used : "";
        used += request->blob[i].n;
    }
    c->pending = NULL;
    c->is_busy = true;
    c->deadline_ms = INT64_MAX;
    c->server->request(c->server->ctx, c, request);
    buf_consume(&c->in, used);
    pending_free(pending);
}

/* Whether something could be done with what it has sent. */
static bool take_one(struct ctl_client *c) {
    if (!is_idle(c))
        return false;
    if (c->pending) {
        if (c->in.n < in_most(c))
            return false;
        hand_over(c);
        return true;
    }
    if (has_line(c)) {
        size_t n = str_index((struct str){c->in.p, c->in.n}, '\n');
        c->deadline_ms = os_now_ms() + READ_MS;
        take_line(c, (struct str){c->in.p, n});
        buf_consume(&c->in, n + 1);
        return true;
    }
    if (c->in.n > CTL_REQUEST_MOST)
        client_refuse(c, "the request is too long");
    return false;
}

static void take_all(struct ctl_client *c) {
    while (take_one(c))
        continue;
    if (c->in.n == 0)
        buf_done(&c->in);
}

/* False where the connection is broken. */
static bool client_read(struct ctl_client *c) {
    char chunk[4096];
    while (!c->is_eof && c->in.n <= in_most(c)) {
        ssize_t n = recv(c->watch.fd, chunk, sizeof chunk, MSG_DONTWAIT);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno == EAGAIN;
        c->is_eof = n == 0;
        buf_add(&c->in, chunk, (size_t)n);
        if (c->in.failed)
            return false;
    }
    return true;
}

/* Everything that may go on with this client; it may be gone afterwards. */
static void client_go_on(struct ctl_client *c) {
    bool had = c->out.n > 0, alive = client_send(c);
    if (alive && had && c->out.n == 0 && c->is_busy && c->server->drained)
        c->server->drained(c->server->ctx, c);
    for (bool more = true; alive && more;) {
        size_t before = c->in.n;
        take_all(c);
        more = c->in.n != before;
        alive = client_send(c) && !c->out.failed;
    }
    bool done = c->is_eof && is_idle(c);
    bool hears = !c->is_eof && c->in.n <= in_most(c);
    unsigned events = (hears ? OS_READ : 0U) | (c->out.n ? OS_WRITE : 0U);
    if (!alive || done || os_poll_set(c->server->poll, &c->watch, events) < 0)
        client_close(c);
}

static void on_client(struct os_watch *watch, unsigned events) {
    struct ctl_client *c = (struct ctl_client *)watch; /* its first member */
    bool alive = !(events & (OS_READ | OS_HANGUP)) || client_read(c);
    if (alive && (events & OS_HANGUP)) { /* it asked and left: do what it asked */
        take_all(c);
        alive = false;
    }
    if (alive)
        client_go_on(c);
    else
        client_close(c);
}

static void greet(struct ctl_client *c) {
    struct json_out j;
    json_out_init(&j, &c->out, 0);
    json_begin_object(&j);
    json_key_int(&j, "v", CTL_VERSION);
    json_key_string(&j, "ecort", STR(ECOC_VERSION));
    json_key_int(&j, "pid", getpid());
    json_end_object(&j);
    buf_char(&c->out, '\n');
}

static void client_new(struct ctl_server *server, int fd) {
    struct ctl_client *c = calloc(1, sizeof *c);
    if (!c) {
        (void)close(fd);
        return;
    }
    *c = (struct ctl_client){.watch = {.fd = fd, .ready = on_client},
                             .next = server->clients,
                             .server = server,
                             .deadline_ms = os_now_ms() + READ_MS};
    server->clients = c;
    server->n_clients++;
    if (!ctl_socket_is_friend(fd))
        client_refuse(c, "the socket belongs to another user");
    else if (server->n_clients > CLIENTS_MOST)
        client_refuse(c, "too many clients; try again");
    else
        greet(c);
    client_go_on(c);
}

static void on_knock(struct os_watch *watch, unsigned events) {
    struct ctl_server *server = (struct ctl_server *)watch; /* its first member */
    (void)events;
    for (int turn = 0; turn < 8; turn++) {
        int fd = accept4(watch->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (fd >= 0) {
            client_new(server, fd);
            continue;
        }
        if ((errno != EMFILE && errno != ENFILE) || server->spare_fd < 0)
            return;
        /* No descriptor left: use the spare one to take the client off the queue, or epoll spins.
         */
        (void)close(server->spare_fd);
        fd = accept4(watch->fd, NULL, NULL, SOCK_CLOEXEC);
        if (fd >= 0)
            (void)close(fd);
        server->spare_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    }
}

int ctl_server_open(struct ctl_server *server, int listen_fd, struct err *err) {
    server->watch = (struct os_watch){.fd = listen_fd, .ready = on_knock};
    server->spare_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    return os_poll_set(server->poll, &server->watch, OS_READ) < 0 ? err_sys(err, "epoll") : 0;
}

void ctl_server_close(struct ctl_server *server) {
    for (struct ctl_client *c = server->clients, *next; c; c = next) {
        next = c->next;
        (void)client_send(c); /* a last answer may still be under way */
        client_close(c);
    }
    os_poll_del(server->poll, &server->watch);
    if (server->watch.fd >= 0)
        (void)close(server->watch.fd);
    if (server->spare_fd >= 0)
        (void)close(server->spare_fd);
    server->watch.fd = server->spare_fd = -1;
}

/* It is sent when the watch says that it can be. */
void ctl_reply(struct ctl_client *client, struct str line) {
    buf_str(&client->out, line);
    buf_char(&client->out, '\n');
    client->is_busy = false;
    client->deadline_ms = os_now_ms() + WRITE_MS;
    if (client->watch.is_added)
        (void)os_poll_set(client->server->poll, &client->watch, OS_WRITE);
}

void ctl_progress_first(struct ctl_client *client, struct str value) {
    buf_z(&client->out, "{\"progress\":");
    buf_str(&client->out, value);
    buf_z(&client->out, "}\n");
    if (client->watch.is_added)
        (void)os_poll_set(client->server->poll, &client->watch, OS_READ | OS_WRITE);
}

bool ctl_progress(struct ctl_client *client, struct str value) {
    if (client->out.n > 0 && client->out.n + value.n > PROGRESS_MOST)
        return false;
    if (!buf_reserve(&client->out, value.n + 16)) {
        client->out.failed = false; /* what is in it is whole */
        return false;
    }
    bool is_waiting = client->out.n > 0; /* poll knows that there is something to send */
    buf_add(&client->out, "{\"progress\":", 12);
    buf_str(&client->out, value);
    buf_add(&client->out, "}\n", 2);
    if (client->watch.is_added && !is_waiting)
        (void)os_poll_set(client->server->poll, &client->watch, OS_READ | OS_WRITE);
    return true;
}

void ctl_reply_error(struct ctl_client *client, const char *message) {
    struct buf line = {0};
    error_line(&line, message, false);
    if (line.failed || line.n == 0)
        ctl_reply(client, STR("{\"ok\":false,\"error\":\"out of memory\"}"));
    else
        ctl_reply(client, (struct str){line.p, line.n - 1});
    buf_done(&line);
}

void ctl_reply_buf(struct ctl_client *client, struct buf *line) {
    if (line->failed)
        ctl_reply_error(client, "the supervisor is out of memory");
    else
        ctl_reply(client, (struct str){line->p, line->n});
    buf_done(line);
}

int64_t ctl_server_deadline(const struct ctl_server *server) {
    int64_t first = INT64_MAX;
    for (const struct ctl_client *c = server->clients; c; c = c->next)
        if (c->deadline_ms < first)
            first = c->deadline_ms;
    return first == INT64_MAX ? -1 : first;
}

void ctl_server_expire(struct ctl_server *server, int64_t now_ms) {
    for (struct ctl_client *c = server->clients, *next; c; c = next) {
        next = c->next;
        if (c->deadline_ms <= now_ms)
            client_close(c);
    }
}
