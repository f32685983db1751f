/* epoll. */
#include "runtime/os/poll.h"

#include <errno.h>
#include <limits.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "schema/base/base.h"

int os_poll_open(struct os_poll *poll, struct err *err) {
    *poll = (struct os_poll){.fd = epoll_create1(EPOLL_CLOEXEC)};
    return poll->fd < 0 ? err_sys(err, "epoll") : 0;
}

void os_poll_close(struct os_poll *poll) {
    if (poll->fd >= 0)
        (void)close(poll->fd);
    poll->fd = -1;
}

int os_poll_set(struct os_poll *poll, struct os_watch *watch, unsigned events) {
    struct epoll_event e = {.data.ptr = watch};
    e.events = (events & OS_READ ? EPOLLIN : 0U) | (events & OS_WRITE ? EPOLLOUT : 0U) |
               (events & OS_EDGE ? EPOLLET : 0U);
    int rc = epoll_ctl(poll->fd, watch->is_added ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, watch->fd, &e);
    if (rc == 0)
        watch->is_added = true;
    return rc;
}

void os_poll_del(struct os_poll *poll, struct os_watch *watch) {
    if (!watch->is_added)
        return;
    (void)epoll_ctl(poll->fd, EPOLL_CTL_DEL, watch->fd, NULL);
    watch->is_added = false;
    for (int i = 0; i < poll->n_batch; i++)
        if (poll->batch[i].data.ptr == watch)
            poll->batch[i].data.ptr = NULL;
}

static unsigned events_of(uint32_t e) {
    return (e & EPOLLIN ? OS_READ : 0U) | (e & EPOLLOUT ? OS_WRITE : 0U) |
           (e & (EPOLLHUP | EPOLLERR) ? OS_HANGUP : 0U);
}

void os_poll_wait(struct os_poll *poll, int64_t timeout_ms) {
    struct epoll_event batch[32];
    int timeout = timeout_ms < 0 ? -1 : timeout_ms > INT_MAX ? INT_MAX : (int)timeout_ms;
    int n = epoll_wait(poll->fd, batch, (int)ARRAY_LEN(batch), timeout);
    poll->batch = batch;
    poll->n_batch = n > 0 ? n : 0;
    for (int i = 0; i < poll->n_batch; i++) {
        struct os_watch *watch = batch[i].data.ptr;
        if (watch)
            watch->ready(watch, events_of(batch[i].events));
    }
    poll->batch = NULL;
    poll->n_batch = 0;
}
