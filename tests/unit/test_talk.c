/* Conversations that wait for nothing. */
#include <check.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "runtime/ctl/talk.h"

static struct ctl_talk talk;
static int other;

static void begin(void) {
    int pair[2];
    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    talk = (struct ctl_talk){.fd = pair[0]};
    other = pair[1];
    ctl_request_write(&talk.out, &(struct ctl_request){.command = CTL_LIST});
}

static void end(void) {
    ctl_talk_close(&talk);
    ck_assert_int_eq(talk.fd, -1);
    (void)close(other);
}

static void say(const char *text) {
    ck_assert_int_eq(send(other, text, strlen(text), 0), (ssize_t)strlen(text));
}

/* What is heard, and a number in it. */
static enum ctl_heard hear(int64_t *n) {
    struct json_in *line;
    const struct json_in *said = NULL;
    struct err err = {0};
    enum ctl_heard heard = ctl_talk_next(&talk, &line, &said, &err);
    *n = json_in_int(json_in_get(said, "n"));
    if (heard == CTL_HEARD_END)
        ck_assert_str_ne(err.msg, "");
    json_in_free(line);
    return heard;
}

START_TEST(it_asks_when_it_was_greeted) {
    static const char greeting[] = "{\"v\":1,\"ecort\":\"1\",\"pid\":7}\n";
    char text[100];
    int64_t n;
    begin();
    ck_assert_int_eq(hear(&n), CTL_HEARD_NOTHING);
    for (const char *p = greeting; *p; p++) { /* in as many pieces as there can be */
        ck_assert_int_eq(recv(other, text, sizeof text, MSG_DONTWAIT), -1);
        ck_assert_int_eq(send(other, p, 1, 0), 1);
        ck_assert_int_eq(hear(&n), CTL_HEARD_NOTHING);
    }
    ssize_t got = recv(other, text, sizeof text - 1, MSG_DONTWAIT);
    ck_assert_int_gt(got, 0);
    text[got] = 0;
    ck_assert_str_eq(text, "{\"v\":1,\"cmd\":\"list\"}\n");
    say("{\"progress\":{\"n\":1}}\n{\"progress\":{\"n\":2}}\n{\"ok\":true,\"n\":");
    ck_assert_int_eq(hear(&n), CTL_HEARD_PROGRESS);
    ck_assert_int_eq(n, 1);
    ck_assert_int_eq(hear(&n), CTL_HEARD_PROGRESS);
    ck_assert_int_eq(n, 2);
    ck_assert_int_eq(hear(&n), CTL_HEARD_NOTHING);
    say("3}\n");
    ck_assert_int_eq(hear(&n), CTL_HEARD_REPLY);
    ck_assert_int_eq(n, 3);
    end();
}
END_TEST

static const char *const wrong[] = {
    "{\"v\":2}\n",
    "{\"v\":1,\"error\":\"too many clients\"}\n",
    "HTTP/1.1 400\n",
    "\n",
    "{\"v\":1}\n{\"progress\":\n",
};

START_TEST(what_is_no_supervisor_ends_it) {
    int64_t n;
    begin();
    say(wrong[_i]);
    ck_assert_int_eq(hear(&n), CTL_HEARD_END);
    end();
}
END_TEST

START_TEST(a_supervisor_that_leaves_ends_it) {
    int64_t n;
    begin();
    say("{\"v\":1}\n{\"ok\":true,\"n\":5}\n{\"half");
    (void)shutdown(other, SHUT_RDWR);
    ck_assert_int_eq(hear(&n), CTL_HEARD_END); /* the request cannot be sent any more */
    end();
    begin();
    say("{\"v\":1}\n");
    ck_assert_int_eq(hear(&n), CTL_HEARD_NOTHING);
    say("{\"ok\":true,\"n\":5}\n{\"half");
    (void)shutdown(other, SHUT_RDWR);
    ck_assert_int_eq(hear(&n), CTL_HEARD_REPLY);
    ck_assert_int_eq(n, 5);
    ck_assert_int_eq(hear(&n), CTL_HEARD_END);
    end();
}
END_TEST

START_TEST(nobody_to_talk_to) {
    struct err err;
    ck_assert_int_eq(
        ctl_talk_open(&talk, "/nowhere/at/all", &(struct ctl_request){.command = CTL_LIST}, &err),
        CTL_NO_SUPERVISOR);
    ck_assert_int_eq(talk.fd, -1);
    ctl_talk_close(&talk);
}
END_TEST

Suite *suite_talk(void) {
    Suite *s = suite_create("talk");
    TCase *t = tcase_create("talk");
    tcase_add_test(t, it_asks_when_it_was_greeted);
    tcase_add_loop_test(t, what_is_no_supervisor_ends_it, 0, (int)ARRAY_LEN(wrong));
    tcase_add_test(t, a_supervisor_that_leaves_ends_it);
    tcase_add_test(t, nobody_to_talk_to);
    suite_add_tcase(s, t);
    return s;
}
