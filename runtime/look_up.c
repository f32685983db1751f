/* A pipe, a helper, a few lines. */
#include "runtime/look_up.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "runtime/os/helper.h"

void look_up_stop(struct look_up *l) {
    if (l->watch.fd < 0)
        return;
    os_poll_del(l->poll, &l->watch);
    (void)close(l->watch.fd);
    l->watch.fd = -1;
}

/* An address per line, or "!why". */
static void conclude(struct look_up *l) {
    struct str rest = {l->said, l->n_said};
    unsigned n = 0;
    look_up_stop(l);
    l->said[l->n_said] = 0;
    l->said[str_index(rest, '\n')] = 0;
    if (*l->said == '!' || !*l->said) {
        l->done(l, 0, *l->said ? l->said + 1 : "the helper has ended without an answer");
        return;
    }
    while (rest.n && n < OS_ENDPOINTS_MOST) {
        struct os_endpoint at[OS_ENDPOINTS_MOST];
        size_t end = 0;
        while (end < rest.n && rest.p[end] && rest.p[end] != '\n')
            end++;
        if (os_endpoints_of((struct str){rest.p, end}, at) == 1)
            l->at[n++] = at[0];
        rest = str_skip(rest, end < rest.n ? end + 1 : end);
    }
    l->done(l, n, "the helper's answer is none");
}

static void on_ready(struct os_watch *watch, unsigned events) {
    struct look_up *l = (struct look_up *)watch; /* its first member */
    size_t room = sizeof l->said - 1 - l->n_said;
    ssize_t n = read(watch->fd, l->said + l->n_said, room);
    (void)events;
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    l->n_said += n > 0 ? (size_t)n : 0;
    if (n <= 0 || (size_t)n == room)
        conclude(l);
}

void look_up_init(struct look_up *l, struct os_poll *poll,
                  void (*done)(struct look_up *look_up, unsigned n, const char *why)) {
    *l = (struct look_up){.watch = {.fd = -1, .ready = on_ready}, .poll = poll, .done = done};
}

static int start_helper(const char *host, char *const *environ, int out_fd, struct err *err) {
    char program[] = "ecort", command[] = "look-up", end[] = "--"; /* of flags */
    union {
        const char *in;
        char *out;
    } plain = {.in = host};
    char *argv[] = {program, command, end, plain.out, NULL};
    pid_t pid;
    return os_helper_start(argv, environ, out_fd, &pid, err);
}

int look_up_start(struct look_up *l, const char *host, char *const *environ, struct err *err) {
    int fds[2];
    look_up_stop(l);
    if (pipe2(fds, O_CLOEXEC) < 0)
        return err_sys(err, "pipe");
    int rc = start_helper(host, environ, fds[1], err);
    (void)close(fds[1]);
    l->n_said = 0;
    l->watch.fd = fds[0];
    if (rc == 0 &&
        (fcntl(fds[0], F_SETFL, O_NONBLOCK) < 0 || os_poll_set(l->poll, &l->watch, OS_READ) < 0))
        rc = err_sys(err, "epoll");
    if (rc < 0)
        look_up_stop(l);
    return rc;
}
