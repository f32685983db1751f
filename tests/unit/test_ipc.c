/* Messages of Node's channel, and the JSON they are made of. */
#include <check.h>
#include <stdlib.h>

#include "runtime/cluster/ipc.h"
#include "runtime/cluster/json_scan.h"

static struct buf text(const char *json) {
    struct buf out = {0};
    ck_assert_msg(json_scan_text(str_of(json), &out), "%s", json);
    buf_char(&out, 0);
    return out;
}

START_TEST(takes_values_and_refuses_others) {
    static const char *const good[] = {
        "null",
        " true ",
        "-1.5e+10",
        "\"a\\\"b\"",
        "[]",
        "{}",
        "[1, [2, {\"a\": [ ]}], \"x\"]",
        "{\"a\":1,\"b\":{\"c\":[{}]}}",
        "0",
        "\"\\u00e9\"",
    };
    static const char *const bad[] = {
        "",    "nul",       "tru e",   "01x",      "-",         "1.",         "1e",    "\"",
        "\"a", "\"a\nb\"",  "\"\\",    "[",        "[1",        "[1,",        "[1,]",  "[,1]",
        "{",   "{\"a\"",    "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{a:1}", "{1:1}",
        "[1}", "{\"a\":1]", "1 2",     "[] []",    "}",         "]",          ",",
    };
    for (size_t i = 0; i < ARRAY_LEN(good); i++)
        ck_assert_msg(json_scan_is_value(str_of(good[i])), "%s", good[i]);
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        ck_assert_msg(!json_scan_is_value(str_of(bad[i])), "%s", bad[i]);
}
END_TEST

START_TEST(bounds_depth) {
    char deep[2 * JSON_SCAN_DEPTH + 4];
    for (unsigned depth = JSON_SCAN_DEPTH; depth <= JSON_SCAN_DEPTH + 1; depth++) {
        memset(deep, '[', depth);
        memset(deep + depth, ']', depth);
        ck_assert_int_eq(json_scan_is_value((struct str){deep, 2 * (size_t)depth}),
                         depth == JSON_SCAN_DEPTH);
    }
}
END_TEST

/* Sums "n" of the objects in "list", in one pass; -1 where it is no such text. */
static int64_t sum_list(struct str text) {
    struct json_scan top = json_scan_object(text);
    struct str key, value;
    int64_t n, sum = 0;
    while (json_scan_key(&top, &key) && !str_eqz(key, "list"))
        if (!json_scan_value(&top, &value))
            return -1;
    struct json_scan list = json_scan_enter(&top, '[');
    while (json_scan_has_item(&list)) {
        struct json_scan object = json_scan_enter(&list, '{');
        while (json_scan_next(&object, &key, &value))
            sum += str_eqz(key, "n") && json_scan_int(value, &n) ? n : 0;
        if (!json_scan_leave(&list, &object, '}'))
            return -1;
    }
    if (!json_scan_leave(&top, &list, ']') || json_scan_key(&top, &key))
        return -1;
    struct json_scan none = {0};
    return json_scan_leave(&none, &top, '}') ? sum : -1;
}

START_TEST(enters_and_leaves) {
    ck_assert_int_eq(sum_list(STR("{\"ok\":true,\"list\":[{\"n\":1,\"x\":[{}]}, { } ,{\"n\":4}]}")),
                     5);
    ck_assert_int_eq(sum_list(STR("{ \"list\" : [ ] }")), 0);
    static const char *const broken[] = {"{\"list\":[{\"n\":1}",
                                         "{\"list\":[{\"n\":1]}",
                                         "{\"list\":[{\"n\":1},",
                                         "{\"list\":{}}",
                                         "{\"list\":[1]}",
                                         "{\"ok\":tru,\"list\":[]}",
                                         "[]",
                                         ""};
    for (size_t i = 0; i < ARRAY_LEN(broken); i++)
        ck_assert_int_eq(sum_list(str_of(broken[i])), -1);
}
END_TEST

START_TEST(walks_members_and_items) {
    struct json_scan scan = json_scan_object(STR(" { \"a\" : [1 , 2] , \"b c\":\"x\",\"a\":3 } "));
    struct str key, value;
    ck_assert(json_scan_next(&scan, &key, &value));
    ck_assert(str_eqz(key, "a") && str_eqz(value, "[1 , 2]"));
    ck_assert(json_scan_next(&scan, &key, &value));
    ck_assert(str_eqz(key, "b c") && str_eqz(value, "\"x\""));
    ck_assert(json_scan_next(&scan, &key, &value) && !json_scan_next(&scan, &key, &value));
    scan = json_scan_array(STR("[1,{\"a\":[]}]"));
    ck_assert(json_scan_item(&scan, &value) && str_eqz(value, "1"));
    ck_assert(json_scan_item(&scan, &value) && str_eqz(value, "{\"a\":[]}"));
    ck_assert(!json_scan_item(&scan, &value));
    ck_assert(str_eqz(json_scan_get(STR("{\"a\":1,\"a\":3}"), "a"), "3"));
    ck_assert_uint_eq(json_scan_get(STR("{\"a\":1}"), "b").n, 0);
    ck_assert_uint_eq(json_scan_get(STR("[1]"), "b").n, 0);
}
END_TEST

START_TEST(decodes_strings_and_numbers) {
    static const char *const bad[] = {"\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "1", "\""};
    struct buf out = text("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\"");
    ck_assert_str_eq(out.p, "a\"\\/\b\f\n\r\t\xc3\xa9\xf0\x9f\x98\x80");
    buf_done(&out);
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        ck_assert_msg(!json_scan_text(str_of(bad[i]), &out), "%s", bad[i]);
        buf_done(&out);
    }
    int64_t n;
    ck_assert(json_scan_int(STR("-98"), &n) && n == -98);
    ck_assert(json_scan_int(STR("\"23111\""), &n) && n == 23111);
    ck_assert(!json_scan_int(STR("1.5"), &n) && !json_scan_int(STR(""), &n) &&
              !json_scan_int(STR("-"), &n));
    ck_assert(!json_scan_int(STR("12345678901234567890"), &n) && !json_scan_int(STR("\"\""), &n));
}
END_TEST

START_TEST(tells_messages_apart) {
    static const struct {
        const char *line;
        enum ipc_kind kind;
    } cases[] = {
        {"\"ready\"", IPC_USER},
        {"{\"type\":\"axm:monitor\",\"data\":{}}", IPC_USER},
        {"{\"cmd\":\"NODE_\"}", IPC_USER}, /* Node has it so: longer than the prefix */
        {"{\"cmd\":5}", IPC_USER},
        {"[{\"cmd\":\"NODE_CLUSTER\"}]", IPC_USER},
        {"{\"cmd\":\"NODE_OTHER\"}", IPC_OTHER},
        {"{\"cmd\":\"NODE_CLUSTER\",\"act\":\"online\",\"seq\":0}", IPC_ONLINE},
        {"{\"seq\":0,\"act\":\"queryServer\",\"cmd\":\"NODE_CLUSTER\"}", IPC_QUERY},
        {"{\"cmd\":\"NODE_CLUSTER\",\"act\":\"listening\"}", IPC_LISTENING},
        {"{\"cmd\":\"NODE_CLUSTER\",\"act\":\"close\",\"key\":\"L3\"}", IPC_CLOSE},
        {"{\"cmd\":\"NODE_CLUSTER\",\"act\":\"exitedAfterDisconnect\",\"seq\":4}", IPC_EXITING},
        {"{\"cmd\":\"NODE_CLUSTER\",\"ack\":7,\"accepted\":true,\"seq\":9}", IPC_ACK},
        {"{\"cmd\":\"NODE_CLUSTER\",\"act\":\"dance\"}", IPC_OTHER},
        {"{\"cmd\":\"NODE_HANDLE_ACK\"}", IPC_HANDLE_ACK},
        {"{\"cmd\":\"NODE_HANDLE_NACK\"}", IPC_HANDLE_NACK},
        {"{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Server\",\"msg\":{\"a\":1}}", IPC_HANDLE},
        {"", IPC_JUNK},
        {"{", IPC_JUNK},
        {"\x02{\"a\":1}", IPC_JUNK},
        {"{\"cmd\":\"NODE_CLUSTER\",\"act\":\"online\"", IPC_JUNK},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        ck_assert_msg(ipc_parse(str_of(cases[i].line)).kind == cases[i].kind, "%s", cases[i].line);
    struct ipc_message m =
        ipc_parse(STR("{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Server\",\"msg\":{\"a\":1}}"));
    ck_assert(str_eqz(m.text, "{\"a\":1}"));
}
END_TEST

START_TEST(reads_fields) {
    struct ipc_message m = ipc_parse(STR(
        "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"close\",\"key\":\"L12\",\"port\":\"80\",\"seq\":3}"));
    ck_assert_int_eq(ipc_key(&m), 12);
    ck_assert_int_eq(ipc_int(&m, IPC_PORT, -1), 80);
    ck_assert_int_eq(ipc_int(&m, IPC_FD, -1), -1);
    static const char *const others[] = {"7", "\"L\"", "\"Lx\"", "\"K1\"", "\"\"", "\"L1", "null"};
    for (size_t i = 0; i < ARRAY_LEN(others); i++) {
        m.field[IPC_KEY] = str_of(others[i]);
        ck_assert_msg(ipc_key(&m) == -1, "%s", others[i]);
    }
}
END_TEST

static void writes(struct buf *out, const char *expected) {
    buf_char(out, 0);
    ck_assert_str_eq(out->p, expected);
    ck_assert(json_scan_is_value((struct str){out->p, out->n - 1}));
    buf_done(out);
}

START_TEST(writes_lines) {
    struct buf out = {0};
    ipc_write_connection(&out, 5, 2);
    writes(&out,
           "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Native\",\"msg\":{\"cmd\":\"NODE_CLUSTER\","
           "\"act\":\"newconn\",\"key\":\"L2\",\"seq\":5}}\n");
    struct ipc_answer plain = {.seq = 1, .ack = 9, .key = 3, .name = STR("{\"port\":80}")};
    ipc_write_answer(&out, &plain);
    writes(&out, "{\"cmd\":\"NODE_CLUSTER\",\"ack\":9,\"errno\":0,\"key\":\"L3\",\"data\":null,"
                 "\"sockname\":{\"port\":80},\"seq\":1}\n");
    struct ipc_answer shared = {
        .seq = 1, .ack = 9, .key = 3, .data = STR("{}"), .handle = IPC_DATAGRAM};
    ipc_write_answer(&out, &shared);
    writes(&out,
           "{\"cmd\":\"NODE_HANDLE\",\"type\":\"dgram.Native\",\"msg\":{\"cmd\":\"NODE_CLUSTER\","
           "\"ack\":9,\"errno\":0,\"key\":\"L3\",\"data\":{},\"seq\":1}}\n");
    ipc_write_disconnect(&out, 4, 1000);
    writes(&out, "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"disconnect\",\"grace\":1000,\"seq\":4}\n");
    ipc_write_ack(&out, 4, 2);
    writes(&out, "{\"cmd\":\"NODE_CLUSTER\",\"ack\":2,\"seq\":4}\n");
    ipc_write_handle_ack(&out);
    writes(&out, "{\"cmd\":\"NODE_HANDLE_ACK\"}\n");
}
END_TEST

Suite *suite_ipc(void);
Suite *suite_ipc(void) {
    Suite *suite = suite_create("ipc");
    TCase *scan = tcase_create("scan");
    tcase_add_test(scan, takes_values_and_refuses_others);
    tcase_add_test(scan, bounds_depth);
    tcase_add_test(scan, walks_members_and_items);
    tcase_add_test(scan, enters_and_leaves);
    tcase_add_test(scan, decodes_strings_and_numbers);
    suite_add_tcase(suite, scan);
    TCase *messages = tcase_create("messages");
    tcase_add_test(messages, tells_messages_apart);
    tcase_add_test(messages, reads_fields);
    tcase_add_test(messages, writes_lines);
    suite_add_tcase(suite, messages);
    return suite;
}
