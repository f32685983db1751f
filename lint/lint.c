/* The catalogue's rows, and finding one. */
#include "lint/lint.h"

#include <strings.h>

const struct diag_rule lint_rules[RULE_COUNT] = {
#define RULE(id, code_, name_, sev, conf, title_, explain_, bad_, good_, needs_)                   \
    [RULE_##id] = {.code = code_,                                                                  \
                   .name = name_,                                                                  \
                   .severity = DIAG_##sev,                                                         \
                   .confidence = DIAG_##conf,                                                      \
                   .title = title_,                                                                \
                   .explain = explain_,                                                            \
                   .bad = bad_,                                                                    \
                   .good = good_,                                                                  \
                   .needs = needs_},
#include "lint/rules.def"
#undef RULE
};

unsigned lint_rule_find(struct str key) {
    for (unsigned i = 0; i < RULE_COUNT; i++) {
        const char *code = lint_rules[i].code, *name = lint_rules[i].name;
        if ((strlen(code) == key.n && !strncasecmp(code, key.p, key.n)) ||
            (strlen(name) == key.n && !strncasecmp(name, key.p, key.n)))
            return i;
    }
    return RULE_COUNT;
}
