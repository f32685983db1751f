/* The channel against a peer that behaves, and against one that does not. */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "runtime/cluster/ipc_channel.h"

static struct os_poll os_poll;
static struct ipc_channel channel;
static int peer;
static unsigned n_lines, n_lost, n_ended;
static struct buf last;
static bool closes_at_line;

static unsigned n_kept; /* lines that were still in the kernel when they were acted on */

static void on_line(struct ipc_channel *c, struct str line) {
    char there[4096];
    ssize_t n = recv(c->watch.fd, there, sizeof there, MSG_PEEK | MSG_DONTWAIT);
    n_lines++;
    n_kept += n > (ssize_t)line.n && there[line.n] == '\n' && memcmp(there, line.p, line.n) == 0;
    buf_done(&last);
    buf_str(&last, line);
    if (closes_at_line)
        ipc_channel_close(c);
}

static void on_lost(struct ipc_channel *c) {
    (void)c;
    n_lost++;
}

static void on_ended(struct ipc_channel *c) {
    ck_assert(!ipc_channel_is_open(c));
    n_ended++;
}

static const struct ipc_channel_use use = {on_line, on_lost, on_ended};

static void setup(void) {
    struct err err;
    int ends[2];
    ck_assert_int_eq(os_poll_open(&os_poll, &err), 0);
    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    ck_assert_int_eq(ipc_channel_open(&channel, &os_poll, ends[0], &use), 0);
    peer = ends[1];
    n_lines = n_lost = n_ended = n_kept = 0;
    closes_at_line = false;
    last = (struct buf){0};
}

static void teardown(void) {
    ipc_channel_close(&channel);
    if (peer >= 0)
        (void)close(peer);
    os_poll_close(&os_poll);
    buf_done(&last);
}

static void say(const char *text) {
    ck_assert_int_eq(send(peer, text, strlen(text), 0), (ssize_t)strlen(text));
}

static void turn(void) {
    os_poll_wait(&os_poll, 0);
}

static bool last_is(const char *text) {
    return str_eqz((struct str){last.p, last.n}, text);
}

START_TEST(frames_lines) {
    say("one\ntwo\nthr");
    turn();
    ck_assert_uint_eq(n_lines, 2);
    ck_assert(last_is("two"));
    say("ee");
    turn();
    say("\n");
    turn();
    ck_assert_uint_eq(n_lines, 3);
    ck_assert(last_is("three"));
}
END_TEST

/* Whole lines are consumed one by one, after they were acted on; a part, and what a descriptor comes
 * with, at once. */
START_TEST(leaves_lines_until_they_were_acted_on) {
    say("one\n");
    turn();
    ck_assert_uint_eq(n_kept, 0);
    channel.is_careful = true;
    say("two\nthree\nfo");
    turn();
    ck_assert_uint_eq(n_lines, 3);
    ck_assert_uint_eq(n_kept, 2);
    ck_assert_uint_eq(channel.in.n, 0);
    turn();
    ck_assert_uint_eq(channel.in.n, 2);
    say("ur\nfive\n");
    turn();
    turn();
    ck_assert_uint_eq(n_lines, 5);
    ck_assert_uint_eq(n_kept, 2);
    ck_assert(last_is("five"));
    say("six\n");
    turn();
    ck_assert_uint_eq(n_kept, 3);
    closes_at_line = true;
    say("seven\neight\n");
    turn();
    ck_assert_uint_eq(n_lines, 7);
    ck_assert_uint_eq(n_ended, 0);
}
END_TEST

START_TEST(passes_over_a_line_without_end) {
    static char chunk[64 * 1024];
    memset(chunk, 'x', sizeof chunk);
    for (size_t sent = 0; sent <= IPC_LINE_MOST * 3U; sent += sizeof chunk) {
        ck_assert_int_eq(send(peer, chunk, sizeof chunk, 0), sizeof chunk);
        turn();
        ck_assert_uint_le(channel.in.cap, 2 * IPC_LINE_MOST);
    }
    ck_assert_uint_eq(n_lost, 1);
    ck_assert_uint_eq(channel.in.cap, 0);
    say("\nnext\n");
    turn();
    ck_assert_uint_eq(n_lines, 1);
    ck_assert(last_is("next"));
}
END_TEST

START_TEST(may_be_closed_by_a_line) {
    closes_at_line = true;
    say("one\ntwo\n");
    turn();
    ck_assert_uint_eq(n_lines, 1);
    ck_assert_uint_eq(n_ended, 0);
}
END_TEST

START_TEST(ends_after_the_last_words) {
    say("one\nrest");
    (void)close(peer);
    peer = -1;
    ipc_channel_drain(&channel);
    ck_assert_uint_eq(n_lines, 1);
    ck_assert_uint_eq(n_ended, 1);
    ck_assert_int_eq(ipc_channel_send(&channel, STR("x\n"), -1), -1);
}
END_TEST

/* Sends our own standard input with the first byte of a line. */
static void send_fd(const char *text) {
    union {
        char bytes[CMSG_SPACE(3 * sizeof(int))];
        struct cmsghdr align;
    } control = {{0}};
    char line[64];
    (void)snprintf(line, sizeof line, "%s", text);
    struct iovec io = {line, strlen(line)};
    int fds[3] = {0, 0, 0};
    struct msghdr msg = {
        .msg_iov = &io, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    struct cmsghdr *m = CMSG_FIRSTHDR(&msg);
    m->cmsg_level = SOL_SOCKET;
    m->cmsg_type = SCM_RIGHTS;
    m->cmsg_len = CMSG_LEN(sizeof fds);
    memcpy(CMSG_DATA(m), fds, sizeof fds);
    ck_assert_int_gt(sendmsg(peer, &msg, 0), 0);
}

START_TEST(closes_descriptors_that_come) {
    int before = dup(0);
    (void)close(before);
    channel.is_careful = _i;
    for (int i = 0; i < 20; i++) {
        send_fd("with\n");
        turn();
    }
    ck_assert_uint_eq(n_lines, 20);
    ck_assert_uint_eq(n_kept, 0);
    int after = dup(0);
    (void)close(after);
    ck_assert_int_eq(after, before);
}
END_TEST

/* What the peer has got: bytes, and how many descriptors. */
static size_t take_all(struct buf *bytes) {
    size_t n_fds = 0;
    for (;;) {
        char chunk[4096];
        union {
            char bytes[CMSG_SPACE(8 * sizeof(int))];
            struct cmsghdr align;
        } control;
        struct iovec io = {chunk, sizeof chunk};
        struct msghdr msg = {.msg_iov = &io,
                             .msg_iovlen = 1,
                             .msg_control = &control,
                             .msg_controllen = sizeof control};
        ssize_t n = recvmsg(peer, &msg, MSG_DONTWAIT);
        if (n <= 0)
            return n_fds;
        buf_add(bytes, chunk, (size_t)n);
        struct cmsghdr *m = CMSG_FIRSTHDR(&msg);
        if (!m)
            continue;
        ck_assert_uint_eq(m->cmsg_len, CMSG_LEN(sizeof(int))); /* one each */
        int fd;
        memcpy(&fd, CMSG_DATA(m), sizeof fd);
        (void)close(fd);
        n_fds++;
    }
}

START_TEST(queues_what_does_not_go_now) {
    static char line[50000];
    struct buf got = {0};
    size_t n_sent = 0, n_fds = 0;
    memset(line, 'y', sizeof line);
    line[sizeof line - 1] = '\n';
    while (ipc_channel_send(&channel, (struct str){line, sizeof line}, 0) == 0)
        n_sent++;
    ck_assert_uint_gt(n_sent, 20);
    ck_assert_uint_le(channel.queued_bytes, IPC_QUEUE_MOST + sizeof line);
    ck_assert(!ipc_channel_is_idle(&channel));
    while (!ipc_channel_is_idle(&channel)) {
        n_fds += take_all(&got);
        turn();
    }
    n_fds += take_all(&got);
    ck_assert_uint_eq(got.n, n_sent * sizeof line);
    ck_assert_uint_eq(n_fds, n_sent);
    for (size_t i = 0; i < n_sent; i++)
        ck_assert_int_eq(memcmp(got.p + i * sizeof line, line, sizeof line), 0);
    buf_done(&got);
}
END_TEST

/* Without privileges, the kernel lets only so many descriptors be on their way (ETOOMANYREFS). */
static void allow_fds(rlim_t n) {
    struct rlimit limit;
    ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
    limit.rlim_cur = n;
    ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
}

START_TEST(waits_while_too_many_descriptors_are_on_their_way) {
    enum { MANY = 48, FEW = 40, ENOUGH = 256 };
    struct buf got = {0};
    char line[8];
    ck_assert(getuid() != 0 || setuid(61234) == 0); /* the test is a process of its own */
    ck_assert_int_eq(prctl(PR_SET_DUMPABLE, 1), 0); /* or a sanitizer cannot look at its end */
    allow_fds(FEW);
    for (int i = 0; i < MANY; i++) {
        (void)snprintf(line, sizeof line, "%d\n", i);
        ck_assert_int_eq(ipc_channel_send(&channel, str_of(line), 0), 0);
    }
    turn();
    ck_assert(!ipc_channel_is_idle(&channel));
    allow_fds(ENOUGH); /* the peer's limit, which is ours */
    size_t n_fds = take_all(&got);
    ck_assert_uint_lt(n_fds, MANY);
    allow_fds(FEW);
    turn();
    ck_assert(ipc_channel_is_idle(&channel));
    allow_fds(ENOUGH);
    n_fds += take_all(&got);
    ck_assert_uint_eq(n_fds, MANY);
    ck_assert(str_starts((struct str){got.p, got.n}, STR("0\n1\n2\n")));
    buf_done(&got);
}
END_TEST

START_TEST(becomes_deaf_when_the_peer_is_gone) {
    (void)close(peer);
    peer = -1;
    ck_assert_int_eq(ipc_channel_send(&channel, STR("x\n"), -1), -1);
    ck_assert(channel.is_deaf);
    turn();
    ck_assert_uint_eq(n_ended, 1);
}
END_TEST

Suite *suite_ipc_channel(void);
Suite *suite_ipc_channel(void) {
    Suite *suite = suite_create("ipc_channel");
    TCase *tcase = tcase_create("channel");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, frames_lines);
    tcase_add_test(tcase, leaves_lines_until_they_were_acted_on);
    tcase_add_test(tcase, passes_over_a_line_without_end);
    tcase_add_test(tcase, may_be_closed_by_a_line);
    tcase_add_test(tcase, ends_after_the_last_words);
    tcase_add_loop_test(tcase, closes_descriptors_that_come, 0, 2);
    tcase_add_test(tcase, queues_what_does_not_go_now);
    tcase_add_test(tcase, waits_while_too_many_descriptors_are_on_their_way);
    tcase_add_test(tcase, becomes_deaf_when_the_peer_is_gone);
    suite_add_tcase(suite, tcase);
    return suite;
}
