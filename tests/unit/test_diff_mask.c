/* What ecoc diff hides, what it leaves to be read, and fingerprints. */
#include <check.h>

#include "compiler/diff_mask.h"
#include "compiler/fingerprint.h"

static struct arena arena;

static void setup(void) {
    arena_init(&arena, 0);
}

static void teardown(void) {
    arena_done(&arena);
}

static const struct {
    const char *value;
    bool is_secret;
} values[] = {
    {"-----BEGIN RSA PRIVATE KEY-----\nMIIE", true},
    {"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.x", true},
    {"AKIAIOSFODNN7EXAMPLE", true},
    {"q8Zt3nV0pL5xR7w1Kj2Yb4", true},
    {"9f86d081884c7d659a2feaa0c55ad015", true},
    {"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY12", true},
    {"", false},
    {"production", false},
    {"3000", false},
    {"q8Zt3nV0pL5xR7w1Kj2", false}, /* 19 characters */
    {"/srv/releases/20240501/dist/server01.js", false},
    {"services/api-gateway/main01234.js", false},
    {"https://example.com/a/b/c/d/e/f", false},
    {"a sentence with 123 and Letters in it", false},
    {"one,two,three,four,five,six1,seven2,eight3", false},
    {"user-service-2024-10-01-eu-west-1", false},
    {"11111111111111111111aaa", false},
    {"${DB_HOST:-localhost0123456789}", false},
};

START_TEST(shapes) {
    ck_assert_msg(mask_is_value(str_of(values[_i].value)) == values[_i].is_secret, "%s",
                  values[_i].value);
}
END_TEST

static const struct {
    const char *value, *shown;
} insides[] = {
    {"postgres://user:pw@db:5432/x?a=b", "postgres://***@db:5432/x?a=b"},
    {"https://a.b/x?region=eu&api_key=abc&z=1#f", "https://a.b/x?region=eu&api_key=***&z=1#f"},
    {"https://a.b/x?token=", "https://a.b/x?token="},
    {"https://hooks.a.b/s/T0/q8Zt3nV0pL5xR7w1Kj2Yb4", "https://hooks.a.b/s/T0/***"},
    {"https://a.b/q8Zt3nV0pL5xR7w1Kj2Yb4/x?q8Zt3nV0pL5xR7w1Kj2Yb4", "https://a.b/***/x?***"},
    {"--token=abc", "--token=***"},
    {"--port=3000", "--port=3000"},
    {"TOKEN=abc", "TOKEN=***"},
    {"TOKEN=", "TOKEN="},
    {"{\"apiKey\":\"abcd\",\"n\":\"x\"}", "{\"apiKey\":\"***\",\"n\":\"x\"}"},
    {"plain", "plain"},
    {"", ""},
    {"://", "://"},
    {"=", "="},
};

START_TEST(parts) {
    struct str shown = mask_inside(&arena, str_of(insides[_i].value));
    ck_assert_msg(str_eqz(shown, insides[_i].shown), "%s: %.*s", insides[_i].value, STR_ARG(shown));
}
END_TEST

START_TEST(names) {
    struct str list[] = {STR("TENANT_*"), STR("env.REGION"), STR("api.env.ZONE"), STR("args")};
    struct mask_names declared = {list, ARRAY_LEN(list)};
    static const struct {
        const char *app, *path, *leaf;
        bool is_secret;
    } cases[] = {
        {"api", "env.DB_PASSWORD", "DB_PASSWORD", true},
        {"api", "env.jwtSecret", "jwtSecret", true},
        {"api", "env.LEVEL", "LEVEL", false},
        {"api", "env.TENANT_EU", "TENANT_EU", true},
        {"api", "env.REGION", "REGION", true},
        {"api", "env.ZONE", "ZONE", true},
        {"web", "env.ZONE", "ZONE", false},
        {"web", "args", "", true},
        {"web", "node_args", "", false},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        ck_assert_msg(mask_is_name(&declared, str_of(cases[i].app), str_of(cases[i].path),
                                   str_of(cases[i].leaf)) == cases[i].is_secret,
                      "%s.%s", cases[i].app, cases[i].path);
}
END_TEST

START_TEST(flags) {
    ck_assert(mask_is_flag(STR("--db-password")));
    ck_assert(mask_is_flag(STR("-token")));
    ck_assert(!mask_is_flag(STR("--db-password=x")));
    ck_assert(!mask_is_flag(STR("password")));
    ck_assert(!mask_is_flag(STR("--port")));
    ck_assert(!mask_is_flag(STR("--")));
}
END_TEST

START_TEST(fingerprints) {
    struct fingerprint_key one, again, other, random, random_too;
    ck_assert(fingerprint_key("one", &one) && fingerprint_key("one", &again));
    ck_assert(fingerprint_key("other", &other));
    ck_assert(fingerprint_key(NULL, &random) && fingerprint_key(NULL, &random_too));
    struct str a = fingerprint(&arena, &one, STR("hunter2"));
    ck_assert_uint_eq(a.n, 6);
    for (size_t i = 0; i < a.n; i++)
        ck_assert_ptr_nonnull(strchr("0123456789abcdef", a.p[i]));
    ck_assert(str_eq(a, fingerprint(&arena, &again, STR("hunter2"))));
    ck_assert(!str_eq(a, fingerprint(&arena, &one, STR("hunter3"))));
    ck_assert(!str_eq(a, fingerprint(&arena, &other, STR("hunter2"))));
    ck_assert(memcmp(random.bytes, random_too.bytes, sizeof random.bytes) != 0);
}
END_TEST

Suite *suite_diff_mask(void);
Suite *suite_diff_mask(void) {
    Suite *s = suite_create("diff_mask");
    TCase *t = tcase_create("mask");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_loop_test(t, shapes, 0, ARRAY_LEN(values));
    tcase_add_loop_test(t, parts, 0, ARRAY_LEN(insides));
    tcase_add_test(t, names);
    tcase_add_test(t, flags);
    tcase_add_test(t, fingerprints);
    suite_add_tcase(s, t);
    return s;
}
