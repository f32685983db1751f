/* sendmsg and recvmsg. One descriptor per sendmsg, with the first byte of its line: after a part of
 * a line is written, its descriptor has gone. */
#include "runtime/cluster/ipc_channel.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    CHUNK = 64 * 1024,
    CAREFUL_CHUNK = 4 * 1024, /* bounds the system calls of a turn */
    DRAIN_READS = 256,        /* a grandchild that holds the other end may write for ever */
};

struct ipc_channel_line {
    struct ipc_channel_line *next;
    int fd; /* our duplicate; -1 = none, or gone */
    size_t n;
    char bytes[];
};

/* ---- in -------------------------------------------------------------------------------------- */

static void lose(struct ipc_channel *c, bool is_whole) {
    buf_done(&c->in);
    c->is_skipping = !is_whole;
    c->use->lost(c);
}

/* A part of a line, up to its end or to that of what was read. */
static void take_part(struct ipc_channel *c, struct str part, bool is_whole) {
    if (c->is_skipping) {
        c->is_skipping = !is_whole;
        return;
    }
    if (part.n > IPC_LINE_MOST - c->in.n) {
        lose(c, is_whole);
        return;
    }
    if (is_whole && c->in.n == 0) {
        c->use->line(c, part);
        return;
    }
    buf_add(&c->in, part.p, part.n);
    if (c->in.failed) {
        lose(c, is_whole);
    } else if (is_whole) {
        struct buf line = c->in;
        c->in = (struct buf){0};
        c->use->line(c, (struct str){line.p, line.n});
        buf_done(&line);
    }
}

static void take(struct ipc_channel *c, struct str bytes) {
    while (bytes.n && ipc_channel_is_open(c)) {
        size_t n = str_index(bytes, '\n');
        bool is_whole = n < bytes.n;
        struct str part = {bytes.p, n};
        bytes = str_skip(bytes, is_whole ? n + 1 : n);
        take_part(c, part, is_whole);
    }
}

/* Whether there was one. */
static bool close_received(struct msghdr *msg) {
    bool any = false;
    for (struct cmsghdr *m = CMSG_FIRSTHDR(msg); m; m = CMSG_NXTHDR(msg, m)) {
        if (m->cmsg_level != SOL_SOCKET || m->cmsg_type != SCM_RIGHTS)
            continue;
        for (size_t at = CMSG_LEN(0); at + sizeof(int) <= m->cmsg_len; at += sizeof(int)) {
            int fd;
            memcpy(&fd, (const char *)m + at, sizeof fd);
            (void)close(fd);
            any = true;
        }
    }
    return any;
}

static ssize_t receive(int fd, char *bytes, size_t n, int flags, bool *has_fd) {
    union {
        char bytes[CMSG_SPACE(sizeof(int))];
        struct cmsghdr align;
    } control;
    struct iovec io = {bytes, n};
    struct msghdr msg = {
        .msg_iov = &io, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    ssize_t got;
    do
        got = recvmsg(fd, &msg, flags | MSG_CMSG_CLOEXEC);
    while (got < 0 && errno == EINTR);
    *has_fd = got >= 0 && close_received(&msg);
    return got;
}

static void end(struct ipc_channel *c) {
    ipc_channel_close(c);
    c->use->ended(c);
}

/* Acts on the whole lines, and takes each out of the kernel then. False where there was none, and all
 * is still there. */
static bool read_carefully(struct ipc_channel *c) {
    char chunk[CAREFUL_CHUNK];
    bool has_fd;
    ssize_t n = receive(c->watch.fd, chunk, sizeof chunk, MSG_PEEK, &has_fd);
    if (n <= 0 || has_fd)
        return false;
    struct str rest = {chunk, (size_t)n};
    size_t used = str_index(rest, '\n');
    bool any = used < rest.n;
    for (; used < rest.n && ipc_channel_is_open(c); used = str_index(rest, '\n')) {
        char line[CAREFUL_CHUNK];
        c->use->line(c, (struct str){rest.p, used});
        if (ipc_channel_is_open(c) && recv(c->watch.fd, line, used + 1, 0) < 0)
            break;
        rest = str_skip(rest, used + 1);
    }
    return any;
}

/* False where there is nothing more just now. */
static bool read_some(struct ipc_channel *c) {
    char chunk[CHUNK];
    bool has_fd;
    if (c->is_careful && c->in.n == 0 && !c->is_skipping && read_carefully(c))
        return ipc_channel_is_open(c);
    ssize_t n = receive(c->watch.fd, chunk, sizeof chunk, 0, &has_fd);
    if (n > 0)
        take(c, (struct str){chunk, (size_t)n});
    else if (n == 0 || errno != EAGAIN)
        end(c);
    return n > 0 && ipc_channel_is_open(c);
}

void ipc_channel_drain(struct ipc_channel *c) {
    for (int i = 0; i < DRAIN_READS && ipc_channel_is_open(c) && read_some(c); i++)
        continue;
}

/* ---- out ------------------------------------------------------------------------------------- */

static void drop_first(struct ipc_channel *c) {
    struct ipc_channel_line *line = c->first;
    c->first = line->next;
    if (!c->first)
        c->last = NULL;
    c->queued_bytes -= line->n;
    c->first_sent = 0;
    if (line->fd >= 0)
        (void)close(line->fd);
    free(line);
}

static void drop_all(struct ipc_channel *c) {
    while (c->first)
        drop_first(c);
}

/* As sendmsg. */
static ssize_t transmit(int to, struct str bytes, int fd) {
    union {
        char bytes[CMSG_SPACE(sizeof(int))];
        struct cmsghdr align;
    } control = {{0}};
    union {
        const char *in;
        void *out;
    } plain = {.in = bytes.p};
    struct iovec io = {plain.out, bytes.n};
    struct msghdr msg = {.msg_iov = &io, .msg_iovlen = 1};
    if (fd >= 0) {
        msg.msg_control = &control;
        msg.msg_controllen = sizeof control;
        struct cmsghdr *m = CMSG_FIRSTHDR(&msg);
        m->cmsg_level = SOL_SOCKET;
        m->cmsg_type = SCM_RIGHTS;
        m->cmsg_len = CMSG_LEN(sizeof fd);
        memcpy(CMSG_DATA(m), &fd, sizeof fd);
    }
    ssize_t n;
    do
        n = sendmsg(to, &msg, MSG_NOSIGNAL | MSG_DONTWAIT);
    while (n < 0 && errno == EINTR);
    return n;
}

/* Whether what failed may work later. ETOOMANYREFS: too many descriptors are on their way. */
static bool is_passing(int sys) {
    return sys == EAGAIN || sys == ENOBUFS || sys == ENOMEM || sys == ETOOMANYREFS;
}

static void become_deaf(struct ipc_channel *c) {
    c->is_deaf = true;
    drop_all(c);
    (void)os_poll_set(c->poll, &c->watch, OS_READ);
}

/* Sends what waits, as far as it goes. */
static void flush(struct ipc_channel *c) {
    while (c->first) {
        struct ipc_channel_line *line = c->first;
        struct str rest = str_skip((struct str){line->bytes, line->n}, c->first_sent);
        ssize_t n = transmit(c->watch.fd, rest, line->fd);
        if (n < 0 && !is_passing(errno)) {
            become_deaf(c);
            return;
        }
        if (n < 0)
            return;
        if (line->fd >= 0)
            (void)close(line->fd);
        line->fd = -1;
        c->first_sent += (size_t)n;
        if (c->first_sent == line->n)
            drop_first(c);
    }
    (void)os_poll_set(c->poll, &c->watch, OS_READ);
}

/* Puts the line behind the others; `sent` bytes of it have gone. */
static int enqueue(struct ipc_channel *c, struct str bytes, int fd, size_t sent) {
    struct ipc_channel_line *line = NULL;
    int copy = -1;
    /* A line that has begun must go on: the other end would see nonsense. */
    if (sent || bytes.n <= IPC_QUEUE_MOST - c->queued_bytes)
        line = malloc(sizeof *line + bytes.n);
    if (line && fd >= 0 && !sent && (copy = fcntl(fd, F_DUPFD_CLOEXEC, 3)) < 0) {
        free(line);
        line = NULL;
    }
    if (!line && sent)
        become_deaf(c);
    if (!line)
        return -1;
    *line = (struct ipc_channel_line){.fd = copy, .n = bytes.n};
    memcpy(line->bytes, bytes.p, bytes.n);
    *(c->last ? &c->last->next : &c->first) = line;
    c->last = line;
    c->queued_bytes += bytes.n;
    if (sent)
        c->first_sent = sent; /* it is the first: others would have gone before */
    (void)os_poll_set(c->poll, &c->watch, OS_READ | OS_WRITE);
    return 0;
}

int ipc_channel_send(struct ipc_channel *c, struct str line, int fd) {
    ssize_t n = 0;
    if (!ipc_channel_is_open(c) || c->is_deaf)
        return -1;
    if (!c->first) {
        n = transmit(c->watch.fd, line, fd);
        if (n == (ssize_t)line.n)
            return 0;
        if (n < 0 && !is_passing(errno)) {
            become_deaf(c);
            return -1;
        }
    }
    return enqueue(c, line, fd, n > 0 ? (size_t)n : 0);
}

/* ---- both ------------------------------------------------------------------------------------ */

static void on_ready(struct os_watch *watch, unsigned events) {
    struct ipc_channel *c =
        (struct ipc_channel *)((char *)watch - offsetof(struct ipc_channel, watch));
    if (events & OS_WRITE)
        flush(c);
    if (events & (OS_READ | OS_HANGUP))
        (void)read_some(c);
}

int ipc_channel_open(struct ipc_channel *c, struct os_poll *poll, int fd,
                     const struct ipc_channel_use *use) {
    *c = (struct ipc_channel){.watch = {.fd = fd, .ready = on_ready}, .poll = poll, .use = use};
    int flags = fcntl(fd, F_GETFL);
    if (flags >= 0 && fcntl(fd, F_SETFL, flags | O_NONBLOCK) == 0 &&
        os_poll_set(poll, &c->watch, OS_READ) == 0)
        return 0;
    int sys = errno;
    (void)close(fd);
    c->watch.fd = -1;
    errno = sys;
    return -1;
}

void ipc_channel_close(struct ipc_channel *c) {
    if (!ipc_channel_is_open(c))
        return;
    drop_all(c);
    buf_done(&c->in);
    os_poll_del(c->poll, &c->watch);
    (void)close(c->watch.fd);
    c->watch.fd = -1;
}

bool ipc_channel_is_open(const struct ipc_channel *c) {
    return c->watch.fd >= 0;
}

bool ipc_channel_is_idle(const struct ipc_channel *c) {
    return !c->first;
}
