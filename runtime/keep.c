/* Handing over, listening. */
#include "runtime/keep.h"

#include <errno.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/os/channel.h"
#include "runtime/state.h"
#include "runtime/sup.h"
#include "runtime/takeover.h"
#include "runtime/workers.h"

enum { PATIENCE_MS = 100 };

uint64_t keep_key(enum keep_kind kind, uint32_t id) {
    return (uint64_t)kind << 32 | id;
}

/* A doubt has a gap where the kind is (cluster/inherit.c). */
#define DOUBT_KIND ((uint64_t)KEEP_DOUBT << 32)
#define KIND_GAP (UINT64_C(0xff) << 32)

uint64_t keep_doubt(uint64_t key) {
    return (key & KIND_GAP) == DOUBT_KIND ? key & ~KIND_GAP : 0;
}

pid_t keep_parent(const struct sup *sup) {
    return getppid() == sup->keep.keeper ? sup->keep.keeper : 0;
}

int keep_given(const struct keeper_gift *gift, uint64_t key) {
    for (unsigned i = 0; i < gift->n_fds; i++)
        if (gift->fds[i].key == key)
            return gift->fds[i].fd;
    return -1;
}

/* No room just now; a keeper that is gone is found by listening. */
static bool is_passing(int sys) {
    return sys == EAGAIN || sys == ETOOMANYREFS || sys == ENOBUFS || sys == ENOMEM;
}

/* While all is told again, the keeper is waited for: it reads, and all has to come after one
 * another, or it would never be through with hundreds of services. */
static bool may_take_more(const struct keep *keep) {
    struct pollfd ready = {.fd = keep->watch.fd, .events = POLLOUT};
    return keep->is_repeating && errno == EAGAIN && poll(&ready, 1, PATIENCE_MS) > 0 &&
           !(ready.revents & (POLLHUP | POLLERR));
}

static void send_it(struct sup *sup, enum channel_kind kind, uint64_t key, int32_t a, int fd) {
    struct keep *keep = &sup->keep;
    if (keep->watch.fd < 0 || keep->is_behind)
        return;
    do {
        if (channel_send(keep->watch.fd, kind, key, a, 0, fd))
            return;
    } while (may_take_more(keep));
    if (!is_passing(errno))
        return;
    keep->is_behind = true;
    say_trouble(&sup->say, "the keeper does not listen; a supervisor that dies now loses services");
    (void)os_poll_set(&sup->poll, &keep->watch, OS_READ | OS_WRITE);
}

void keep_hold(struct sup *sup, enum keep_kind kind, uint32_t id, int fd) {
    if (fd >= 0)
        send_it(sup, CHANNEL_HOLD, keep_key(kind, id), 0, fd);
}

void keep_drop(struct sup *sup, enum keep_kind kind, uint32_t id) {
    keep_drop_key(sup, keep_key(kind, id));
}

void keep_drop_key(struct sup *sup, uint64_t key) {
    send_it(sup, CHANNEL_DROP, key, 0, -1);
}

void keep_leave(struct sup *sup) {
    sup->keep.is_repeating = false;
}

void keep_hold_logs(struct sup *sup) {
    const struct log_journal *journal = &sup->pump.journal;
    if (journal->fd < 0)
        say_trouble(&sup->say, "no memory to be shared for log lines in hand (ulimit -f, memfd); a "
                               "supervisor that is killed loses them");
    keep_hold(sup, KEEP_JOURNAL, 0, journal->fd);
    keep_hold(sup, KEEP_PARTIALS, 0, journal->begun_fd);
}

/* ---- our heir -------------------------------------------------------------------------------- */

/* Runs in the heir when we are dead, and in us. The keeper listens meanwhile. */
static void tell_of_heir(void *ctx, bool is_there) {
    send_it(ctx, CHANNEL_HEIR, 0, is_there, -1);
}

static void hand_on(void *ctx, int fd, uint64_t doubt) {
    enum { TRIES = 50 };
    const struct keep *keep = &((const struct sup *)ctx)->keep;
    uint64_t key = doubt ? doubt | DOUBT_KIND : keep_key(KEEP_CONN, (uint32_t)fd);
    struct pollfd room = {.fd = keep->watch.fd, .events = POLLOUT};
    for (int i = 0; i < TRIES && room.fd >= 0; i++) {
        if (channel_send(room.fd, CHANNEL_HOLD, key, 0, 0, fd) || !is_passing(errno))
            return;
        (void)poll(&room, 1, PATIENCE_MS);
    }
}

const struct os_heir_use keep_heir_use = {.is_there = tell_of_heir, .inherit = hand_on};

/* ---------------------------------------------------------------------------------------------- */

void keep_ready(struct sup *sup) {
    sup->keep.is_ready = true;
    send_it(sup, CHANNEL_READY, 0, 0, -1);
}

bool keep_update(struct sup *sup, int program_fd) {
    send_it(sup, CHANNEL_UPDATE, 0, 0, program_fd);
    return sup->keep.watch.fd >= 0 && !sup->keep.is_behind;
}

/* What it has missed, the drops too: everything is told anew, and what is not named goes. Lock and
 * listening socket are the keeper's own. */
static void repeat_all(struct sup *sup) {
    sup->keep.is_repeating = true;
    send_it(sup, CHANNEL_MARK, keep_key(KEEP_STATE, 0), 0, -1);
    state_hold(sup);
    sockets_keep(sup);
    keep_hold(sup, KEEP_HEARD, 0, sup->heard.fd);
    keep_hold_logs(sup);
    workers_hold(sup);
    tell_of_heir(sup, sup->cluster.heir.pid);
    for (const struct inst *inst = sup->first; inst; inst = inst->next) {
        keep_hold(sup, KEEP_OUT, inst->serial, inst->stream[0].watch.fd);
        keep_hold(sup, KEEP_ERR, inst->serial, inst->stream[1].watch.fd);
        keep_hold(sup, KEEP_REPORT, inst->serial, inst->report.fd);
    }
    if (sup->keep.is_ready)
        keep_ready(sup);
    if (sup->keep.is_repeating) /* not sent either where one of these was not */
        send_it(sup, CHANNEL_SWEEP, 0, 0, -1);
    sup->keep.is_repeating = false;
}

void keep_take_exit(struct sup *sup, pid_t pid, int status) {
    struct os_exit ended = os_exit_of(pid, status);
    ended.is_kept = true;
    sup_child_ended(sup, &ended);
    send_it(sup, CHANNEL_SEEN, 0, pid, -1);
}

static void lose_keeper(struct sup *sup) {
    if (sup->keep.watch.fd < 0)
        return;
    keep_close(sup);
    say_trouble(&sup->say,
                "the keeper %d is gone; the supervisor goes on without it, and nothing "
                "restarts it when it dies",
                (int)sup->keep.keeper);
    sup->keep.keeper = 0;
    takeover_go_outside(sup);
}

static void on_ready(struct os_watch *watch, unsigned events) {
    struct sup *sup = (struct sup *)((char *)watch - offsetof(struct sup, keep.watch));
    struct channel_message m;
    int fd;
    if ((events & OS_WRITE) && sup->keep.is_behind) {
        sup->keep.is_behind = false;
        (void)os_poll_set(&sup->poll, watch, OS_READ);
        repeat_all(sup);
        if (!sup->keep.is_behind)
            say_line(&sup->say, SAY_PLAIN, "the keeper listens again");
    }
    for (;;) {
        enum channel_got got = watch->fd < 0 ? CHANNEL_EMPTY : channel_next(watch->fd, &m, &fd);
        if (got == CHANNEL_CLOSED)
            lose_keeper(sup);
        if (got != CHANNEL_MESSAGE)
            return;
        if (fd >= 0)
            (void)close(fd); /* the keeper passes none */
        if (m.kind == CHANNEL_EXIT)
            keep_take_exit(sup, m.a, m.b);
        else if (m.kind == CHANNEL_REFUSED)
            sup_update_refused(sup, m.b);
    }
}

int keep_open(struct sup *sup, const struct keeper_gift *gift) {
    sup->keep.watch = (struct os_watch){.fd = gift->channel_fd, .ready = on_ready};
    sup->keep.keeper = gift->keeper;
    return os_poll_set(&sup->poll, &sup->keep.watch, OS_READ);
}

void keep_close(struct sup *sup) {
    if (sup->keep.watch.fd < 0)
        return;
    os_poll_del(&sup->poll, &sup->keep.watch);
    (void)close(sup->keep.watch.fd);
    sup->keep.watch.fd = -1;
}

void keep_listen(struct sup *sup, int wait_ms) {
    struct pollfd ready = {.fd = sup->keep.watch.fd, .events = POLLIN};
    if (ready.fd >= 0 && poll(&ready, 1, wait_ms) > 0)
        on_ready(&sup->keep.watch, OS_READ);
}
