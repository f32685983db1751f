/* A process that is killed, and what its heir says then. */
#include <arpa/inet.h>
#include <check.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/os/heir.h"

enum { WAIT_MS = 10000, DOUBT = 77, LAST = 1000 };

/* What is said, to the test. */
struct word {
    bool is_there;
    unsigned port; /* of the other end; LAST: of is_there */
    uint64_t doubt;
};

static void say(void *ctx, struct word word) {
    ck_assert_int_eq(write(*(const int *)ctx, &word, sizeof word), sizeof word);
}

static void on_there(void *ctx, bool is_there) {
    say(ctx, (struct word){.is_there = is_there, .port = LAST});
}

static unsigned peer_port(int fd) {
    struct sockaddr_in at = {.sin_port = 0};
    socklen_t size = sizeof at;
    (void)getpeername(fd, (struct sockaddr *)&at, &size);
    return ntohs(at.sin_port);
}

static void on_inherit(void *ctx, int fd, uint64_t doubt) {
    say(ctx, (struct word){.port = peer_port(fd), .doubt = doubt});
}

static const struct os_heir_use use = {.is_there = on_there, .inherit = on_inherit};

static int listener(struct sockaddr_in *at) {
    socklen_t size = sizeof *at;
    *at = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ck_assert_int_eq(bind(fd, (struct sockaddr *)at, sizeof *at), 0);
    ck_assert_int_eq(listen(fd, 8), 0);
    ck_assert_int_eq(getsockname(fd, (struct sockaddr *)at, &size), 0);
    return fd;
}

static unsigned reach(const struct sockaddr_in *at, int *fd) {
    struct sockaddr_in own;
    socklen_t size = sizeof own;
    *fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ck_assert_int_eq(connect(*fd, (const struct sockaddr *)at, sizeof *at), 0);
    ck_assert_int_eq(getsockname(*fd, (struct sockaddr *)&own, &size), 0);
    return ntohs(own.sin_port);
}

static struct word next_word(int fd) {
    struct word word;
    struct pollfd ready = {.fd = fd, .events = POLLIN};
    ck_assert_int_eq(poll(&ready, 1, WAIT_MS), 1);
    ck_assert_int_eq(read(fd, &word, sizeof word), sizeof word);
    return word;
}

/* Accepts three connections, of which the second is in doubt and has a duplicate, the third settled. */
static _Noreturn void live_and_die(int listen_fd, int out_fd, bool loses_heir) {
    struct os_heir heir = {0};
    int fd[3], gone;
    (void)os_heir_prepare(&heir);
    if (!os_heir_begin(&heir, &use, &out_fd))
        _exit(1);
    if (loses_heir) {
        gone = heir.pid;
        (void)kill(gone, SIGKILL);
        (void)waitpid(gone, NULL, 0);
        if (!os_heir_ended(&heir, gone) || !heir.pid || heir.pid == gone)
            _exit(1);
    }
    for (int i = 0; i < 3; i++)
        fd[i] = accept4(listen_fd, NULL, NULL, SOCK_CLOEXEC);
    os_heir_doubt(&heir, fd[1], DOUBT);
    os_heir_doubt(&heir, fd[2], DOUBT);
    if (dup(fd[1]) < 0 || close(fd[2]) < 0)
        _exit(1);
    os_heir_doubt(&heir, fd[2], 0);
    (void)kill(getpid(), SIGKILL);
    _exit(1);
}

/* Begun in a child: this process has descriptors of Check's. */
START_TEST(says_what_there_was) {
    struct sockaddr_in at;
    int listen_fd = listener(&at), out[2], fd[3], status;
    ck_assert_int_eq(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), 0);
    ck_assert_int_eq(pipe(out), 0);
    pid_t pid = fork();
    if (pid == 0)
        live_and_die(listen_fd, out[1], _i);
    unsigned port[3];
    for (int i = 0; i < 3; i++)
        port[i] = reach(&at, &fd[i]);
    for (int i = 0; i < (_i ? 3 : 1); i++) { /* it came; it went, and another one came */
        struct word first = next_word(out[0]);
        ck_assert(first.port == LAST && first.is_there == (i != 1));
    }
    struct word one = next_word(out[0]), two = next_word(out[0]), last = next_word(out[0]);
    ck_assert(one.port == port[0] && one.doubt == 0);
    ck_assert(two.port == port[1] && two.doubt == DOUBT);
    ck_assert(last.port == LAST && !last.is_there);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert(WIFSIGNALED(status));
    ck_assert_int_gt(waitpid(-1, &status, 0), 0); /* the heir, which has come to us */
    ck_assert_int_eq(waitpid(-1, &status, 0), -1);
    for (int i = 0; i < 3; i++)
        (void)close(fd[i]);
    (void)close(out[0]);
    (void)close(out[1]);
    (void)close(listen_fd);
}
END_TEST

START_TEST(goes_when_it_is_not_wanted) {
    struct os_heir heir = {0};
    int out[2];
    ck_assert_int_eq(pipe(out), 0);
    os_heir_doubt(&heir, 3, DOUBT); /* harmless without one */
    ck_assert(os_heir_begin(&heir, &use, &out[1]));
    ck_assert(!os_heir_ended(&heir, getpid()));
    pid_t pid = heir.pid;
    ck_assert(os_heir_begin(&heir, &use, &out[1]));
    ck_assert_int_eq(heir.pid, pid);
    os_heir_end(&heir);
    os_heir_end(&heir);
    os_heir_done(&heir);
    ck_assert_int_eq(waitpid(pid, NULL, 0), -1);
    ck_assert(next_word(out[0]).is_there);
    ck_assert(!next_word(out[0]).is_there);
    (void)close(out[0]);
    (void)close(out[1]);
}
END_TEST

Suite *suite_heir(void);
Suite *suite_heir(void) {
    Suite *suite = suite_create("heir");
    TCase *tcase = tcase_create("heir");
    tcase_add_loop_test(tcase, says_what_there_was, 0, 2);
    tcase_add_test(tcase, goes_when_it_is_not_wanted);
    suite_add_tcase(suite, tcase);
    return suite;
}
