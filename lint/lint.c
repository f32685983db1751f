/* The catalogue's rows, finding one, and the table of the functions that look for them. */
#include "lint/lint.h"

#include <strings.h>

#include "lint/rules.h"

/* The last columns of a row: needs, and a target and a fix that may be left out. */
#define NEEDS_OF(needs, ...) needs
#define TARGET_OF(needs, target, ...) LINT_##target
#define FIX_OF(needs, target, fix, ...) DIAG_FIX_##fix

const struct diag_rule lint_rules[RULE_COUNT] = {
#define RULE(id, code_, name_, sev, conf, title_, explain_, bad_, good_, ...)                      \
    [RULE_##id] = {.code = code_,                                                                  \
                   .name = name_,                                                                  \
                   .severity = DIAG_##sev,                                                         \
                   .confidence = DIAG_##conf,                                                      \
                   .title = title_,                                                                \
                   .explain = explain_,                                                            \
                   .bad = bad_,                                                                    \
                   .good = good_,                                                                  \
                   .needs = NEEDS_OF(__VA_ARGS__, ),                                               \
                   .fix = FIX_OF(__VA_ARGS__, NONE, NONE, )},
#include "lint/rules.def"
#undef RULE
};

const enum lint_target lint_targets[RULE_COUNT] = {
#define RULE(id, code_, name_, sev, conf, title_, explain_, bad_, good_, ...)                      \
    [RULE_##id] = TARGET_OF(__VA_ARGS__, BOTH, ),
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

/* A function looks for one thing and may report it under several codes. `is_plan`: what it finds
 * would make a plan wrong; the others are for ecoc lint only. */
static const struct {
    void (*file)(struct lint *l);
    void (*app)(struct lint *l, const struct app *app);
    bool is_plan;
} checks[] = {
    {.file = rule_filename, .is_plan = true},
    {.file = rule_json_is_js, .is_plan = true},
    {.file = rule_empty_apps, .is_plan = true},
    {.file = rule_beside_apps, .is_plan = true},
    {.file = rule_duplicate_app, .is_plan = true},
    {.file = rule_depends_on, .is_plan = true},
    {.file = rule_port_collision, .is_plan = true},
    {.app = rule_only_ecort, .is_plan = true},
    {.app = rule_only_ecort_value, .is_plan = true},
    {.app = rule_missing_script, .is_plan = true},
    {.app = rule_aliases, .is_plan = true},
    {.app = rule_option_in_env, .is_plan = true},
    {.app = rule_falsy, .is_plan = true},
    {.app = rule_instances, .is_plan = true},
    {.app = rule_memory, .is_plan = true},
    {.app = rule_cron, .is_plan = true},
    {.app = rule_milliseconds, .is_plan = true},
    {.app = rule_text_for_switch, .is_plan = true},
    {.app = rule_date_format, .is_plan = true},
    {.app = rule_name, .is_plan = true},
    {.app = rule_fork_port, .is_plan = true},
    {.app = rule_process},
    {.app = rule_paths},
    {.app = rule_restart},
    {.app = rule_logs},
    {.file = rule_shared_logs},
    {.file = rule_rotation},
    {.file = rule_committed_logs},
    {.app = rule_secrets},
    {.file = rule_file_secrets},
    {.app = rule_env},
    {.file = rule_env_names},
    {.file = rule_node_env},
    {.app = rule_unused},
    {.app = rule_profiles},
    {.file = rule_commands},
    {.app = rule_security},
    {.file = rule_file_security},
    {.app = rule_deploy},
    {.file = rule_overcommit},
    {.app = rule_source},
    {.file = rule_merge_apps},
};

/* Findings about the other target only leave the sink. */
static void keep_target(const struct lint_input *in) {
    struct diag_sink *sink = in->sink;
    size_t n = 0;
    for (size_t i = 0; i < sink->list.n; i++) {
        struct diag *d = sink->list.at[i];
        enum lint_target about = lint_targets[d->rule];
        if (in->target == LINT_BOTH || about == LINT_BOTH || about == in->target)
            sink->list.at[n++] = d;
        else
            sink->count[d->severity]--;
    }
    sink->list.n = n;
}

void lint_run(const struct lint_input *in) {
    struct lint l = {.a = in->sink->arena, .sink = in->sink, .model = in->model, .in = in};
    l.is_concrete = in->is_concrete;
    l.resolved = arena_new(l.a, struct resolved_app);
    lint_hide_secrets(&l);
    for (size_t i = 0; i < ARRAY_LEN(checks); i++) {
        if (in->is_for_plan && !checks[i].is_plan)
            continue;
        if (checks[i].file)
            checks[i].file(&l);
        for (size_t k = 0; checks[i].app && k < l.model->apps.n; k++)
            checks[i].app(&l, l.model->apps.at[k]);
    }
    keep_target(in);
}
