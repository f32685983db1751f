/* What is said by sd_notify stays until it is dropped; then what came with it is closed. */
#include <check.h>
#include <poll.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "runtime/os/notify.h"

static int heard;
static struct sockaddr_un address;
static socklen_t address_size;

static void set_up(void) {
    struct err err;
    char name[OS_NOTIFY_NAME_BYTES];
    heard = os_notify_open(&err);
    ck_assert_int_ge(heard, 0);
    ck_assert_int_eq(os_notify_name(heard, name), 0);
    address = (struct sockaddr_un){.sun_family = AF_UNIX};
    memcpy(address.sun_path, name, strlen(name));
    address.sun_path[0] = 0;
    address_size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(name));
}

static void tear_down(void) {
    (void)close(heard);
}

/* Sends the text, with the descriptor where it is not -1. */
static void say(const char *text, size_t n, int fd) {
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control = {.bytes = {0}};
    struct iovec bytes = {(void *)(uintptr_t)text, n};
    struct msghdr m = {.msg_name = &address,
                       .msg_namelen = address_size,
                       .msg_iov = &bytes,
                       .msg_iovlen = 1,
                       .msg_control = fd < 0 ? NULL : control.bytes,
                       .msg_controllen = fd < 0 ? 0 : sizeof control.bytes};
    control.header = (struct cmsghdr){
        .cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
    memcpy(CMSG_DATA(&control.header), &fd, sizeof fd);
    int from = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    ck_assert_int_ge(from, 0);
    ck_assert_int_eq(sendmsg(from, &m, 0), (int)n);
    (void)close(from);
}

static bool has_ended(int fd) {
    struct pollfd p = {.fd = fd, .events = POLLIN};
    return poll(&p, 1, 0) == 1 && p.revents & POLLHUP;
}

START_TEST(it_stays_until_it_is_dropped) {
    struct os_notification said;
    say("READY=1", 7, -1);
    say("STATUS=two", 10, -1);
    for (int i = 0; i < 2; i++) {
        ck_assert(os_notify_peek(heard, &said));
        ck_assert_int_eq(said.pid, getpid());
        ck_assert_mem_eq(said.text, "READY=1", said.n);
    }
    os_notify_drop(heard);
    ck_assert(os_notify_peek(heard, &said));
    ck_assert_uint_eq(said.n, 10);
    os_notify_drop(heard);
    ck_assert(!os_notify_peek(heard, &said));
}
END_TEST

START_TEST(a_barrier_falls_when_it_is_dropped) {
    struct os_notification said;
    int barrier[2];
    ck_assert_int_eq(pipe(barrier), 0);
    say("BARRIER=1", 9, barrier[1]);
    (void)close(barrier[1]);
    ck_assert(os_notify_peek(heard, &said));
    ck_assert_int_eq(said.pid, getpid());
    ck_assert(!has_ended(barrier[0]));
    os_notify_drop(heard);
    ck_assert(has_ended(barrier[0]));
    (void)close(barrier[0]);
}
END_TEST

START_TEST(what_is_too_long_is_passed_over) {
    static char text[OS_NOTIFY_MOST + 1];
    struct os_notification said;
    memset(text, 'x', sizeof text);
    say(text, sizeof text, -1);
    say("READY=1", 7, -1);
    ck_assert(os_notify_peek(heard, &said));
    ck_assert_uint_eq(said.n, 7);
}
END_TEST

Suite *suite_notify(void);
Suite *suite_notify(void) {
    Suite *suite = suite_create("notify");
    TCase *tcase = tcase_create("notify");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, it_stays_until_it_is_dropped);
    tcase_add_test(tcase, a_barrier_falls_when_it_is_dropped);
    tcase_add_test(tcase, what_is_too_long_is_passed_over);
    suite_add_tcase(suite, tcase);
    return suite;
}
