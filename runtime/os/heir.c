/* clone, pidfd. */
#include "runtime/os/heir.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/os/fd.h"
#include "runtime/os/tree.h"

enum {
    FDS_MOST = 64 * 1024, /* what is beyond is not looked at */
    STACK_BYTES = 128 * 1024,
};

/* Mapped: what is not touched costs nothing. The doubts are read by somebody else, when we are dead:
 * they have to be written in the order in which they are said. */
struct os_heir_room {
    volatile uint64_t doubt[FDS_MOST];
    _Alignas(16) char stack[STACK_BYTES];
};

/* Of one in doubt: it is on its way. */
static bool is_duplicate(const struct os_heir_room *room, int fd) {
    for (int other = 0; other < FDS_MOST && !room->doubt[fd]; other++)
        if (room->doubt[other] && os_fd_is_same(other, fd))
            return true;
    return false;
}

/* Accepted or connected, and with a name: a pair has none. */
static bool is_connection(int fd) {
    struct sockaddr_storage at;
    socklen_t at_size = sizeof at, size = sizeof(int);
    int type = 0, listens = 1;
    return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_STREAM &&
           getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 && !listens &&
           getsockname(fd, (struct sockaddr *)&at, &at_size) == 0 && at_size > sizeof at.ss_family;
}

static void inherit(const struct os_heir *heir) {
    for (int fd = 0; fd < FDS_MOST; fd++)
        if (is_connection(fd) && !is_duplicate(heir->room, fd))
            heir->use->inherit(heir->ctx, fd, heir->room->doubt[fd]);
}

/* Until the pidfd says so nothing is called that may fail: errno is shared, too. */
static int wait_and_inherit(void *arg) {
    const struct os_heir *heir = arg;
    struct pollfd end = {.fd = heir->of_fd, .events = POLLIN};
    (void)prctl(PR_SET_NAME, "ecort-heir", 0, 0, 0);
    while (poll(&end, 1, -1) != 1)
        continue;
    inherit(heir);
    heir->use->is_there(heir->ctx, false);
    return 0;
}

bool os_heir_prepare(struct os_heir *heir) {
    if (heir->room)
        return true;
    void *room = mmap(NULL, sizeof *heir->room, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    heir->room = room == MAP_FAILED ? NULL : room;
    return heir->room;
}

/* No signal is meant for the heir. In a group of its own: what is meant for ours is not either. */
static bool begin(struct os_heir *heir) {
    sigset_t all, before;
    heir->of_fd = os_pidfd(getpid());
    if (heir->of_fd < 0)
        return false;
    (void)sigfillset(&all);
    (void)sigprocmask(SIG_SETMASK, &all, &before);
    int pid = clone(wait_and_inherit, heir->room->stack + STACK_BYTES,
                    CLONE_VM | CLONE_FILES | SIGCHLD, heir);
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
    if (pid < 0) {
        (void)close(heir->of_fd);
        return false;
    }
    (void)setpgid(pid, pid);
    heir->pid = pid;
    return true;
}

bool os_heir_begin(struct os_heir *heir, const struct os_heir_use *use, void *ctx) {
    if (heir->pid)
        return true;
    heir->use = use;
    heir->ctx = ctx;
    if (!os_heir_prepare(heir) || !begin(heir))
        return false;
    use->is_there(ctx, true);
    return true;
}

static void forget(struct os_heir *heir) {
    heir->pid = 0;
    (void)close(heir->of_fd);
    heir->use->is_there(heir->ctx, false);
}

/* Only where it is still our child: the number may be a stranger's. */
void os_heir_end(struct os_heir *heir) {
    siginfo_t info;
    if (!heir->pid)
        return;
    if (waitid(P_PID, (id_t)heir->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0) {
        (void)kill(heir->pid, SIGKILL);
        (void)waitpid(heir->pid, NULL, 0);
    }
    forget(heir);
}

void os_heir_done(struct os_heir *heir) {
    if (heir->room)
        (void)munmap(heir->room, sizeof *heir->room);
    heir->room = NULL;
}

/* It has left the stack: a zombie runs no more. */
bool os_heir_ended(struct os_heir *heir, pid_t pid) {
    if (!heir->pid || heir->pid != pid)
        return false;
    forget(heir);
    (void)os_heir_begin(heir, heir->use, heir->ctx);
    return true;
}

void os_heir_doubt(struct os_heir *heir, int fd, uint64_t doubt) {
    if (heir->room && fd >= 0 && fd < FDS_MOST)
        heir->room->doubt[fd] = doubt;
}
