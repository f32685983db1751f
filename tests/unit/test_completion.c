/* Completion: no command may take an argument that the table of arguments does not know. */
#include <check.h>

#include "compiler/completion.h"

START_TEST(every_argument_is_known) {
    const struct command *c = commands[_i];
    struct arena a;
    arena_init(&a, 0);
    ck_assert_msg(completion_argument(&a, c->arguments).kind != COMPLETE_UNKNOWN, "%s: %s", c->name,
                  c->arguments);
    for (const struct flag *f = c->flags; f->name; f++)
        ck_assert_msg(!f->argument || completion_argument(&a, f->argument).kind != COMPLETE_UNKNOWN,
                      "%s %s %s", c->name, f->name, f->argument);
    arena_done(&a);
}
END_TEST

START_TEST(arguments) {
    static const struct {
        const char *text;
        enum completion_kind kind;
        const char *words;
    } cases[] = {
        {"FILE", COMPLETE_FILES, ""},
        {"[FILE|DIR|-...]", COMPLETE_FILES, ""},
        {"[REV] [FILE]", COMPLETE_REVISIONS, ""},
        {"WHEN", COMPLETE_WORDS, "always never auto"},
        {"install|uninstall", COMPLETE_WORDS, "install uninstall"},
        {"NAME=VALUE", COMPLETE_NOTHING, ""},
        {"APP.OPTION", COMPLETE_NOTHING, ""},
        {"", COMPLETE_NOTHING, ""},
        {"WHATEVER", COMPLETE_UNKNOWN, ""},
    };
    struct arena a;
    arena_init(&a, 0);
    struct completion_argument arg = completion_argument(&a, cases[_i].text);
    ck_assert_int_eq(arg.kind, cases[_i].kind);
    ck_assert(str_eqz(arg.words, cases[_i].words));
    arena_done(&a);
}
END_TEST

START_TEST(kind_and_code_have_their_tables) {
    struct arena a;
    arena_init(&a, 0);
    ck_assert_ptr_nonnull(strstr(completion_argument(&a, "KIND[:FILE]").words.p, "sarif github"));
    const char *words = completion_argument(&a, "CODE|OPTION").words.p;
    ck_assert_ptr_nonnull(strstr(words, "EC0101 unknown-option"));
    ck_assert_ptr_nonnull(strstr(words, "kill_timeout"));
    arena_done(&a);
}
END_TEST

Suite *suite_completion(void) {
    Suite *suite = suite_create("completion");
    TCase *tc = tcase_create("completion");
    tcase_add_loop_test(tc, every_argument_is_known, 0, (int)n_commands);
    tcase_add_loop_test(tc, arguments, 0, 9);
    tcase_add_test(tc, kind_and_code_have_their_tables);
    suite_add_tcase(suite, tc);
    return suite;
}
