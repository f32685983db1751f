#include <check.h>

#include "schema/base/base.h"
#include "schema/unit/listen.h"

static const struct {
    const char *text, *canonical; /* NULL: refused */
} cases[] = {
    {"8080", "8080"},
    {"*:8080", "8080"},
    {":8080", "8080"},
    {"127.0.0.1:80", "127.0.0.1:80"},
    {"[::1]:443", "[::1]:443"},
    {"[0:0:0:0:0:0:0:1]:443", "[::1]:443"},
    {"[::]:1", "[::]:1"},
    {"0.0.0.0:65535", "0.0.0.0:65535"},
    {"udp:53", "udp:53"},
    {"udp:[::1]:53", "udp:[::1]:53"},
    {"udp:127.0.0.1:53", "udp:127.0.0.1:53"},
    {"unix:/run/x.sock", "unix:/run/x.sock"},
    {"unix:@x", "unix:@x"},
    {"", NULL},
    {"0", NULL},
    {"65536", NULL},
    {"080800", NULL},
    {"-1", NULL},
    {"80 ", NULL},
    {"http", NULL},
    {"localhost:80", NULL},
    {"127.0.0.1", NULL},
    {"127.0.0:80", NULL},
    {"::1:80", NULL},
    {"[::1]", NULL},
    {"[::1:80", NULL},
    {"[]:80", NULL},
    {"[127.0.0.1]:80", NULL},
    {"unix:", NULL},
    {"unix:x.sock", NULL},
    {"unix:@", NULL},
    {"udp:unix:/x", NULL},
    {"tcp:80", NULL},
};

START_TEST(addresses) {
    struct listen_address a, again;
    const char *why = NULL;
    char text[LISTEN_TEXT_BYTES];
    bool ok = listen_parse(str_of(cases[_i].text), &a, &why);
    ck_assert_msg(ok == (cases[_i].canonical != NULL), "%s", cases[_i].text);
    ck_assert(ok || why);
    if (!ok)
        return;
    listen_text(&a, text);
    ck_assert_str_eq(text, cases[_i].canonical);
    ck_assert(listen_parse(str_of(text), &again, &why));
    ck_assert(listen_same(&a, &again));
}
END_TEST

START_TEST(paths_have_a_length) {
    char text[160];
    struct listen_address a;
    const char *why;
    memset(text, 'x', sizeof text);
    memcpy(text, "unix:/", 6);
    ck_assert(listen_parse((struct str){text, 5 + 107}, &a, &why));
    ck_assert(!listen_parse((struct str){text, 5 + 108}, &a, &why));
}
END_TEST

Suite *suite_unit_listen(void);
Suite *suite_unit_listen(void) {
    Suite *s = suite_create("unit: listen");
    TCase *t = tcase_create("listen");
    tcase_add_loop_test(t, addresses, 0, ARRAY_LEN(cases));
    tcase_add_test(t, paths_have_a_length);
    suite_add_tcase(s, t);
    return s;
}
