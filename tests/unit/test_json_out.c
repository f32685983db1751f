/* Quoting: the fast way gives what the slow way gives. */
#include <check.h>
#include <inttypes.h>
#include <stdio.h>

#include "schema/base/json_out.h"

/* A byte of ASCII, one at a time. */
static void quote_slowly(struct buf *out, struct str s) {
    buf_char(out, '"');
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        const char *special = "\"\\\b\f\n\r\t", *at = c ? strchr(special, c) : NULL;
        if (at)
            buf_fmt(out, "\\%c", "\"\\bfnrt"[at - special]);
        else if ((unsigned char)c < 0x20)
            buf_fmt(out, "\\u%04x", (unsigned)c);
        else
            buf_char(out, c);
    }
    buf_char(out, '"');
}

static void check_same(struct str s) {
    struct buf fast = {0}, slow = {0};
    json_quote(&fast, s);
    quote_slowly(&slow, s);
    ck_assert_msg(fast.n == slow.n && memcmp(fast.p, slow.p, fast.n) == 0, "%.*s instead of %.*s",
                  (int)fast.n, fast.p, (int)slow.n, slow.p);
    buf_done(&fast);
    buf_done(&slow);
}

START_TEST(numbers_as_printf_has_them) {
    static const int64_t list[] = {0,          9,         10,        -1,           -10,
                                   1234567890, INT64_MAX, INT64_MIN, INT64_MIN + 1};
    for (size_t i = 0; i < ARRAY_LEN(list); i++) {
        struct buf fast = {0}, slow = {0};
        buf_int(&fast, list[i]);
        buf_fmt(&slow, "%" PRId64, list[i]);
        ck_assert(fast.n == slow.n && memcmp(fast.p, slow.p, fast.n) == 0);
        buf_done(&fast);
        buf_done(&slow);
    }
}
END_TEST

/* Each byte of ASCII at each place of texts of each length round the width of a look. */
START_TEST(each_byte_at_each_place) {
    char text[40];
    for (size_t n = 0; n <= sizeof text; n++) {
        memset(text, 'x', sizeof text);
        check_same((struct str){text, n});
        for (size_t at = 0; at < n; at++) {
            for (int c = 0; c < 0x80; c++) {
                text[at] = (char)c;
                check_same((struct str){text, n});
            }
            text[at] = '"';
            text[(at * 7 + 3) % n] = '\n';
            check_same((struct str){text, n});
            memset(text, 'x', sizeof text);
        }
    }
}
END_TEST

START_TEST(beyond_ascii) {
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80",
         "\"caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80\""},
        {"\xff", "\"\xef\xbf\xbd\""},
        {"0123456789abcde\xc3", "\"0123456789abcde\xef\xbf\xbd\""},
        {"0123456789abcde\xc3\xa9"
         "0123456789abcdef\x80\n",
         "\"0123456789abcde\xc3\xa9"
         "0123456789abcdef\xef\xbf\xbd\\n\""},
        {"\xed\xa0\x80x", "\"\\ud800x\""},
        {"\xf8\x88\x80\x80\x80",
         "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct buf out = {0};
        json_quote(&out, str_of(cases[i].in));
        buf_char(&out, 0);
        ck_assert_str_eq(out.p, cases[i].out);
        buf_done(&out);
    }
}
END_TEST

Suite *suite_json_out(void);
Suite *suite_json_out(void) {
    Suite *suite = suite_create("json_out");
    TCase *tcase = tcase_create("json_out");
    tcase_add_test(tcase, numbers_as_printf_has_them);
    tcase_add_test(tcase, each_byte_at_each_place);
    tcase_add_test(tcase, beyond_ascii);
    suite_add_tcase(suite, tcase);
    return suite;
}
