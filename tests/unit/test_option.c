/* The option table, row by row. */
#include <check.h>
#include <ctype.h>
#include <stdio.h>

#include "compiler/option_text.h"
#include "schema/model/convert.h"
#include "schema/unit/date_format.h"
#include "schema/unit/signal_name.h"
#include "tests/unit/support.h"

START_TEST(wire_numbers_are_unique) {
    for (unsigned i = 0; i < OPT_COUNT; i++) {
        ck_assert_msg((options[i].wire == OPT_NO_WIRE) == (options[i].repr == REPR_GROUP), "%s",
                      options[i].name);
        for (unsigned k = 0; k < i; k++)
            ck_assert_msg(options[i].wire == OPT_NO_WIRE || options[i].wire != options[k].wire,
                          "%s and %s", options[i].name, options[k].name);
        if (options[i].wire != OPT_NO_WIRE)
            ck_assert_uint_eq(opt_by_wire(options[i].wire), i);
    }
}
END_TEST

/* Each name and alias leads to its own row, and to no other. */
START_TEST(names_are_unambiguous) {
    struct arena a;
    arena_init(&a, 0);
    for (unsigned i = 0; i < OPT_COUNT; i++) {
        enum opt_id parent = opt_parent(i);
        const struct str *names;
        bool by_name = false;
        ck_assert_uint_eq(opt_find_any(str_of(options[i].name)), i);
        ck_assert_uint_eq(opt_find(parent, opt_leaf(i), options[i].repr == REPR_GROUP, &by_name),
                          i);
        ck_assert(by_name);
        size_t n = option_other_names(&a, i, &names);
        for (size_t k = 0; k < n; k++) {
            ck_assert_msg(opt_find(parent, names[k], false, &by_name) == i, "%.*s",
                          STR_ARG(names[k]));
            ck_assert_msg(!by_name, "%.*s", STR_ARG(names[k]));
        }
    }
    arena_done(&a);
}
END_TEST

START_TEST(names_by_kind) {
    ck_assert_uint_eq(opt_find(OPT_COUNT, STR("error"), true, NULL), OPT_ERROR);
    ck_assert_uint_eq(opt_find(OPT_COUNT, STR("error"), false, NULL), OPT_ERROR_FILE);
    ck_assert_uint_eq(opt_find(OPT_COUNT, STR("port"), false, NULL), OPT_PORT);
    ck_assert_uint_eq(opt_find(OPT_HTTP, STR("port"), false, NULL), OPT_HTTP_PORT);
    ck_assert_uint_eq(opt_find(OPT_HTTP, STR("unhealthyAfter"), false, NULL), OPT_HTTP_UNHEALTHY);
    ck_assert_uint_eq(opt_find(OPT_HTTP, STR("script"), false, NULL), OPT_COUNT);
    ck_assert_uint_eq(opt_find(OPT_COUNT, STR("path"), false, NULL), OPT_COUNT);
    ck_assert_uint_eq(opt_find(OPT_COUNT, STR(""), false, NULL), OPT_COUNT);
    ck_assert_uint_eq(opt_find(OPT_COUNT, STR("windowsHide"), false, NULL), OPT_WINDOWS_HIDE);
    ck_assert(opt_is_profile(STR("env_production")));
    ck_assert(!opt_is_profile(STR("env_file")));
    ck_assert(!opt_is_profile(STR("env_")));
    ck_assert(!opt_is_profile(STR("env")));
}
END_TEST

START_TEST(rows_are_complete) {
    const struct option *o = &options[_i];
    const char *groups = "process environment restart stop limits health watch logs compatibility";
    ck_assert_msg(o->doc && *o->doc && o->doc[strlen(o->doc) - 1] == '.', "%s: doc", o->name);
    ck_assert_msg(o->example && *o->example, "%s: example", o->name);
    ck_assert_msg(o->group && opt_word_index(groups, str_of(o->group)) >= 0, "%s: group", o->name);
    ck_assert_msg(!o->pm2_note || o->pm2_note[strlen(o->pm2_note) - 1] != '.', "%s: pm2_note",
                  o->name);
    ck_assert_msg(o->min <= o->max || o->max == 0, "%s: bounds", o->name);
    ck_assert_msg((o->repr == REPR_WORD) <= (o->words != NULL), "%s: words", o->name);
    for (const char *p = o->name; *p; p++)
        ck_assert_msg(isalnum((unsigned char)*p) || *p == '_' || *p == '.', "%s", o->name);
    if (o->word_aliases)
        for (unsigned i = 0; opt_word(o->words, i).n || opt_word(o->word_aliases, i).n; i++)
            ck_assert_msg(opt_word(o->words, i).n && opt_word(o->word_aliases, i).n,
                          "%s: as many aliases as words", o->name);
}
END_TEST

static void example_yaml(char *out, size_t n, unsigned id) {
    enum opt_id parent = opt_parent(id);
    struct str leaf = opt_leaf(id);
    const char *script = id == OPT_SCRIPT ? "" : "script: a.js, ";
    if (parent == OPT_COUNT)
        (void)snprintf(out, n, "{%s%.*s: %s}", script, STR_ARG(leaf), options[id].example);
    else
        (void)snprintf(out, n, "{%s%s: {%.*s: %s}}", script, options[parent].name, STR_ARG(leaf),
                       options[id].example);
}

/* Examples are literals in YAML's flow style as well as in JavaScript; each is taken as it stands.
 */
START_TEST(examples_convert) {
    struct support s;
    char yaml[512];
    example_yaml(yaml, sizeof yaml, (unsigned)_i);
    support_yaml(&s, yaml);
    support_bind(&s);
    ck_assert_msg(s.sink.list.n == 0, "%s: %s", yaml,
                  s.sink.list.n ? s.sink.list.at[0]->message.p : "");
    ck_assert_uint_eq(s.model->apps.n, 1);
    ck_assert_msg(app_value(s.model->apps.at[0], (enum opt_id)_i) != NULL, "%s", yaml);
    support_done(&s);
}
END_TEST

/* A constant default is a value that the option itself would take. */
START_TEST(defaults_are_in_bounds) {
    const struct option *o = &options[_i];
    struct opt_data d = convert_default((enum opt_id)_i);
    if (o->repr == REPR_INT || o->repr == REPR_MS)
        ck_assert_msg(o->def == 0 || (o->def >= o->min && (o->max == 0 || o->def <= o->max)), "%s",
                      o->name);
    if (o->repr == REPR_WORD)
        ck_assert_msg(opt_word(o->words, (unsigned)o->def).n > 0, "%s", o->name);
    if (o->repr == REPR_BOOL)
        ck_assert_msg(o->def == 0 || o->def == 1, "%s", o->name);
    if (o->repr == REPR_SIGNAL)
        ck_assert_msg(o->def >= SIGNAL_FIRST && o->def <= SIGNAL_LAST, "%s", o->name);
    if (o->repr == REPR_DATE && !d.is_none) {
        size_t begin, end;
        ck_assert_int_eq(date_format_suspicious(d.text.text, &begin, &end), DATE_FORMAT_FINE);
    }
    ck_assert_msg(!(o->computed && (o->def || o->def_text)), "%s: computed and constant", o->name);
}
END_TEST

/* Words about an option exist for every row. */
START_TEST(rows_have_words) {
    struct arena a;
    arena_init(&a, 0);
    enum opt_id id = (enum opt_id)_i;
    ck_assert(option_default(&a, id).n > 0);
    ck_assert(*option_pm2(id) && *option_ecort(id) && *option_impact(id) && *opt_accepts(id) &&
              *opt_impact_name(options[id].impact));
    arena_done(&a);
}
END_TEST

START_TEST(words_of_rows) {
    static const struct {
        enum opt_id id;
        const char *text, *bounds;
    } cases[] = {
        {OPT_KILL_TIMEOUT, "1600 ms", ""},    {OPT_LISTEN_TIMEOUT, "3000 (3s)", ""},
        {OPT_RESTART_DELAY, "0", ""},         {OPT_MAX_RESTARTS, "16", "0 to 1000000"},
        {OPT_KILL_SIGNAL, "'SIGINT'", ""},    {OPT_LOG_TYPE, "'raw'", ""},
        {OPT_AUTORESTART, "true", ""},        {OPT_ROTATE_SIZE, "'10M'", ""},
        {OPT_NAMESPACE, "'default'", ""},     {OPT_NAME, "the script's base name", ""},
        {OPT_MAX_MEMORY_RESTART, "none", ""}, {OPT_HTTP_INTERVAL, "30000 (30s)", "100 ms or more"},
        {OPT_PORT, "none", "1 to 65535"},
    };
    struct arena a;
    arena_init(&a, 0);
    struct str text = option_default(&a, cases[_i].id), bounds = option_bounds(&a, cases[_i].id);
    ck_assert_msg(str_eqz(text, cases[_i].text), "%.*s", STR_ARG(text));
    ck_assert_msg(str_eqz(bounds, cases[_i].bounds), "%.*s", STR_ARG(bounds));
    arena_done(&a);
}
END_TEST

Suite *suite_option(void) {
    Suite *suite = suite_create("option");
    TCase *tc = tcase_create("option");
    tcase_add_test(tc, wire_numbers_are_unique);
    tcase_add_test(tc, names_are_unambiguous);
    tcase_add_test(tc, names_by_kind);
    tcase_add_loop_test(tc, rows_are_complete, 0, OPT_COUNT);
    tcase_add_loop_test(tc, examples_convert, 0, OPT_COUNT);
    tcase_add_loop_test(tc, defaults_are_in_bounds, 0, OPT_COUNT);
    tcase_add_loop_test(tc, rows_have_words, 0, OPT_COUNT);
    tcase_add_loop_test(tc, words_of_rows, 0, 13);
    suite_add_tcase(suite, tc);
    return suite;
}
