/* What counts as a secret, and what only sounds like one. */
#include <check.h>

#include "schema/unit/secret.h"

START_TEST(names_and_values) {
    static const struct {
        const char *name, *value;
        bool secret;
    } cases[] = {
        {"JWT_SECRET", "abcd", true},
        {"jwtSecret", "abcd", true},
        {"DB_PASSWORD", "hunter2", true},
        {"DB_PASS_PROD", "hunter2", true},
        {"ADMIN_TOKEN_2", "x1y2z3", true},
        {"API_KEY", "abc", true},
        {"STRIPE_SECRET_KEY", "abc", true},
        {"MAPS_KEY", "Ab3dEf6hIj9lMn2pQr5t", true},
        {"password", "x", true},
        {"CLIENT_SECRET", "x", true},
        {"PASSWORD_MIN_LENGTH", "8", false},
        {"TOKEN_EXPIRES_IN", "1h", false},
        {"JWT_EXPIRES", "7d", false},
        {"TOKEN_URL", "https://a/b", false},
        {"PUBLIC_KEY", "Ab3dEf6hIj9lMn2pQr5t", false},
        {"NEXT_PUBLIC_API_KEY", "Ab3dEf6hIj9lMn2pQr5t", false},
        {"CACHE_KEY", "users", false},
        {"KEYBOARD", "us", false},
        {"PWD", "/srv", false},
        {"SECRET_PATH", "/run/x", false},
        {"", "x", false},
        {"_", "x", false},
    };
    ck_assert_msg(secret_holds(str_of(cases[_i].name), str_of(cases[_i].value)) == cases[_i].secret,
                  "%s", cases[_i].name);
}
END_TEST

START_TEST(placeholders) {
    static const struct {
        const char *value;
        bool placeholder;
    } cases[] = {
        {"", true},
        {"changeme", true},
        {"<your token>", true},
        {"${TOKEN}", true},
        {"$TOKEN", true},
        {"/run/secrets/x", true},
        {"true", true},
        {"10", true},
        {"xxxxxxxx", true},
        {"https://a.b/c", true},
        {"s3cret", false},
        {"123456", false},
        {"postgres://u:p1w@h/db", false},
    };
    ck_assert_msg(secret_is_placeholder(str_of(cases[_i].value)) == cases[_i].placeholder, "%s",
                  cases[_i].value);
}
END_TEST

START_TEST(urls) {
    static const struct {
        const char *url, *password;
    } cases[] = {
        {"postgres://u:hunter2@host/db", "hunter2"},
        {"redis://:pw1234@host:6379", "pw1234"},
        {"https://host/a:b@c", NULL},
        {"https://user@host", NULL},
        {"amqp://u:${PW}@h", NULL},
        {"a:b@c", NULL},
        {"mongodb://u:a@b@h", "a@b"},
        {"://", NULL},
    };
    struct str url = str_of(cases[_i].url);
    size_t begin, end;
    bool found = secret_in_url(url, &begin, &end);
    ck_assert_msg(found == (cases[_i].password != NULL), "%s", cases[_i].url);
    if (found)
        ck_assert(str_eqz((struct str){url.p + begin, end - begin}, cases[_i].password));
}
END_TEST

START_TEST(lines) {
    static const struct {
        const char *line, *secret;
    } cases[] = {
        {"  JWT_SECRET: 'hunter22',", "hunter22"},
        {"\"apiKey\": \"abcdef\"", "abcdef"},
        {"const token = `qwerty`;", "qwerty"},
        {"url: 'redis://:hunter2@h'", "hunter2"},
        {"x = ghp_0123456789abcdefghij;", "ghp_0123456789abcdefghij"},
        {"PASSWORD: 'unfinished", "unfinished"},
        {"JWT_SECRET: process.env.JWT_SECRET,", NULL},
        {"name: 'token'", NULL},
        {"TOKEN: 'changeme'", NULL},
        {"", NULL},
    };
    struct str line = str_of(cases[_i].line);
    size_t at = 0, begin, end;
    bool found = secret_in_line(line, &at, &begin, &end);
    ck_assert_msg(found == (cases[_i].secret != NULL), "%s", cases[_i].line);
    if (found)
        ck_assert_msg(str_eqz((struct str){line.p + begin, end - begin}, cases[_i].secret), "%.*s",
                      (int)(end - begin), line.p + begin);
}
END_TEST

Suite *suite_secret(void) {
    Suite *suite = suite_create("secret");
    TCase *tc = tcase_create("secret");
    tcase_add_loop_test(tc, names_and_values, 0, 22);
    tcase_add_loop_test(tc, placeholders, 0, 13);
    tcase_add_loop_test(tc, urls, 0, 8);
    tcase_add_loop_test(tc, lines, 0, 10);
    suite_add_tcase(suite, tc);
    return suite;
}
