/* .env files: what the dotenv package makes of each was read off the package itself. */
#include <check.h>

#include "schema/base/base.h"
#include "schema/unit/dotenv.h"

START_TEST(files_are_read_as_dotenv_reads_them) {
    static const struct {
        const char *text, *expected; /* name=value| ... */
    } cases[] = {
        {"A=1\nB = two words \n", "A=1|B=two words|"},
        {"export A=1\nexport=2", "A=1|export=2|"},
        {"A: yaml\nB:none", "A=yaml|"},
        {"# c\nA=1 # c\nB='1 # 2'\nC=\"#\"", "A=1|B=1 # 2|C=#|"},
        {"A=\nB=2", "A=|B=2|"},
        {"A='it\\'s'\nB=\"say \\\"x\\\"\"", "A=it\\'s|B=say \\\"x\\\"|"},
        {"A=\"a\\nb\"\nB='a\\nb'", "A=a\nb|B=a\\nb|"},
        {"A=\"two\nlines\"\nB=`x`", "A=two\nlines|B=x|"},
        {"A=\"open\nB=2", "A=\"open|B=2|"},
        {"no assignment\nA=a=b\r\nB=x", "A=a=b|B=x|"},
        {"A=1\nA=2", "A=1|A=2|"},
        {"A.b-c=1\n$X=2", "A.b-c=1|"},
        {"", ""},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct arena a;
        const struct dotenv_entry *entries;
        struct str all = {"", 0};
        arena_init(&a, 0);
        size_t n = dotenv_parse(&a, str_of(cases[i].text), &entries);
        for (size_t k = 0; k < n; k++)
            all = arena_fmt(&a, "%.*s%.*s=%.*s|", STR_ARG(all), STR_ARG(entries[k].name),
                            STR_ARG(entries[k].value));
        ck_assert_msg(str_eqz(all, cases[i].expected), "%s\ngave %.*s", cases[i].text,
                      STR_ARG(all));
        arena_done(&a);
    }
}
END_TEST

Suite *suite_unit_dotenv(void) {
    Suite *suite = suite_create("unit: dotenv");
    TCase *tc = tcase_create("dotenv");
    tcase_add_test(tc, files_are_read_as_dotenv_reads_them);
    suite_add_tcase(suite, tc);
    return suite;
}
