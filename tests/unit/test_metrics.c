/* What programs tell of themselves: what is taken, and what is left out. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "runtime/metrics.h"

static void shows(const struct metrics *m, const char *expected) {
    struct buf out = {0};
    struct json_out j;
    json_out_init(&j, &out, 0);
    json_begin_object(&j);
    metrics_write(m, &j);
    json_end_object(&j);
    buf_char(&out, 0);
    ck_assert_str_eq(out.p, expected);
    buf_done(&out);
}

static bool take(struct metrics *m, const char *json) {
    return metrics_take(m, str_of(json));
}

START_TEST(nothing) {
    struct metrics m = {0};
    shows(&m, "{\"metrics\":{},\"metrics_left_out\":0,\"actions\":[],\"messages\":0,"
              "\"last_message\":null}");
    metrics_done(&m);
}
END_TEST

START_TEST(the_last_value_counts) {
    struct metrics m = {0};
    ck_assert(take(&m, "{\"type\":\"axm:monitor\",\"data\":{\"a "
                       "\\\"b\\\"\":{\"value\":\"1\",\"unit\":\"MiB\"},\"c\":5}}"));
    ck_assert(take(&m, "{\"data\":{\"c\":6,\"a "
                       "\\\"b\\\"\":{\"value\":2,\"type\":null}},\"type\":\"axm:monitor\"}"));
    shows(&m,
          "{\"metrics\":{\"a \\\"b\\\"\":{\"value\":2},\"c\":{\"value\":6}},\"metrics_left_out\":0,"
          "\"actions\":[],\"messages\":0,\"last_message\":null}");
    metrics_done(&m);
}
END_TEST

START_TEST(actions_by_their_names) {
    struct metrics m = {0};
    ck_assert(!metrics_has_action(&m, STR("x y")));
    ck_assert(take(&m, "{\"type\":\"axm:action\",\"data\":{\"action_name\":\"x\\u0020y\",\"arity\":"
                       "2,\"opts\":{\"a\":[]}}}"));
    ck_assert(take(&m, "{\"type\":\"axm:action\",\"data\":{\"action_name\":\"x y\",\"arity\":1}}"));
    ck_assert(metrics_has_action(&m, STR("x y")));
    ck_assert(!metrics_has_action(&m, STR("x")));
    shows(&m, "{\"metrics\":{},\"metrics_left_out\":0,\"actions\":[{\"action_name\":\"x "
              "y\",\"arity\":1}],"
              "\"messages\":0,\"last_message\":null}");
    metrics_done(&m);
}
END_TEST

START_TEST(messages_are_counted) {
    struct metrics m = {0};
    ck_assert(take(&m, "{\"type\":\"process:msg\",\"data\":1}"));
    ck_assert(take(&m, "{\"type\":\"process:msg\",\"data\":\"\xff\"}"));
    ck_assert(m.n_messages == 2 && !m.last_message);
    ck_assert(take(&m, "{\"type\":\"process:msg\"}"));
    ck_assert_str_eq(m.last_message, "{\"type\":\"process:msg\"}");
    ck_assert(!take(&m, "{\"type\":\"axm:reply\",\"data\":{}}"));
    ck_assert(!take(&m, "\"ready\""));
    ck_assert(!take(&m, "[1]"));
    metrics_done(&m);
    ck_assert(m.n_messages == 0 && !m.last_message);
}
END_TEST

START_TEST(what_cannot_be_shown_is_left_out) {
    static const char *const bad[] = {
        "{\"type\":\"axm:monitor\",\"data\":{\"deep\":{\"value\":[[1]]}}}",
        "{\"type\":\"axm:monitor\",\"data\":{\"list\":[1]}}",
        "{\"type\":\"axm:monitor\",\"data\":{\"bytes\":\"\xc3\"}}",
        "{\"type\":\"axm:monitor\",\"data\":{\"\xc3\":1}}",
        "{\"type\":\"axm:monitor\",\"data\":{\"\":1}}",
        "{\"type\":\"axm:action\",\"data\":{\"action_name\":7}}",
        "{\"type\":\"axm:action\",\"data\":\"x\"}",
        "{\"type\":\"axm:action\"}",
    };
    struct metrics m = {0};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        ck_assert(take(&m, bad[i]));
        ck_assert_msg(m.n_left_out == i + 1 && m.values.n + m.actions.n == 0, "%s", bad[i]);
    }
    metrics_done(&m);
}
END_TEST

START_TEST(only_so_many) {
    struct metrics m = {0};
    char text[4096];
    for (int i = 0; i < 2 * METRICS_MOST; i++) {
        (void)snprintf(text, sizeof text, "{\"type\":\"axm:monitor\",\"data\":{\"m%d\":%d}}", i, i);
        ck_assert(take(&m, text));
    }
    ck_assert_uint_eq(m.values.n, METRICS_MOST);
    ck_assert(m.n_left_out == METRICS_MOST);
    (void)snprintf(text, sizeof text, "{\"type\":\"axm:monitor\",\"data\":{\"m0\":\"%0*d\"}}",
                   METRIC_VALUE_MOST, 1);
    ck_assert(take(&m, text));
    (void)snprintf(text, sizeof text, "{\"type\":\"axm:monitor\",\"data\":{\"%0*d\":1}}",
                   METRIC_NAME_MOST + 1, 1);
    ck_assert(take(&m, text));
    ck_assert(m.n_left_out == METRICS_MOST + 2);
    metrics_done(&m);
}
END_TEST

Suite *suite_metrics(void);
Suite *suite_metrics(void) {
    Suite *s = suite_create("metrics");
    TCase *c = tcase_create("metrics");
    tcase_add_test(c, nothing);
    tcase_add_test(c, the_last_value_counts);
    tcase_add_test(c, actions_by_their_names);
    tcase_add_test(c, messages_are_counted);
    tcase_add_test(c, what_cannot_be_shown_is_left_out);
    tcase_add_test(c, only_so_many);
    suite_add_tcase(s, c);
    return s;
}
