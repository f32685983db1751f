/* Settings: names, values, and the rotation that they make. */
#include <check.h>
#include <string.h>

#include "runtime/settings.h"

START_TEST(names_in_both_spellings) {
    for (unsigned i = 0; i < SETTINGS; i++) {
        char name[64];
        enum setting_id id;
        struct err err = {0};
        (void)strcpy(name, setting_name((enum setting_id)i));
        ck_assert_int_eq(setting_find(str_of(name), &id, &err), 0);
        ck_assert_uint_eq(id, i);
        *strchr(name, ':') = '.';
        ck_assert_int_eq(setting_find(str_of(name), &id, &err), 0);
        ck_assert_uint_eq(id, i);
    }
}
END_TEST

static const struct {
    enum setting_id id;
    const char *value;
    bool is_good;
} values[] = {
    {SETTING_MAX_SIZE, "10M", true},
    {SETTING_MAX_SIZE, "1", true},
    {SETTING_MAX_SIZE, "10 M", false},
    {SETTING_MAX_SIZE, "lots", false},
    {SETTING_RETAIN, "0", true},
    {SETTING_RETAIN, "all", true},
    {SETTING_RETAIN, "1000000", false},
    {SETTING_RETAIN, "-1", false},
    {SETTING_COMPRESS, "true", true},
    {SETTING_COMPRESS, "1", false},
    {SETTING_DATE_FORMAT, "any/text", true},
    {SETTING_DATE_FORMAT, "", false},
    {SETTING_DATE_FORMAT, "a\nb", false},
    {SETTING_ROTATE_INTERVAL, "0 0 * * *", true},
    {SETTING_ROTATE_INTERVAL, "0 0", false},
    {SETTING_WORKER_INTERVAL, "30", true},
    {SETTING_WORKER_INTERVAL, "30s", false},
    {SETTING_ROTATE_MODULE, "false", true},
    {SETTING_TZ, "UTC", true},
    {SETTING_TZ, "../../etc/passwd", false},
};

START_TEST(values_are_checked) {
    struct err err = {0};
    int rc = setting_check(values[_i].id, str_of(values[_i].value), &err);
    ck_assert_msg((rc == 0) == values[_i].is_good, "%s: %s", values[_i].value, err.msg);
    if (rc < 0)
        ck_assert_ptr_nonnull(strstr(err.msg, setting_name(values[_i].id)));
}
END_TEST

static int rotation_of(const char *text, struct log_defaults *d) {
    struct settings settings;
    struct err err = {0};
    struct arena a;
    arena_init_may_fail(&a, 0);
    int rc = setting_parse(str_of(text), &a, &settings, &err);
    setting_rotation(&settings, d);
    arena_done(&a);
    return rc;
}

START_TEST(what_they_make) {
    struct log_defaults d;
    ck_assert_int_eq(rotation_of("{}", &d), 0);
    ck_assert(!d.is_on);
    ck_assert_int_eq(rotation_of("{\"pm2-logrotate:workerInterval\":\"30\"}", &d), 0);
    ck_assert(!d.is_on);
    ck_assert_int_eq(rotation_of("{\"pm2-logrotate:retain\":\"all\"}", &d), 0);
    ck_assert(d.is_on && d.is_set[SETTING_RETAIN] && !d.is_set[SETTING_MAX_SIZE]);
    ck_assert_uint_eq(d.rotation.retain, 100000);
    ck_assert_int_eq(d.rotation.max_bytes, 10 << 20);
    ck_assert(!d.rotation.is_compressed && !d.rotation.has_interval);
    ck_assert_str_ne(d.rotation.stamp, "");
    ck_assert_int_eq(rotation_of("{\"pm2-logrotate:max_size\":\"2K\",\"pm2-logrotate:compress\":"
                                 "\"true\",\"pm2-logrotate:rotateInterval\":\"5 4 * * *\","
                                 "\"pm2-logrotate:dateFormat\":\"[x]\"}",
                                 &d),
                     0);
    ck_assert_int_eq(d.rotation.max_bytes, 2048);
    ck_assert(d.rotation.is_compressed && d.rotation.has_interval);
    ck_assert_str_eq(d.rotation.stamp, "x");
    ck_assert_str_eq(d.zone, "");
    ck_assert_int_eq(rotation_of("{\"pm2-logrotate:TZ\":\"UTC\"}", &d), 0);
    ck_assert_str_eq(d.zone, "UTC");
    ck_assert(!d.is_on);
}
END_TEST

/* A file that somebody edited by hand. */
START_TEST(what_is_not_known_there_is_left_out) {
    struct log_defaults d;
    ck_assert_int_eq(rotation_of("{\"a\":1,\"pm2-logrotate:retain\":7,\"pm2-logrotate:max_size\":"
                                 "\"huge\",\"pm2-logrotate:compress\":\"true\"}",
                                 &d),
                     0);
    ck_assert(d.is_set[SETTING_COMPRESS] && !d.is_set[SETTING_RETAIN] &&
              !d.is_set[SETTING_MAX_SIZE]);
    ck_assert_int_lt(rotation_of("[]", &d), 0);
    ck_assert_int_lt(rotation_of("{", &d), 0);
    ck_assert_int_lt(rotation_of("", &d), 0);
}
END_TEST

Suite *suite_settings(void) {
    Suite *s = suite_create("settings");
    TCase *t = tcase_create("settings");
    tcase_add_test(t, names_in_both_spellings);
    tcase_add_loop_test(t, values_are_checked, 0, (int)(sizeof values / sizeof *values));
    tcase_add_test(t, what_they_make);
    tcase_add_test(t, what_is_not_known_there_is_left_out);
    suite_add_tcase(s, t);
    return s;
}
