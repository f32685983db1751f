/* The control socket: requests, greetings, clients that misbehave. */
#include <check.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/ctl/json_in.h"
#include "runtime/ctl/request.h"
#include "runtime/ctl/server.h"
#include "runtime/ctl/socket.h"
#include "runtime/os/clock.h"

/* ---- requests -------------------------------------------------------------------------------- */

static int parse(const char *line, struct ctl_request *request, struct arena *a, struct err *err) {
    arena_init_may_fail(a, 0);
    return ctl_request_parse(str_of(line), a, request, err);
}

START_TEST(a_request_survives_the_way) {
    const char *targets[] = {"api", "we\"ird\n", "all"};
    struct buf line = {0};
    struct arena a;
    struct ctl_request request;
    struct err err;
    ctl_request_write(
        &line, &(struct ctl_request){
                   .command = CTL_RESTART, .targets = {targets, 3}, .keep = true, .reload = true});
    ck_assert_int_eq(line.p[line.n - 1], '\n');
    ck_assert_ptr_null(memchr(line.p, '\n', line.n - 1));
    line.p[line.n - 1] = 0;
    ck_assert_int_eq(parse(line.p, &request, &a, &err), 0);
    ck_assert_int_eq(request.command, CTL_RESTART);
    ck_assert_uint_eq(request.targets.n, 3);
    ck_assert_str_eq(request.targets.at[1], targets[1]);
    ck_assert(request.keep && !request.dry_run && request.reload && !request.restart);
    arena_done(&a);
    buf_done(&line);
}
END_TEST

START_TEST(wrong_requests_are_told_apart) {
    static const struct {
        const char *line, *message;
    } cases[] = {
        {"", "no JSON"},
        {"{", "no JSON"},
        {"[1]", "JSON object"},
        {"{\"v\":1,\"cmd\":\"list\"} x", "follows"},
        {"{\"cmd\":\"list\"}", "version 1"},
        {"{\"v\":2,\"cmd\":\"list\"}", "version 1"},
        {"{\"v\":\"1\",\"cmd\":\"list\"}", "version 1"},
        {"{\"v\":1}", "no cmd"},
        {"{\"v\":1,\"cmd\":7}", "no cmd"},
        {"{\"v\":1,\"cmd\":\"explode\"}", "unknown cmd \"explode\""},
        {"{\"v\":1,\"cmd\":\"stop\"}", "needs targets"},
        {"{\"v\":1,\"cmd\":\"stop\",\"targets\":\"all\"}", "needs targets"},
        {"{\"v\":1,\"cmd\":\"stop\",\"targets\":[]}", "needs targets"},
        {"{\"v\":1,\"cmd\":\"stop\",\"targets\":[1]}", "no text"},
        {"{\"v\":1,\"cmd\":\"apply\",\"blobs\":[1,2,3]}", "argument is no text"},
        {"{\"v\":1,\"cmd\":\"apply\",\"argument\":\"/\",\"blobs\":[1,2]}", "3 blobs"},
        {"{\"v\":1,\"cmd\":\"apply\",\"argument\":\"/\",\"blobs\":[1,2,-3]}", "more than"},
        {"{\"v\":1,\"cmd\":\"apply\",\"argument\":\"/\",\"blobs\":[1,2,67108864]}", "more than"},
        {"{\"v\":1,\"cmd\":\"stop\",\"targets\":[\"a\\u0000b\"]}", "no text"},
        {"{\"v\":1,\"cmd\":\"stop\",\"targets\":[[[[[[[[[[[[\"x\"]]]]]]]]]]]]}", "no JSON"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct arena a;
        struct ctl_request request;
        struct err err = {0};
        ck_assert_msg(parse(cases[i].line, &request, &a, &err) < 0, "%s", cases[i].line);
        ck_assert_msg(strstr(err.msg, cases[i].message), "%s: %s", cases[i].line, err.msg);
        arena_done(&a);
    }
}
END_TEST

/* ---- the server ------------------------------------------------------------------------------ */

static char home[160];
static struct os_poll poll_set;
static struct ctl_server server;
static struct ctl_client *waiting; /* asked, not answered */
static unsigned n_requests, n_gone;

/* Echoes what came in the blobs, with progress before. */
static void take_apply(struct ctl_client *client, const struct ctl_request *request) {
    char text[128];
    (void)snprintf(text, sizeof text, "{\"ok\":true,\"got\":\"%.*s|%.*s|%.*s\"}",
                   STR_ARG(request->blob[0]), STR_ARG(request->blob[1]), STR_ARG(request->blob[2]));
    ctl_progress(client, STR("{\"n\":1}"));
    ctl_progress(client, STR("{\"n\":2}"));
    ctl_reply(client, str_of(text));
}

static void on_request(void *ctx, struct ctl_client *client, const struct ctl_request *request) {
    (void)ctx;
    n_requests++;
    if (request->command == CTL_STOP)
        waiting = client;
    else if (request->command == CTL_APPLY)
        take_apply(client, request);
    else if (request->command == CTL_SHOW)
        ctl_reply_error(client, "no such app");
    else
        ctl_reply(client, STR("{\"ok\":true}"));
}

static void on_gone(void *ctx, struct ctl_client *client) {
    (void)ctx;
    n_gone++;
    if (waiting == client)
        waiting = NULL;
}

static void serve(const char *tail) {
    struct err err = {0};
    int fd;
    char base[] = "/tmp/ecort-ctl-XXXXXX";
    ck_assert_ptr_nonnull(mkdtemp(base));
    (void)snprintf(home, sizeof home, "%s%s", base, tail);
    (void)mkdir(home, 0700);
    ck_assert_int_eq(os_poll_open(&poll_set, &err), 0);
    ck_assert_msg(ctl_socket_listen(home, &fd, &err) == 0, "%s", err.msg);
    server = (struct ctl_server){.poll = &poll_set, .request = on_request, .gone = on_gone};
    ck_assert_int_eq(ctl_server_open(&server, fd, &err), 0);
}

static void stop_serving(void) {
    ctl_server_close(&server);
    os_poll_close(&poll_set);
    ctl_socket_remove(home);
    (void)rmdir(home);
    char *slash = strrchr(home, '/');
    if (strlen(home) > 30)
        *slash = 0;
    (void)rmdir(home);
}

static int connect_client(void) {
    struct err err;
    int fd;
    ck_assert_int_eq(ctl_socket_connect(home, &fd, &err), CTL_CONNECTED);
    return fd;
}

static void turn_until_idle(void) {
    for (int i = 0; i < 50; i++)
        os_poll_wait(&poll_set, 2);
}

/* Everything the client can read now; "" and *closed where the server hung up. */
static const char *heard(int fd, bool *closed) {
    static char text[8192];
    size_t n = 0;
    turn_until_idle();
    *closed = false;
    for (;;) {
        ssize_t got = recv(fd, text + n, sizeof text - 1 - n, MSG_DONTWAIT);
        if (got == 0)
            *closed = true;
        if (got <= 0)
            break;
        n += (size_t)got;
        turn_until_idle();
    }
    text[n] = 0;
    return text;
}

static void tell(int fd, const char *text) {
    ck_assert_int_eq(send(fd, text, strlen(text), MSG_NOSIGNAL), (ssize_t)strlen(text));
}

START_TEST(a_conversation) {
    bool closed;
    serve("");
    int fd = connect_client();
    const char *text = heard(fd, &closed);
    ck_assert_ptr_nonnull(strstr(text, "{\"v\":1,\"ecort\":\""));
    tell(fd, "{\"v\":1,\"cmd\":\"list\"}\n{\"v\":1,\"cmd\":\"show\",\"targets\":[\"x\"]}\n");
    text = heard(fd, &closed);
    ck_assert_str_eq(text, "{\"ok\":true}\n{\"ok\":false,\"error\":\"no such app\"}\n");
    ck_assert(!closed);
    (void)close(fd);
    turn_until_idle();
    ck_assert_uint_eq(n_gone, 1);
    ck_assert_uint_eq(server.n_clients, 0);
    stop_serving();
}
END_TEST

START_TEST(one_request_at_a_time) {
    bool closed;
    serve("");
    int fd = connect_client();
    (void)heard(fd, &closed);
    tell(fd, "{\"v\":1,\"cmd\":\"stop\",\"targets\":[\"x\"]}\n{\"v\":1,\"cmd\":\"list\"}\n");
    ck_assert_str_eq(heard(fd, &closed), "");
    ck_assert_uint_eq(n_requests, 1);
    ck_assert_int_eq(ctl_server_deadline(&server), -1); /* it may take as long as it takes */
    ctl_reply(waiting, STR("{\"ok\":true,\"late\":1}"));
    ck_assert_str_eq(heard(fd, &closed), "{\"ok\":true,\"late\":1}\n{\"ok\":true}\n");
    (void)close(fd);
    stop_serving();
}
END_TEST

START_TEST(blobs_and_progress) {
    bool closed;
    serve("");
    int fd = connect_client();
    (void)heard(fd, &closed);
    tell(fd, "{\"v\":1,\"cmd\":\"apply\",\"argument\":\"/\",\"blobs\":[3,0,5]}\nabcpl");
    ck_assert_str_eq(heard(fd, &closed), "");
    ck_assert_uint_eq(n_requests, 0);
    ck_assert_int_gt(ctl_server_deadline(&server), 0); /* it is not waited for for ever */
    tell(fd, "a\nn{\"v\":1,\"cmd\":\"list\"}\n");
    ck_assert_str_eq(heard(fd, &closed), "{\"progress\":{\"n\":1}}\n{\"progress\":{\"n\":2}}\n"
                                         "{\"ok\":true,\"got\":\"abc||pla\nn\"}\n{\"ok\":true}\n");
    (void)close(fd);
    stop_serving();
}
END_TEST

START_TEST(a_client_that_leaves_is_forgotten) {
    bool closed;
    serve("");
    int fd = connect_client();
    (void)heard(fd, &closed);
    tell(fd, "{\"v\":1,\"cmd\":\"stop\",\"targets\":[\"x\"]}\n");
    (void)heard(fd, &closed);
    ck_assert_ptr_nonnull(waiting);
    (void)close(fd);
    turn_until_idle();
    ck_assert_ptr_null(waiting);
    stop_serving();
}
END_TEST

START_TEST(a_half_closed_client_gets_its_answer) {
    bool closed;
    serve("");
    int fd = connect_client();
    tell(fd, "{\"v\":1,\"cmd\":\"stop\",\"targets\":[\"x\"]}\n");
    (void)shutdown(fd, SHUT_WR);
    (void)heard(fd, &closed);
    ck_assert_ptr_nonnull(waiting);
    ctl_reply(waiting, STR("{\"ok\":true}"));
    ck_assert_str_eq(heard(fd, &closed), "{\"ok\":true}\n");
    ck_assert(closed);
    (void)close(fd);
    stop_serving();
}
END_TEST

START_TEST(garbage_is_answered_and_cut) {
    bool closed;
    serve("");
    int fd = connect_client();
    tell(fd, "GET / HTTP/1.1\r\n\r\n");
    ck_assert_ptr_nonnull(strstr(heard(fd, &closed), "\"closing\":true"));
    ck_assert(closed);
    (void)close(fd);
    stop_serving();
}
END_TEST

START_TEST(an_endless_line_is_cut) {
    static char much[16384];
    bool closed = false;
    serve("");
    int fd = connect_client();
    memset(much, 'x', sizeof much);
    for (int i = 0; i < 64; i++) {
        (void)send(fd, much, sizeof much, MSG_NOSIGNAL | MSG_DONTWAIT);
        os_poll_wait(&poll_set, 0);
        if (server.clients)
            ck_assert_uint_le(server.clients->in.n, CTL_REQUEST_MOST + 4096);
    }
    turn_until_idle();
    ck_assert_uint_eq(server.n_clients, 0);
    (void)heard(fd, &closed);
    (void)close(fd);
    stop_serving();
}
END_TEST

START_TEST(the_silent_and_the_slow_are_cut) {
    bool closed;
    serve("");
    int fd = connect_client();
    tell(fd, "{\"v\":1,");
    (void)heard(fd, &closed);
    int64_t at_ms = ctl_server_deadline(&server);
    ck_assert_int_gt(at_ms, os_now_ms());
    ctl_server_expire(&server, at_ms - 1);
    ck_assert_uint_eq(server.n_clients, 1);
    ctl_server_expire(&server, at_ms);
    ck_assert_uint_eq(server.n_clients, 0);
    (void)close(fd);
    stop_serving();
}
END_TEST

START_TEST(too_many_clients) {
    int fds[64];
    bool closed;
    serve("");
    for (int i = 0; i < 64; i++) {
        fds[i] = connect_client();
        turn_until_idle();
    }
    ck_assert_uint_eq(server.n_clients, 32);
    ck_assert_ptr_nonnull(strstr(heard(fds[63], &closed), "too many clients"));
    ck_assert(closed);
    for (int i = 0; i < 64; i++)
        (void)close(fds[i]);
    turn_until_idle();
    ck_assert_uint_eq(server.n_clients, 0);
    stop_serving();
}
END_TEST

START_TEST(a_home_with_a_long_path) {
    bool closed;
    serve("/a-directory-name-that-is-so-long-that-no-unix-socket-could-ever-be-bound-to-its-whole-"
          "path-"
          "directly");
    int fd = connect_client();
    ck_assert_ptr_nonnull(strstr(heard(fd, &closed), "\"v\":1"));
    (void)close(fd);
    stop_serving();
}
END_TEST

START_TEST(nobody_is_there) {
    struct err err;
    int fd;
    ck_assert_int_eq(ctl_socket_connect("/tmp/ecort-no-such-home", &fd, &err), CTL_NOBODY);
    serve("");
    (void)close(server.watch.fd); /* a crash: the socket file stays */
    server.watch.fd = -1;
    ck_assert_int_eq(ctl_socket_connect(home, &fd, &err), CTL_NOBODY);
    ck_assert_int_eq(ctl_socket_listen(home, &fd, &err), 0); /* and is taken over */
    (void)close(fd);
    stop_serving();
}
END_TEST

Suite *suite_ctl(void);
Suite *suite_ctl(void) {
    Suite *suite = suite_create("control");
    TCase *tcase = tcase_create("ctl");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, a_request_survives_the_way);
    tcase_add_test(tcase, wrong_requests_are_told_apart);
    tcase_add_test(tcase, a_conversation);
    tcase_add_test(tcase, one_request_at_a_time);
    tcase_add_test(tcase, blobs_and_progress);
    tcase_add_test(tcase, a_client_that_leaves_is_forgotten);
    tcase_add_test(tcase, a_half_closed_client_gets_its_answer);
    tcase_add_test(tcase, garbage_is_answered_and_cut);
    tcase_add_test(tcase, an_endless_line_is_cut);
    tcase_add_test(tcase, the_silent_and_the_slow_are_cut);
    tcase_add_test(tcase, too_many_clients);
    tcase_add_test(tcase, a_home_with_a_long_path);
    tcase_add_test(tcase, nobody_is_there);
    suite_add_tcase(suite, tcase);
    return suite;
}
