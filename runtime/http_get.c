/* Connecting, writing, reading. */
#include "runtime/http_get.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

static void drop(struct http_get *get) {
    if (get->watch.fd < 0)
        return;
    os_poll_del(get->poll, &get->watch);
    (void)close(get->watch.fd);
    get->watch.fd = -1;
}

void http_get_stop(struct http_get *get) {
    drop(get);
    buf_done(&get->request);
}

static void end(struct http_get *get, struct http_got got) {
    http_get_stop(get);
    get->done(get, &got);
}

static void end_sys(struct http_get *get, int sys) {
    end(get, (struct http_got){.sys = sys});
}

/* The next address; errno where there is none left to try. */
static int try_next(struct http_get *get) {
    while (get->tried < get->n_at) {
        drop(get);
        get->watch.fd = os_connect(&get->at[get->tried++], get->port);
        if (get->watch.fd >= 0 && os_poll_set(get->poll, &get->watch, OS_WRITE) == 0)
            return 0;
    }
    int sys = errno;
    drop(get);
    return sys;
}

static void read_answer(struct http_get *get) {
    char piece[512];
    ssize_t n = recv(get->watch.fd, piece, sizeof piece, MSG_DONTWAIT);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n < 0) {
        end_sys(get, errno);
        return;
    }
    int status = http_answer_read(&get->answer, (struct str){piece, (size_t)n});
    if (status == HTTP_STATUS_BAD)
        end(get, (struct http_got){.why = "its answer is not HTTP/1"});
    else if (status != HTTP_STATUS_MORE)
        end(get, (struct http_got){.status = status});
    else if (n == 0)
        end(get, (struct http_got){.why = "it closed the connection without an answer"});
}

static void write_request(struct http_get *get) {
    const struct buf *all = &get->request;
    ssize_t n =
        send(get->watch.fd, all->p + get->sent, all->n - get->sent, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (n < 0 && errno != EAGAIN && errno != EINTR) {
        end_sys(get, errno);
        return;
    }
    get->sent += n > 0 ? (size_t)n : 0;
    bool is_sent = get->sent == all->n;
    if (os_poll_set(get->poll, &get->watch, is_sent ? OS_READ : OS_WRITE) < 0)
        end_sys(get, errno);
}

static void on_ready(struct os_watch *watch, unsigned events) {
    struct http_get *get = (struct http_get *)watch; /* its first member */
    (void)events;
    int sys = get->is_connected ? 0 : os_connect_result(watch->fd);
    if (sys) {
        errno = sys;
        if ((sys = try_next(get)))
            end_sys(get, sys);
        return;
    }
    get->is_connected = true;
    if (get->sent < get->request.n)
        write_request(get);
    else
        read_answer(get);
}

void http_get_init(struct http_get *get, struct os_poll *poll,
                   void (*done)(struct http_get *get, const struct http_got *got)) {
    *get = (struct http_get){.watch = {.fd = -1, .ready = on_ready}, .poll = poll, .done = done};
}

static bool write_head(struct http_get *get, const struct http_request *request) {
    bool is_bare_v6 = strchr(request->host, ':') && *request->host != '[';
    get->request.n = 0;
    buf_fmt(&get->request, "GET %s HTTP/1.1\r\nHost: %s%s%s:%u\r\n", request->path,
            is_bare_v6 ? "[" : "", request->host, is_bare_v6 ? "]" : "", (unsigned)request->port);
    buf_z(&get->request, "Connection: close\r\nUser-Agent: ecort/" ECOC_VERSION "\r\n\r\n");
    return !get->request.failed;
}

bool http_get_start(struct http_get *get, const struct http_request *request, int fd,
                    struct http_got *got) {
    http_get_stop(get);
    get->at = request->at;
    get->n_at = request->n_at;
    get->port = request->port;
    get->tried = 0;
    get->sent = 0;
    get->answer = (struct http_answer){0};
    get->is_connected = fd >= 0;
    get->watch.fd = fd;
    bool has_head = write_head(get, request);
    errno = has_head ? EADDRNOTAVAIL : ENOMEM;
    int sys = !has_head                                           ? ENOMEM
              : fd < 0                                            ? try_next(get)
              : os_poll_set(get->poll, &get->watch, OS_WRITE) < 0 ? errno
                                                                  : 0;
    *got = (struct http_got){.sys = sys};
    if (sys)
        http_get_stop(get);
    return sys == 0;
}

bool http_get_is_connected(const struct http_get *get) {
    return get->watch.fd >= 0 && get->is_connected;
}
