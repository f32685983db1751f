/* A short conversation. The greeting must come soon; the answer may take as long as apps take to
 * stop. */
#include "runtime/ctl/client.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "runtime/ctl/socket.h"
#include "runtime/os/clock.h"

enum { GREETING_MS = 5000, ANSWER_MOST_BYTES = 256 * 1024 * 1024, AGAIN_MS = 10 };

/* What reading and sending return where the other end has left; other trouble is -1. */
enum { GONE = -2 };

static int send_all(int fd, struct str bytes, struct err *err) {
    while (bytes.n) {
        ssize_t n = send(fd, bytes.p, bytes.n, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            int rc = errno == EPIPE || errno == ECONNRESET ? GONE : -1;
            (void)err_sys(err, "the supervisor does not listen");
            return rc;
        }
        bytes = str_skip(bytes, (size_t)n);
    }
    return 0;
}

/* recv failed, or has nothing more. */
static int no_more(ssize_t n, struct err *err) {
    if (n < 0 && errno == EAGAIN)
        return err_set(err, "the supervisor does not answer");
    if (n < 0 && errno != ECONNRESET)
        return err_sys(err, "the supervisor's answer");
    (void)err_set(err, "the supervisor closed the connection without an answer");
    return GONE;
}

/* The next line into `line` (without its end); what follows it stays in `in`. */
static int read_line(int fd, struct buf *in, struct str *line, struct err *err) {
    char chunk[8192];
    size_t looked = 0;
    for (;;) {
        const char *end = in->n > looked ? memchr(in->p + looked, '\n', in->n - looked) : NULL;
        if (end) {
            *line = (struct str){in->p, (size_t)(end - in->p)};
            return 0;
        }
        looked = in->n;
        ssize_t n = recv(fd, chunk, sizeof chunk, 0);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return no_more(n, err);
        buf_add(in, chunk, (size_t)n);
        if (in->failed || in->n > ANSWER_MOST_BYTES)
            return err_set(err, "the supervisor's answer is too large");
    }
}

static void set_patience(int fd, int64_t ms) {
    struct timeval patience = {.tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000};
    (void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
}

int ctl_check_greeting(struct str line, struct err *err) {
    struct json_in *greeting = NULL;
    if (json_in_parse(line, &greeting, err) < 0)
        return err_wrap(err, "the supervisor's greeting");
    int64_t version = json_in_int(json_in_get(greeting, "v"));
    struct str refusal = json_in_str(json_in_get(greeting, "error"));
    int rc = 0;
    if (refusal.n)
        rc = err_set(err, "the supervisor refuses: %.*s", STR_ARG(refusal));
    else if (version != CTL_VERSION)
        rc = err_set(err, "the supervisor speaks version %lld of the control protocol, not %d",
                     (long long)version, CTL_VERSION);
    json_in_free(greeting);
    return rc;
}

/* Up to the answer. */
static int begin(int fd, const struct ctl_request *request, struct buf *in, struct err *err) {
    struct buf bytes = {0};
    struct str line;
    set_patience(fd, GREETING_MS);
    int rc = read_line(fd, in, &line, err);
    if (rc == 0)
        rc = ctl_check_greeting(line, err);
    if (rc < 0)
        return rc;
    buf_consume(in, line.n + 1);
    ctl_request_write(&bytes, request);
    rc = bytes.failed ? err_set(err, "out of memory")
                      : send_all(fd, (struct str){bytes.p, bytes.n}, err);
    buf_done(&bytes);
    set_patience(fd, 0);
    return rc;
}

/* The next line that is no progress. */
static int read_reply(int fd, struct buf *in, const struct ctl_listener *listener,
                      struct json_in **reply, struct err *err) {
    struct str line;
    for (;;) {
        struct json_in *said = NULL;
        int rc = read_line(fd, in, &line, err);
        if (rc < 0 || json_in_parse(line, &said, err) < 0)
            return rc < 0 ? rc : -1;
        buf_consume(in, line.n + 1);
        const struct json_in *progress = json_in_get(said, "progress");
        if (!progress) {
            *reply = said;
            return 0;
        }
        if (listener)
            listener->progress(listener->ctx, progress);
        json_in_free(said);
    }
}

/* ---- following ------------------------------------------------------------------------------- */

/* One line of progress, or the reply. 0: go on; 1: it is over. */
static int take_progress(struct str line, bool is_more, const struct ctl_follower *follower,
                         struct json_in **reply, struct err *err) {
    struct json_in *said = NULL;
    if (json_in_parse(line, &said, err) < 0)
        return -1;
    const struct json_in *what = json_in_get(said, "progress");
    if (!what) {
        *reply = said;
        return 1;
    }
    bool goes_on = follower->progress(follower->ctx, what, is_more);
    json_in_free(said);
    return goes_on ? 0 : 1;
}

/* Waits for more; false where the reader of out_fd left first. */
static bool wait_for_more(int fd, int out_fd) {
    struct pollfd both[] = {{.fd = fd, .events = POLLIN}, {.fd = out_fd}};
    while (poll(both, 2, -1) < 0 && errno == EINTR)
        continue;
    return both[0].revents || !(both[1].revents & (POLLERR | POLLHUP | POLLNVAL));
}

static int follow(int fd, struct buf *in, const struct ctl_follower *follower,
                  struct json_in **reply, struct err *err) {
    for (int rc = 0; rc == 0;) {
        struct str line;
        bool has_line = in->n && memchr(in->p, '\n', in->n);
        if (!has_line && !wait_for_more(fd, follower->out_fd))
            return 0;
        rc = read_line(fd, in, &line, err);
        if (rc < 0)
            return rc;
        bool is_more = memchr(in->p + line.n + 1, '\n', in->n - line.n - 1) != NULL;
        rc = take_progress(line, is_more, follower, reply, err);
        if (rc < 0)
            return rc;
        buf_consume(in, line.n + 1);
    }
    return 0;
}

/* ---- public ---------------------------------------------------------------------------------- */

static enum ctl_answer reach(const char *home, int *fd, struct err *err) {
    enum ctl_connect connected = ctl_socket_connect(home, fd, err);
    if (connected == CTL_CONNECTED)
        return CTL_ANSWER;
    return connected == CTL_NOBODY ? CTL_NO_SUPERVISOR : CTL_TROUBLE;
}

/* Asks, and has the answer read by whichever of the two is given. */
static enum ctl_answer converse(const char *home, const struct ctl_request *request,
                                const struct ctl_listener *listener,
                                const struct ctl_follower *follower, struct json_in **reply,
                                struct err *err) {
    struct buf in = {0};
    int fd;
    enum ctl_answer answer = reach(home, &fd, err);
    if (answer != CTL_ANSWER)
        return answer;
    int rc = begin(fd, request, &in, err);
    if (rc < 0)
        answer = rc == GONE ? CTL_UNASKED : CTL_TROUBLE;
    if (rc == 0) {
        rc = follower ? follow(fd, &in, follower, reply, err)
                      : read_reply(fd, &in, listener, reply, err);
        answer = rc == GONE ? CTL_LOST : rc < 0 ? CTL_TROUBLE : CTL_ANSWER;
    }
    buf_done(&in);
    (void)close(fd);
    return answer;
}

enum ctl_answer ctl_ask(const char *home, const struct ctl_request *request,
                        const struct ctl_listener *listener, struct json_in **reply,
                        struct err *err) {
    return converse(home, request, listener, NULL, reply, err);
}

enum ctl_answer ctl_follow(const char *home, const struct ctl_request *request,
                           const struct ctl_follower *follower, struct json_in **reply,
                           struct err *err) {
    *reply = NULL;
    return converse(home, request, NULL, follower, reply, err);
}

static enum ctl_answer who(const char *home, int64_t patience_ms, pid_t *pid, struct err *err) {
    struct buf in = {0};
    struct str line;
    struct json_in *greeting = NULL;
    int fd;
    enum ctl_answer answer = reach(home, &fd, err);
    if (answer != CTL_ANSWER)
        return answer;
    set_patience(fd, patience_ms);
    int rc = read_line(fd, &in, &line, err);
    if (rc == 0)
        rc = json_in_parse(line, &greeting, err);
    if (rc == 0) {
        *pid = (pid_t)json_in_int(json_in_get(greeting, "pid"));
        json_in_free(greeting);
    }
    buf_done(&in);
    (void)close(fd);
    return rc == GONE ? CTL_UNASKED : rc < 0 ? CTL_TROUBLE : CTL_ANSWER;
}

enum ctl_answer ctl_wait(const char *home, int64_t most_ms, pid_t *pid, struct err *err) {
    const struct timespec pause = {.tv_nsec = AGAIN_MS * 1000000L};
    int64_t end_ms = os_now_ms() + most_ms;
    for (int64_t left = most_ms; left > 0; left = end_ms - os_now_ms()) {
        enum ctl_answer answer = who(home, left, pid, err);
        if (answer != CTL_UNASKED) /* that one's connection died with it, or it is about to end */
            return answer;
        (void)nanosleep(&pause, NULL);
    }
    return CTL_UNASKED;
}
