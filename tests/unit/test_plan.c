/* The plan: what is written is what is read; nothing hostile gets past the door; a blob
 * assembled by hand keeps writer and reader from sharing a mistake. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/plan_write.h"
#include "schema/base/hash.h"
#include "schema/plan/plan_diff.h"
#include "schema/plan/plan_dump.h"
#include "tests/unit/support.h"

static const char *const two_apps = "apps:\n"
                                    "  - name: api\n"
                                    "    script: ./dist/main.js\n"
                                    "    instances: 4\n"
                                    "    exec_mode: cluster\n"
                                    "    max_memory_restart: 1G\n"
                                    "    min_uptime: 10s\n"
                                    "    kill_timeout: 0\n"
                                    "    autorestart: false\n"
                                    "    cron_restart: '0 3 * * 1'\n"
                                    "    log_date_format: HH:mm\n"
                                    "    args: --a 'b c'\n"
                                    "    stop_exit_codes: [0, 143]\n"
                                    "    kill_signal: SIGTERM\n"
                                    "    http: { port: 3000, path: /health }\n"
                                    "    env: { NODE_ENV: development, PORT: 3000 }\n"
                                    "    env_production: { NODE_ENV: production, EXTRA: '1' }\n"
                                    "  - name: worker\n"
                                    "    script: worker.py\n";

START_TEST(what_is_written_is_read) {
    struct support s;
    support_plan_of(&s, two_apps, "");
    ck_assert_uint_eq(s.plan.n_apps, 2);
    ck_assert_str_eq(plan_str(&s.plan, 0, OPT_NAME), "api");
    ck_assert_str_eq(plan_str(&s.plan, 0, OPT_SCRIPT), "./dist/main.js");
    ck_assert_int_eq(plan_number(&s.plan, 0, OPT_INSTANCES, -9), 4);
    ck_assert_int_eq(plan_number(&s.plan, 0, OPT_EXEC_MODE, -9), 1);
    ck_assert_int_eq(plan_number(&s.plan, 0, OPT_MAX_MEMORY_RESTART, -9), 1 << 30);
    ck_assert_int_eq(plan_number(&s.plan, 0, OPT_MIN_UPTIME, -9), 10000);
    ck_assert_int_eq(plan_number(&s.plan, 0, OPT_KILL_SIGNAL, -9), 15);
    ck_assert_int_eq(plan_list_number(plan_list(&s.plan, 0, OPT_STOP_EXIT_CODES), 1), 143);
    ck_assert_str_eq(plan_text_literal(plan_list_text(plan_list(&s.plan, 0, OPT_ARGS), 1)), "b c");
    ck_assert_int_eq(plan_number(&s.plan, 0, OPT_HTTP_PORT, -9), 3000);
    ck_assert_int_eq(plan_number(&s.plan, 0, OPT_HTTP_INTERVAL, -9), 30000);
    ck_assert_ptr_nonnull(plan_cron(&s.plan, 0, OPT_CRON_RESTART));
    ck_assert_uint_eq(plan_cron(&s.plan, 0, OPT_CRON_RESTART)->hour, 1u << 3);
    ck_assert_str_eq(plan_text_literal(plan_text(&s.plan, 0, OPT_LOG_DATE_FORMAT)), "HH:mm");
    ck_assert_ptr_nonnull(plan_date_program(&s.plan, 0, OPT_LOG_DATE_FORMAT));
    ck_assert_str_eq(plan_str(&s.plan, 1, OPT_INTERPRETER), "python3");
    ck_assert(!plan_has_block(&s.plan, 1, BLOCK_HTTP));
    support_done(&s);
}
END_TEST

START_TEST(zero_and_false_are_values) {
    struct support s;
    support_plan_of(&s, two_apps, "");
    ck_assert_int_eq(plan_number(&s.plan, 0, OPT_KILL_TIMEOUT, -9), 0);
    ck_assert(!plan_bool(&s.plan, 0, OPT_AUTORESTART));
    ck_assert_int_eq(plan_number(&s.plan, 1, OPT_KILL_TIMEOUT, -9), 1600);
    ck_assert(plan_bool(&s.plan, 1, OPT_AUTORESTART));
    support_done(&s);
}
END_TEST

static const char *env_of(const struct plan *plan, unsigned app, const char *name) {
    struct plan_list env = plan_list(plan, app, OPT_ENV);
    for (unsigned i = 0; i < env.n; i++)
        if (strcmp(plan_env_name(env, i), name) == 0)
            return plan_text_literal(plan_env_text(env, i));
    return NULL;
}

START_TEST(a_profile_is_laid_over_env) {
    struct support s;
    support_plan_of(&s, two_apps, "production");
    ck_assert_str_eq(env_of(&s.plan, 0, "NODE_ENV"), "production");
    ck_assert_str_eq(env_of(&s.plan, 0, "PORT"), "3000");
    ck_assert_str_eq(env_of(&s.plan, 0, "EXTRA"), "1");
    ck_assert_str_eq(plan_profile(&s.plan), "production");
    support_done(&s);
}
END_TEST

START_TEST(origins_name_the_line) {
    struct support s;
    const char *file;
    uint32_t line;
    support_plan_of(&s, two_apps, "");
    ck_assert(plan_origin(&s.plan, 0, OPT_INSTANCES, &file, &line));
    ck_assert_str_eq(file, "ecosystem.config.yaml");
    ck_assert_uint_eq(line, 4);
    ck_assert(plan_origin(&s.plan, 1, OPT_SCRIPT, &file, &line));
    ck_assert_uint_eq(line, 19);
    ck_assert(!plan_origin(&s.plan, 1, OPT_INSTANCES, &file, &line));
    support_done(&s);
}
END_TEST

/* Header, four sections, one app of only a name; every number written out. */
static size_t hand_made(uint32_t *w) {
    enum { SIZE = 144 };
    static const uint32_t words[] = {
        0x504f4345,
        0x1a4e414c, /* "ECOPLAN\x1a" */
        1,
        1, /* major 1, minor 0; reader_major 1 */
        SIZE,
        4, /* size, sections */
        0,
        0, /* hash */
        0,
        0, /* profile, reserved */
        PLAN_APPS | 32 << 16,
        88,
        32, /* at 40: seven head words and one slot */
        PLAN_POLICY | 8 << 16,
        120,
        8, /* two words: the switches */
        PLAN_LISTS | 4 << 16,
        128,
        4, /* the empty list */
        PLAN_STRINGS | 1 << 16,
        132,
        10,
        1,
        0,
        0,
        0,
        0,
        0,
        0,
        2, /* at 88: policy 1, no blocks, no origins; name at 2 */
        0x4,
        0, /* at 120: autostart */
        0, /* at 128; the strings follow at 132 */
    };
    memset(w, 0, SIZE);
    memcpy(w, words, sizeof words);
    memcpy((char *)w + 132, "\0\0by-hand\0", 10);
    uint64_t hash = hash_bytes_but(w, SIZE, offsetof(struct plan_header, hash));
    memcpy((char *)w + offsetof(struct plan_header, hash), &hash, 8);
    return SIZE;
}

START_TEST(a_plan_made_by_hand_is_read) {
    _Alignas(8) uint32_t words[64] = {0};
    struct plan plan;
    struct err err = {0};
    size_t n = hand_made(words);
    ck_assert_msg(plan_open(&plan, words, n, &err) == 0, "%s", err.msg);
    ck_assert_uint_eq(plan.n_apps, 1);
    ck_assert_str_eq(plan_str(&plan, 0, OPT_NAME), "by-hand");
    ck_assert(plan_bool(&plan, 0, OPT_AUTOSTART));
    /* Slots that an older writer did not know have the table's defaults. */
    ck_assert_int_eq(plan_number(&plan, 0, OPT_KILL_TIMEOUT, -9), 1600);
    ck_assert_str_eq(plan_str(&plan, 0, OPT_NAMESPACE), "default");
    ck_assert_uint_eq(plan_list(&plan, 0, OPT_ARGS).n, 0);
}
END_TEST

static void expect_refused(const void *bytes, size_t n, const char *words) {
    struct plan plan;
    struct err err = {0};
    ck_assert_int_lt(plan_open(&plan, bytes, n, &err), 0);
    ck_assert_msg(strstr(err.msg, words) != NULL, "%s", err.msg);
}

START_TEST(a_truncated_plan_is_refused) {
    struct support s;
    support_plan_of(&s, two_apps, "");
    struct plan plan;
    struct err err = {0};
    for (size_t n = 0; n < s.image.n; n++)
        ck_assert_int_lt(plan_open(&plan, s.image.p, n, &err), 0);
    expect_refused(s.image.p, s.image.n - 8, "truncated");
    expect_refused(s.image.p, 10, "too few");
    support_done(&s);
}
END_TEST

START_TEST(a_flipped_bit_is_refused) {
    struct support s;
    support_plan_of(&s, two_apps, "");
    struct plan plan;
    struct err err = {0};
    char *copy = arena_alloc(&s.arena, s.image.n);
    memcpy(copy, s.image.p, s.image.n);
    for (size_t i = 0; i < s.image.n * 8; i++) {
        copy[i / 8] = (char)(copy[i / 8] ^ 1 << i % 8);
        ck_assert_int_lt(plan_open(&plan, copy, s.image.n, &err), 0);
        copy[i / 8] = (char)(copy[i / 8] ^ 1 << i % 8);
    }
    support_done(&s);
}
END_TEST

/* With the checksum made right again, every word of the file may hold anything: opening must
 * refuse or leave a view that can be read to the end. */
START_TEST(hostile_words_never_escape) {
    struct support s;
    static const uint32_t evil[] = {0,          1,          0x7fffffff, 0x80000000, 0x80000001,
                                    0xfffffffe, 0xffffffff, 255,        65536};
    support_plan_of(&s, two_apps, "");
    struct plan plan;
    struct err err = {0};
    size_t read = 0;
    for (size_t at = 16; at + 4 <= s.image.n; at += 4)
        for (size_t k = 0; k < ARRAY_LEN(evil); k++) {
            char *copy = malloc(s.image.n);
            memcpy(copy, s.image.p, s.image.n);
            memcpy(copy + at, &evil[k], 4);
            uint64_t hash = hash_bytes_but(copy, s.image.n, offsetof(struct plan_header, hash));
            memcpy(copy + offsetof(struct plan_header, hash), &hash, 8);
            if (plan_open(&plan, copy, s.image.n, &err) == 0) {
                struct buf out = {0};
                plan_dump_json(&plan, &out);
                ck_assert(!out.failed);
                buf_done(&out);
                read++;
            }
            free(copy);
        }
    ck_assert_uint_gt(read, 0);
    support_done(&s);
}
END_TEST

static enum plan_verdict verdict(const char *before, const char *after, size_t *n) {
    struct support a, b;
    struct plan_change changes[64];
    support_plan_of(&a, before, "");
    support_plan_of(&b, after, "");
    enum plan_verdict v = plan_diff_app(&a.plan, 0, &b.plan, 0, changes, ARRAY_LEN(changes), n);
    support_done(&a);
    support_done(&b);
    return v;
}

START_TEST(verdicts_follow_from_the_table) {
    static const struct {
        const char *before, *after;
        enum plan_verdict verdict;
        size_t changes;
    } cases[] = {
        {"{name: a, script: a.js}", "{script: a.js, name: a}", VERDICT_NOTHING, 0},
        {"{name: a, script: a.js}", "{name: a, script: a.js, kill_timeout: 1600}", VERDICT_NOTHING,
         0},
        {"{name: a, script: a.js}", "{name: a, script: a.js, kill_timeout: 0}", VERDICT_LIVE, 1},
        {"{name: a, script: a.js}", "{name: a, script: b.js}", VERDICT_RESTART, 1},
        {"{name: a, script: a.js, instances: 2}", "{name: a, script: b.js, instances: 2}",
         VERDICT_RELOAD, 1},
        {"{name: a, script: a.js, listen: 8080}", "{name: a, script: b.js, listen: 8080}",
         VERDICT_RELOAD, 1},
        {"{name: a, script: a.js, listen: 8080}", "{name: a, script: a.js, listen: [8080, 8081]}",
         VERDICT_RELOAD, 1},
        {"{name: a, script: a.js}", "{name: a, script: a.js, listen: 8080}", VERDICT_RECREATE, 1},
        {"{name: a, script: a.js, listen: 8080}", "{name: a, script: b.js}", VERDICT_RECREATE, 2},
        {"{name: a, script: a.js, instances: 2}", "{name: a, script: a.js, instances: 4}",
         VERDICT_SCALE, 1},
        {"{name: a, script: a.js, instances: 2}",
         "{name: a, script: a.js, instances: 2, exec_mode: fork}", VERDICT_RECREATE, 1},
        {"{name: a, script: a.js}", "{name: a, script: a.js, env: {A: 1}}", VERDICT_RESTART, 1},
        {"{name: a, script: a.js, env: {A: 1, B: 2}}", "{name: a, script: a.js, env: {B: 3}}",
         VERDICT_RESTART, 2},
        {"{name: a, script: a.js}", "{name: a, script: a.js, http: {}}", VERDICT_LIVE, 1},
        {"{name: a, script: a.js, http: {port: 1}}", "{name: a, script: a.js, http: {port: 2}}",
         VERDICT_LIVE, 1},
        {"{name: a, script: a.js, cron_restart: 0 3 * * *}",
         "{name: a, script: a.js, cron_restart: 0 4 * * *}", VERDICT_LIVE, 1},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        size_t n;
        enum plan_verdict v = verdict(cases[i].before, cases[i].after, &n);
        ck_assert_msg(v == cases[i].verdict, "%s: %s", cases[i].after, plan_verdict_name(v));
        ck_assert_msg(n == cases[i].changes, "%s: %zu changes", cases[i].after, n);
    }
}
END_TEST

START_TEST(a_nul_byte_is_refused) {
    struct support s;
    struct err err = {0};
    struct str image;
    support_yaml(&s, "{name: a, script: a.js, args: [\"x\\0y\"]}");
    support_bind(&s);
    struct plan_writer_input in = {.model = s.model};
    ck_assert_int_lt(plan_write(&s.arena, &in, &image, &err), 0);
    ck_assert_msg(strstr(err.msg, "args holds a NUL"), "%s", err.msg);
    support_done(&s);
}
END_TEST

Suite *suite_plan(void) {
    Suite *suite = suite_create("plan");
    TCase *tc = tcase_create("plan");
    tcase_set_timeout(tc, 120);
    tcase_add_test(tc, what_is_written_is_read);
    tcase_add_test(tc, zero_and_false_are_values);
    tcase_add_test(tc, a_profile_is_laid_over_env);
    tcase_add_test(tc, origins_name_the_line);
    tcase_add_test(tc, a_plan_made_by_hand_is_read);
    tcase_add_test(tc, a_truncated_plan_is_refused);
    tcase_add_test(tc, a_flipped_bit_is_refused);
    tcase_add_test(tc, hostile_words_never_escape);
    tcase_add_test(tc, verdicts_follow_from_the_table);
    tcase_add_test(tc, a_nul_byte_is_refused);
    suite_add_tcase(suite, tc);
    return suite;
}
