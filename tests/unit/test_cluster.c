/* Pools with workers that are not Node: what they are told, and who gets which connection. */
#include <arpa/inet.h>
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "runtime/cluster/json_scan.h"
#include "runtime/cluster/pool.h"
#include "runtime/cluster/record.h"
#include "runtime/os/clock.h"

enum { WORKERS = 4, MANY = 16 };

struct fake {
    struct cluster_worker worker;
    int fd, got_fd; /* our end; the last descriptor that came */
    struct buf in;
};

static struct os_poll os_poll;
static struct timers timers;
static struct cluster cluster;
static struct cluster_pool *pool;
static struct fake fakes[WORKERS];
static unsigned n_listening, n_closed, n_shut;
static struct buf said;
static int taken_fds[MANY]; /* connections that workers have */
static unsigned n_taken;

static void on_listening(struct cluster_worker *w) {
    (void)w;
    n_listening++;
}

static void on_said(struct cluster_worker *w, struct str json) {
    (void)w;
    buf_str(&said, json);
}

static void on_closed(struct cluster_worker *w) {
    (void)w;
    n_closed++;
}

static void on_trouble(struct cluster_worker *w, const char *text) {
    (void)w;
    (void)text;
}

static void on_shut(void *ctx, unsigned listener) {
    (void)ctx;
    (void)listener;
    n_shut++;
}

static const struct cluster_use use = {.listening = on_listening,
                                       .said = on_said,
                                       .closed = on_closed,
                                       .trouble = on_trouble,
                                       .shut = on_shut};

static void setup(void) {
    struct err err;
    timers = (struct timers){0};
    ck_assert_int_eq(os_poll_open(&os_poll, &err), 0);
    cluster = (struct cluster){.poll = &os_poll, .timers = &timers, .use = &use};
    ck_assert_int_eq(cluster_init(&cluster), 0);
    pool = cluster_pool_hold(&cluster, "app");
    memset(fakes, 0, sizeof fakes);
    for (int i = 0; i < WORKERS; i++)
        fakes[i].fd = fakes[i].got_fd = -1;
    n_listening = n_closed = n_shut = 0;
    said = (struct buf){0};
}

static void forget_fd(struct fake *f) {
    if (f->got_fd >= 0)
        (void)close(f->got_fd);
    f->got_fd = -1;
}

static void die(int i) {
    if (fakes[i].fd >= 0)
        (void)close(fakes[i].fd);
    fakes[i].fd = -1;
    forget_fd(&fakes[i]);
    cluster_worker_end(&fakes[i].worker);
    buf_done(&fakes[i].in);
}

static void teardown(void) {
    for (int i = 0; i < WORKERS; i++)
        die(i);
    for (unsigned i = 0; i < n_taken; i++)
        (void)close(taken_fds[i]);
    cluster_pool_drop(pool);
    cluster_done(&cluster);
    timers_done(&timers);
    os_poll_close(&os_poll);
    buf_done(&said);
}

static void turn(void) {
    for (int i = 0; i < 8; i++)
        os_poll_wait(&os_poll, 0);
}

static void open_with(int i, struct cluster_start start) {
    int ends[2];
    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    start.pool = pool;
    start.fd = ends[0];
    start.tag = (unsigned)i + 10;
    fakes[i].fd = ends[1];
    ck_assert_int_eq(cluster_worker_open(&fakes[i].worker, &cluster, &start), 0);
}

static void say(int i, const char *text) {
    ck_assert_int_eq(send(fakes[i].fd, text, strlen(text), 0), (ssize_t)strlen(text));
    turn();
}

/* Takes one read of what was sent; false where there is nothing. */
static bool receive(struct fake *f) {
    char bytes[65536];
    union {
        char bytes[CMSG_SPACE(sizeof(int))];
        struct cmsghdr align;
    } control;
    struct iovec io = {bytes, sizeof bytes};
    struct msghdr msg = {
        .msg_iov = &io, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    ssize_t n = recvmsg(f->fd, &msg, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (n <= 0)
        return false;
    buf_add(&f->in, bytes, (size_t)n);
    struct cmsghdr *m = CMSG_FIRSTHDR(&msg);
    if (m) {
        forget_fd(f);
        memcpy(&f->got_fd, CMSG_DATA(m), sizeof f->got_fd);
    }
    return true;
}

/* The next line that worker i was told, without its end; "" where there is none. */
static const char *told(int i) {
    static char line[65536];
    struct fake *f = &fakes[i];
    while (receive(f))
        continue;
    size_t n = str_index((struct str){f->in.p, f->in.n}, '\n');
    line[0] = 0;
    if (n == f->in.n)
        return line;
    memcpy(line, f->in.p, n);
    line[n] = 0;
    buf_consume(&f->in, n + 1);
    return line;
}

static int64_t number_in(const char *line, const char *key) {
    struct str object = str_of(line), inner = json_scan_get(object, "msg");
    int64_t n = -999;
    (void)json_scan_int(json_scan_get(inner.n ? inner : object, key), &n);
    return n;
}

/* worker i listens on a port (0: any); what it is answered. */
static const char *query(int i, int port, const char *data) {
    char text[512];
    (void)snprintf(text, sizeof text,
                   "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"queryServer\",\"index\":0,\"data\":%s,"
                   "\"address\":\"127.0.0.1\",\"port\":%d,\"addressType\":4,\"backlog\":0,"
                   "\"seq\":77}\n",
                   data, port);
    say(i, text);
    return told(i);
}

static int port_in(const char *answer) {
    ck_assert_msg(strstr(answer, "\"errno\":0"), "%s", answer);
    struct str name = json_scan_get(str_of(answer), "sockname");
    int64_t port = 0;
    ck_assert(json_scan_int(json_scan_get(name, "port"), &port));
    return (int)port;
}

/* A client; -1 where it is refused. */
static int client(int port) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (connect(fd, (const struct sockaddr *)&at, sizeof at) < 0) {
        (void)close(fd);
        return -1;
    }
    turn();
    return fd;
}

/* Whether worker i was given a connection just now, and its answer to it. */
static bool takes(int i, bool accepts) {
    char text[128];
    const char *line = told(i);
    if (!strstr(line, "\"newconn\""))
        return false;
    ck_assert_int_ge(fakes[i].got_fd, 0);
    (void)snprintf(text, sizeof text,
                   "{\"cmd\":\"NODE_HANDLE_ACK\"}\n{\"cmd\":\"NODE_CLUSTER\",\"ack\":%lld,"
                   "\"accepted\":%s,\"seq\":5}\n",
                   (long long)number_in(line, "seq"), accepts ? "true" : "false");
    ck_assert(fcntl(fakes[i].got_fd, F_GETFL) & O_NONBLOCK);
    if (accepts)
        taken_fds[n_taken++ % MANY] = fakes[i].got_fd;
    else
        (void)close(fakes[i].got_fd);
    fakes[i].got_fd = -1;
    say(i, text);
    return true;
}

static bool is_cut(int fd) {
    struct pollfd p = {fd, POLLIN, 0};
    char c;
    return poll(&p, 1, 0) > 0 && recv(fd, &c, 1, MSG_DONTWAIT) <= 0;
}

static int two_workers(void) {
    open_with(0, (struct cluster_start){0});
    open_with(1, (struct cluster_start){0});
    int port = port_in(query(0, 0, "null"));
    ck_assert_int_eq(port_in(query(1, 0, "null")), port); /* the n-th any-port is one for all */
    return port;
}

START_TEST(answers_queries) {
    open_with(0, (struct cluster_start){0});
    open_with(1, (struct cluster_start){0});
    const char *answer = query(0, 0, "{\"ticketKeys\":\"ab\"}");
    int port = port_in(answer);
    ck_assert_int_eq(number_in(answer, "ack"), 77);
    ck_assert_ptr_nonnull(strstr(answer, "\"data\":{\"ticketKeys\":\"ab\"}"));
    ck_assert_ptr_nonnull(strstr(query(1, 0, "{\"ticketKeys\":\"cd\"}"), "ab"));
    ck_assert_int_eq(number_in(query(0, 0, "null"), "errno"), -EADDRINUSE); /* it has it */
    ck_assert_int_eq(number_in(query(0, port, "null"), "errno"), -EADDRINUSE);
    say(0, "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"queryServer\",\"seq\":78}\n");
    ck_assert_int_eq(number_in(told(0), "errno"), -EINVAL);
    say(0, "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"listening\"}\n");
    say(0, "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"listening\"}\n");
    ck_assert_uint_eq(n_listening,
                      2); /* each is told: the first may have been told to the supervisor before */
    say(0, "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"exitedAfterDisconnect\",\"seq\":9}\n");
    ck_assert_int_eq(number_in(told(0), "ack"), 9);
    say(0, "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Socket\",\"msg\":[1]}\n\"ready\"\n");
    ck_assert_str_eq(told(0), "{\"cmd\":\"NODE_HANDLE_ACK\"}");
    ck_assert(str_eqz((struct str){said.p, said.n}, "[1]\"ready\""));
}
END_TEST

START_TEST(shares_the_socket_where_asked) {
    open_with(0, (struct cluster_start){.is_shared = true});
    const char *answer = query(0, 0, "null");
    ck_assert(str_starts(str_of(answer), STR("{\"cmd\":\"NODE_HANDLE\"")));
    ck_assert_int_ge(fakes[0].got_fd, 0);
    int is_listening = 0;
    socklen_t size = sizeof is_listening;
    (void)getsockopt(fakes[0].got_fd, SOL_SOCKET, SO_ACCEPTCONN, &is_listening, &size);
    ck_assert_int_eq(is_listening, 1);
    ck_assert(fcntl(fakes[0].got_fd, F_GETFL) & O_NONBLOCK);
}
END_TEST

START_TEST(gives_in_turn_one_at_a_time) {
    int port = two_workers(), clients[3];
    for (int i = 0; i < 3; i++)
        clients[i] = client(port);
    ck_assert_uint_eq(fakes[0].worker.n_conns + fakes[1].worker.n_conns, 2); /* the third waits */
    ck_assert(takes(0, true));
    ck_assert(takes(1, true));
    ck_assert(takes(0, true));
    ck_assert(!takes(1, true));
    for (int i = 0; i < 3; i++) {
        ck_assert(!is_cut(clients[i]));
        (void)close(clients[i]);
    }
}
END_TEST

START_TEST(gives_again_what_was_not_taken) {
    int port = two_workers(), first = client(port);
    ck_assert(takes(0, false)); /* refused */
    ck_assert(takes(1, true));
    int second = client(port);
    die(0); /* it was its turn */
    turn();
    ck_assert(takes(1, true));
    ck_assert(!is_cut(first) && !is_cut(second));
    int third = client(port);
    ck_assert(takes(1, false)); /* nobody is left who may want it */
    turn();
    ck_assert(is_cut(third));
    say(1, "{\"cmd\":\"NODE_CLUSTER\",\"ack\":12345,\"accepted\":false}\n{\"cmd\":\"NODE_HANDLE_"
           "NACK\"}\n");
    (void)close(first);
    (void)close(second);
    (void)close(third);
}
END_TEST

/* What it said last is heard before its connections are given to others. */
START_TEST(hears_the_dead_out) {
    int port = two_workers(), fd = client(port);
    char text[128];
    const char *line = told(0);
    ck_assert_ptr_nonnull(strstr(line, "newconn"));
    (void)snprintf(text, sizeof text,
                   "{\"cmd\":\"NODE_CLUSTER\",\"ack\":%lld,\"accepted\":true,\"seq\":5}\n",
                   (long long)number_in(line, "seq"));
    ck_assert_int_gt(send(fakes[0].fd, text, strlen(text), 0), 0);
    die(0);
    turn();
    ck_assert(!takes(1, true)); /* it was read from: nobody else can answer it */
    ck_assert(is_cut(fd));
    (void)close(fd);
}
END_TEST

START_TEST(keeps_what_nobody_can_have_yet) {
    int port = two_workers(), one = client(port);
    die(0);
    die(1);
    int two = client(port); /* the port is open though nobody is there */
    ck_assert_int_ge(two, 0);
    open_with(2, (struct cluster_start){0});
    ck_assert_int_eq(port_in(query(2, 0, "null")), port);
    ck_assert(takes(2, true));
    ck_assert(takes(2, true));
    ck_assert(!is_cut(one) && !is_cut(two));
    (void)close(one);
    (void)close(two);
}
END_TEST

START_TEST(holds_back_until_released) {
    open_with(0, (struct cluster_start){.is_held = true});
    int port = port_in(query(0, 0, "null")), fd = client(port);
    ck_assert(!takes(0, true));
    cluster_worker_release(&fakes[0].worker);
    ck_assert(takes(0, true));
    (void)close(fd);
}
END_TEST

START_TEST(turns_to_those_that_replace) {
    int port = two_workers();
    open_with(2, (struct cluster_start){.replaces = &fakes[0].worker, .is_held = true});
    ck_assert_int_eq(port_in(query(2, 0, "null")), port);
    int fd = client(port);
    ck_assert(takes(0, true)); /* the new one may not have any yet */
    (void)close(fd);
    cluster_worker_release(&fakes[2].worker);
    open_with(3, (struct cluster_start){.replaces = &fakes[1].worker});
    ck_assert_int_eq(port_in(query(3, 0, "null")), port);
    for (int i = 0; i < 4; i++) {
        fd = client(port);
        ck_assert(takes(2 + i % 2, true));
        (void)close(fd);
    }
    die(2);
    die(3);
    fd = client(port);
    ck_assert(takes(0, true) || takes(1, true)); /* better than nobody */
    (void)close(fd);
}
END_TEST

START_TEST(drains) {
    int port = two_workers();
    ck_assert(!cluster_worker_drain(&fakes[0].worker, 500)); /* is there Node at all? */
    say(0, "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"online\",\"seq\":0}\n");
    ck_assert(cluster_worker_drain(&fakes[0].worker, 500));
    const char *line = told(0);
    ck_assert_ptr_nonnull(strstr(line, "\"disconnect\""));
    ck_assert_int_eq(number_in(line, "grace"), 500);
    say(0, "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"queryServer\",\"port\":0,\"addressType\":4,\"seq\":"
           "1}\n");
    ck_assert_str_eq(told(0), "");
    for (int i = 0; i < 2; i++) {
        int fd = client(port);
        ck_assert(takes(1, true));
        (void)close(fd);
    }
    (void)close(fakes[0].fd);
    fakes[0].fd = -1;
    turn();
    ck_assert_uint_eq(n_closed, 1);
}
END_TEST

START_TEST(closes_sockets_that_are_not_wanted) {
    int port = two_workers();
    say(0, "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"close\",\"key\":\"L1\"}\n");
    say(0, "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"close\",\"key\":\"L99\"}\n");
    ck_assert_uint_eq(n_shut, 0);
    say(1, "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"close\",\"key\":\"L1\"}\n");
    ck_assert_uint_eq(n_shut, 1); /* by the last one, as Node has it */
    ck_assert_int_eq(client(port), -1);
    port = port_in(query(0, 0, "null"));
    cluster_pool_rest(pool);
    ck_assert_uint_eq(n_shut, 1);
    die(0);
    die(1);
    cluster_pool_rest(pool);
    ck_assert_uint_eq(n_shut, 2);
    ck_assert_int_eq(client(port), -1);
}
END_TEST

START_TEST(bounds_how_much_one_may_open) {
    open_with(0, (struct cluster_start){0});
    int error = 0;
    for (int i = 0; i < 300 && error == 0; i++) {
        char text[256];
        (void)snprintf(text, sizeof text,
                       "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"queryServer\",\"index\":%d,\"port\":0,"
                       "\"address\":\"127.0.0.1\",\"addressType\":4,\"seq\":1}\n",
                       i);
        say(0, text);
        error = (int)number_in(told(0), "errno");
    }
    ck_assert_int_eq(error, -EMFILE);
}
END_TEST

static int kept_fd;

static int give_kept(void *ctx, unsigned listener) {
    (void)ctx;
    return listener == 1 ? kept_fd : -1;
}

/* What the next supervisor does with the record of the one before. */
START_TEST(goes_on_from_a_record) {
    struct buf record = {0};
    int port = two_workers(), ends[2];
    say(0, "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"online\",\"seq\":0}\n");
    cluster_write_record(&cluster, &record);
    struct str text = {record.p, record.n};
    ck_assert(json_scan_is_value(text));
    struct cluster next = {.poll = &os_poll, .timers = &timers, .use = &use};
    /* The listening socket is the only one of this process in that state. */
    for (kept_fd = 3; kept_fd < 100; kept_fd++) {
        int is_listening = 0;
        socklen_t size = sizeof is_listening;
        if (getsockopt(kept_fd, SOL_SOCKET, SO_ACCEPTCONN, &is_listening, &size) == 0 &&
            is_listening)
            break;
    }
    kept_fd = dup(kept_fd);
    ck_assert_int_eq(cluster_init(&next), 0);
    cluster_read_record(&next, text, give_kept, NULL);
    struct cluster_pool *again = cluster_pool_hold(&next, "app");
    cluster_drop_unheld(&next);
    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    struct cluster_start start = {.pool = again, .fd = ends[0], .tag = 10};
    struct cluster_worker worker;
    ck_assert_int_eq(cluster_worker_resume(&worker, &next, &start, text), 0);
    ck_assert(worker.is_online);
    ck_assert_uint_eq(worker.n_members, 1);
    die(0); /* of the one before: the new one has the port alone */
    die(1);
    int fd = client(port);
    ck_assert_uint_eq(worker.n_conns, 1);
    (void)close(fd);
    (void)close(ends[1]);
    cluster_worker_end(&worker);
    cluster_pool_drop(again);
    cluster_done(&next);
    buf_done(&record);
}
END_TEST

/* ---- what a supervisor before has left ------------------------------------------------------- */

enum { LEFT_SEQ = 4711 };

/* A connection that was accepted by nobody here; the client's end is *client_fd. */
static int left(int port, int *client_fd) {
    int fd = dup(pool->listeners->watch.fd);
    give_watch(pool->listeners, false);
    *client_fd = client(port);
    int taken = accept4(fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    ck_assert_int_ge(taken, 0);
    (void)close(fd);
    give_watch(pool->listeners, true);
    return taken;
}

START_TEST(inherits_what_nobody_was_given) {
    int ends[2], client_fd, fd = left(two_workers(), &client_fd);
    cluster_take_left(&cluster, fd);
    cluster_take_left(&cluster, dup(fd)); /* left twice */
    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    cluster_take_left(&cluster, ends[0]); /* of no listener */
    ck_assert(is_cut(ends[1]));
    cluster_give_left(&cluster);
    ck_assert(takes(0, true));
    ck_assert(!takes(1, true));
    ck_assert(!is_cut(client_fd));
    (void)close(client_fd);
    (void)close(ends[1]);
}
END_TEST

/* Worker 0 is asked about a connection; what it says first, if not NULL, is of that one. */
static int doubt(bool is_given, const char *says) {
    char text[128];
    int client_fd, fd = left(two_workers(), &client_fd);
    cluster_take_doubtful(&cluster, &fakes[0].worker, fd,
                          inherit_doubt(&fakes[0].worker, LEFT_SEQ, is_given));
    ck_assert_uint_eq(fakes[0].worker.n_conns, 1);
    (void)snprintf(text, sizeof text,
                   "{\"cmd\":\"NODE_CLUSTER\",\"ack\":%d,\"accepted\":%s,\"seq\":5}\n", LEFT_SEQ,
                   says ? says : "");
    if (says)
        say(0, text);
    return client_fd;
}

START_TEST(asks_about_what_may_have_been_given) {
    static const struct {
        bool is_given;
        const char *says;
        bool goes_on, is_cut;
    } rows[] = {
        {false, NULL, true, false}, {false, "true", false, true}, {false, "false", true, false},
        {true, NULL, false, true},  {true, "true", false, true},  {true, "false", true, false},
    };
    int fd = doubt(rows[_i].is_given, rows[_i].says);
    const char *line = told(0);
    ck_assert_ptr_nonnull(strstr(line, "\"key\":\"L0\"")); /* nobody has that: it refuses */
    char text[128];
    (void)snprintf(text, sizeof text,
                   "{\"cmd\":\"NODE_CLUSTER\",\"ack\":%lld,\"accepted\":false,\"seq\":6}\n",
                   (long long)number_in(line, "seq"));
    say(0, text);
    ck_assert_uint_eq(fakes[0].worker.n_conns + fakes[1].worker.n_conns, rows[_i].goes_on);
    ck_assert_int_eq(is_cut(fd), rows[_i].is_cut); /* here the worker has no duplicate */
    (void)close(fd);
}
END_TEST

/* It dies, and has not answered. */
START_TEST(does_not_ask_the_dead) {
    int fd = doubt(_i, NULL);
    die(0);
    turn();
    ck_assert(takes(1, true) == !_i);
    ck_assert_int_eq(is_cut(fd), _i);
    (void)close(fd);
}
END_TEST

Suite *suite_cluster(void);
Suite *suite_cluster(void) {
    Suite *suite = suite_create("cluster");
    TCase *tcase = tcase_create("pool");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, answers_queries);
    tcase_add_test(tcase, shares_the_socket_where_asked);
    tcase_add_test(tcase, gives_in_turn_one_at_a_time);
    tcase_add_test(tcase, gives_again_what_was_not_taken);
    tcase_add_test(tcase, hears_the_dead_out);
    tcase_add_test(tcase, keeps_what_nobody_can_have_yet);
    tcase_add_test(tcase, holds_back_until_released);
    tcase_add_test(tcase, turns_to_those_that_replace);
    tcase_add_test(tcase, drains);
    tcase_add_test(tcase, closes_sockets_that_are_not_wanted);
    tcase_add_test(tcase, bounds_how_much_one_may_open);
    tcase_add_test(tcase, goes_on_from_a_record);
    tcase_add_test(tcase, inherits_what_nobody_was_given);
    tcase_add_loop_test(tcase, asks_about_what_may_have_been_given, 0, 6);
    tcase_add_loop_test(tcase, does_not_ask_the_dead, 0, 2);
    suite_add_tcase(suite, tcase);
    return suite;
}
