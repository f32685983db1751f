/* The catalogue's rows, finding one, and the table of the functions that look for them. */
#include "lint/lint.h"

#include <strings.h>

#include "lint/rules.h"

/* A row's fix may be left out: what follows the row then stands in for it. */
#define RULE_TAIL(title_, explain_, bad_, good_, needs_, fix_, ...)                                \
    .title = title_, .explain = explain_, .bad = bad_, .good = good_, .needs = needs_, .fix = fix_

const struct diag_rule lint_rules[RULE_COUNT] = {
#define RULE(id, code_, name_, sev, conf, ...)                                                     \
    [RULE_##id] = {.code = code_,                                                                  \
                   .name = name_,                                                                  \
                   .severity = DIAG_##sev,                                                         \
                   .confidence = DIAG_##conf,                                                      \
                   RULE_TAIL(__VA_ARGS__, DIAG_FIX_NONE, 0)},
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

/* A function looks for one thing and may report it under several codes. */
static const struct {
    void (*file)(struct lint *l);
    void (*app)(struct lint *l, const struct app *app);
} checks[] = {
    {.file = rule_filename},    {.file = rule_json_is_js},      {.file = rule_empty_apps},
    {.file = rule_beside_apps}, {.file = rule_duplicate_app},   {.file = rule_port_collision},
    {.app = rule_only_ecort},   {.app = rule_only_ecort_value}, {.app = rule_missing_script},
    {.app = rule_aliases},      {.app = rule_option_in_env},    {.app = rule_falsy},
    {.app = rule_instances},    {.app = rule_memory},           {.app = rule_cron},
    {.app = rule_milliseconds}, {.app = rule_text_for_switch},  {.app = rule_date_format},
    {.app = rule_name},         {.app = rule_fork_port},
};

void lint_run(const struct model *model, struct diag_sink *sink, bool is_concrete) {
    struct lint l = {.a = sink->arena, .sink = sink, .model = model, .is_concrete = is_concrete};
    l.resolved = arena_new(l.a, struct resolved_app);
    for (size_t i = 0; i < ARRAY_LEN(checks); i++) {
        if (checks[i].file)
            checks[i].file(&l);
        for (size_t k = 0; checks[i].app && k < model->apps.n; k++)
            checks[i].app(&l, model->apps.at[k]);
    }
}
