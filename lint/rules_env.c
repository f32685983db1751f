/* Rules about variables: what reaches the process is not what the line seems to say. */
#include <stdlib.h>

#include "lint/rules.h"

#include "schema/unit/did_you_mean.h"

static struct diag *say(struct lint *l, unsigned rule, const struct app *app,
                        const struct lint_env *var, struct str message) {
    struct diag *d =
        diag_add(l->sink, rule, var->span, "%.*s%.*s", STR_ARG(message), STR_ARG(var->when));
    diag_about(d, app->label, arena_fmt(l->a, "env.%.*s", STR_ARG(var->name)));
    d->profile = var->profile;
    d->token = var->name;
    return d;
}

/* "env.PORT", "env_production.PORT" */
static struct str path_of(struct lint *l, const struct lint_env *var) {
    return arena_fmt(l->a, "%.*s.%.*s", STR_ARG(var->block), STR_ARG(var->name));
}

/* ---- EC0803 ---------------------------------------------------------------------------------- */

static void check_scalar(struct lint *l, const struct app *app, const struct lint_env *var) {
    const struct value *v = var->value;
    struct str path = path_of(l, var);
    struct diag *d;
    if (v->kind == VALUE_NULL) {
        d = say(l, RULE_ENV_NOT_SCALAR, app, var,
                arena_fmt(l->a, "`%.*s` reaches the process as the text \"null\"", STR_ARG(path)));
        diag_help(l->sink, d, "remove the line, or write '' for an empty value");
    } else if (v->kind == VALUE_OTHER && v->other.text.n == 0) {
        d = say(l, RULE_ENV_NOT_SCALAR, app, var,
                arena_fmt(l->a, "`%.*s` is %.*s: no variable comes of it", STR_ARG(path),
                          STR_ARG(v->other.what)));
        diag_help(l->sink, d, "write a string");
    } else if (v->kind == VALUE_OBJECT || v->kind == VALUE_ARRAY) {
        bool dropped = var->profile.n && lint_for(l, LINT_PM2);
        d = say(l, RULE_ENV_NOT_SCALAR, app, var,
                arena_fmt(l->a,
                          dropped ? "`%.*s` is %.*s: PM2 drops it from a profile in fork mode"
                                  : "`%.*s` is %.*s: it reaches the process as JSON text",
                          STR_ARG(path), STR_ARG(value_kind_name(v))));
        if (dropped && lint_for(l, LINT_ECORT))
            diag_note(l->sink, d, "ecort hands it over as JSON text, as both do from `env`");
        diag_help(l->sink, d, "write the text that the program reads: JSON.stringify(...)");
    }
}

/* ---- EC0804 ---------------------------------------------------------------------------------- */

/* Fields of PM2's own record that no option sets (facts 3.1, 3.10). */
static bool is_record_field(struct str name) {
    static const char *const fields[] = {
        "status",          "pm_id",           "pm_uptime",   "restart_time", "unstable_restarts",
        "created_at",      "unique_id",       "exit_code",   "pm_exec_path", "pm_cwd",
        "pm_out_log_path", "pm_err_log_path", "pm_log_path", "pm_pid_path",  "prev_restart_delay",
        "axm_actions",     "axm_monitor",     "axm_options", "axm_dynamic",  "vizion_running",
        "km_link",         "node_version",    "versioning",  "command",      "filename"};
    for (size_t i = 0; i < ARRAY_LEN(fields); i++)
        if (str_eqz(name, fields[i]))
            return true;
    return false;
}

static void check_shadow(struct lint *l, const struct app *app, const struct lint_env *var) {
    if (!is_record_field(var->name))
        return;
    struct diag *d = say(l, RULE_ENV_SHADOWS, app, var,
                         arena_fmt(l->a,
                                   "`%.*s` overwrites PM2's own field of that name: commands "
                                   "and the list go by a wrong value",
                                   STR_ARG(path_of(l, var))));
    d->span = var->key_span;
    diag_note(l->sink, d, "PM2 copies every variable onto its record of the process");
    diag_help(l->sink, d, "give the variable another name, in capitals");
}

/* ---- EC0805 ---------------------------------------------------------------------------------- */

/* The variable without a default in a text of several parts. */
static struct str missing_part(const struct value *v, bool *is_whole) {
    *is_whole = v->late && v->late->n == 1;
    for (size_t i = 0; v->late && i < v->late->n; i++)
        if (v->late->parts[i].kind == LATE_ENV && !v->late->parts[i].has_default)
            return v->late->parts[i].text;
    return STR("");
}

static void report_undefined(struct lint *l, const struct app *app, struct span span,
                             struct str path, const struct value *v, struct str when) {
    bool whole;
    struct str name = missing_part(v, &whole);
    /* "when X is set" is the other half of `process.env.X || ...`. */
    if (name.n == 0 || lint_has(when, arena_fmt(l->a, "%.*s is set", STR_ARG(name)).p))
        return;
    struct diag *d =
        diag_add(l->sink, RULE_ENV_UNDEFINED, span,
                 whole ? "`%.*s` is not set where PM2 is called without %.*s"
                       : "`%.*s` holds the text \"undefined\" where PM2 is called without %.*s",
                 STR_ARG(path), STR_ARG(name));
    diag_about(d, app->label, path);
    d->token = name;
    if (whole && lint_for(l, LINT_ECORT))
        diag_severity_set(l->sink, d, DIAG_HINT);
    if (lint_for(l, LINT_ECORT))
        diag_note(l->sink, d,
                  "ecort reads it when the plan is loaded, and names it where it is missing");
    if (whole)
        diag_help(l->sink, d, "set %.*s for every call of pm2, or write a default behind ||",
                  STR_ARG(name));
    else
        diag_help(l->sink, d, "write a default: (process.env.%.*s || '...')", STR_ARG(name));
}

static void check_undefined(struct lint *l, const struct app *app) {
    const struct lint_env *vars;
    size_t n = lint_env(l, app, &vars);
    for (size_t i = 0; i < n; i++) {
        bool again = i && vars[i].key_span.begin == vars[i - 1].key_span.begin;
        if (!again) /* one alternative speaks for the others */
            report_undefined(l, app, lint_span(vars[i].whole, vars[i].key_span),
                             path_of(l, &vars[i]),
                             vars[i].whole->late ? vars[i].whole : vars[i].value, vars[i].when);
    }
    for (unsigned id = 0; id < OPT_COUNT; id++) {
        const struct value *v = app_value(app, id);
        bool whole;
        bool text = options[id].repr == REPR_STR || options[id].repr == REPR_PATH ||
                    options[id].repr == REPR_LIST;
        if (v && text && missing_part(v, &whole).n && !whole)
            report_undefined(l, app, lint_place(app, id), app->set[id]->key, v, STR(""));
    }
}

/* ---- EC0807 ---------------------------------------------------------------------------------- */

static bool has_variable(struct lint *l, const struct app *app, struct str name) {
    const struct lint_env *vars;
    size_t n = lint_env(l, app, &vars);
    for (size_t i = 0; i < n; i++)
        if (str_eq(vars[i].name, name))
            return true;
    return false;
}

/* An environment that the file does not show: unknown, or from files. */
static bool is_open(const struct app *app) {
    const struct setting *env = app->set[OPT_ENV];
    if (app->set[OPT_ENV_FILE] || (env && (env->is_bad || env->value->kind == VALUE_UNKNOWN)))
        return true;
    for (size_t i = 0; i < app->profiles.n; i++)
        if (app->profiles.at[i].value->kind == VALUE_UNKNOWN)
            return true;
    return false;
}

static bool is_node(struct lint *l, const struct app *app) {
    resolve_app(l->a, l->model, app, STR(""), 0, l->resolved);
    struct str interpreter = l->resolved->opt[OPT_INTERPRETER].data.text.text;
    return str_ends(interpreter, STR("node")) || str_ends(interpreter, STR("bun"));
}

/* A warning where the file knows better: another app has it, or this one has profiles or a deploy
 * section for production. Else a hint, where the app has an environment at all. */
static void check_node_env(struct lint *l, const struct app *app, bool others_have) {
    bool knows = others_have || app->profiles.n || lint_is_for_production(l, app);
    if (!is_node(l, app) || is_open(app) || has_variable(l, app, STR("NODE_ENV")) ||
        (!knows && !app->set[OPT_ENV]))
        return;
    struct diag *d =
        lint_say(l, RULE_NODE_ENV_MISSING, app, OPT_ENV, STR(""),
                 "NODE_ENV is whatever the caller's shell has: where it has none, Express "
                 "and others run in development mode");
    if (app->set[OPT_ENV])
        d->span = lint_first_line(app->set[OPT_ENV]->key_span);
    if (!knows)
        diag_severity_set(l->sink, d, DIAG_HINT);
    if (app->profiles.n)
        diag_help(l->sink, d, "add NODE_ENV to env_%.*s", STR_ARG(app->profiles.at[0].profile));
    else
        diag_help(l->sink, d, "add env: { NODE_ENV: 'production' }");
}

void rule_node_env(struct lint *l) {
    bool others_have = false;
    for (size_t i = 0; i < l->model->apps.n && !others_have; i++)
        others_have = has_variable(l, l->model->apps.at[i], STR("NODE_ENV"));
    for (size_t i = 0; i < l->model->apps.n; i++)
        check_node_env(l, l->model->apps.at[i], others_have);
}

/* ---- EC0808 ---------------------------------------------------------------------------------- */

/* The scalar as it is written, where it is plain: no quotes, no block, no alias or tag. */
static struct str plain_text(const struct value *v) {
    if (!v->span.src || v->span.end <= v->span.begin)
        return STR("");
    struct str raw = {v->span.src->text.p + v->span.begin, v->span.end - v->span.begin};
    return strchr("'\"|>*&![{", raw.p[0]) ? STR("") : raw;
}

static bool is_old_bool(struct str text) {
    return opt_word_index("yes no on off Yes No On Off YES NO ON OFF y n Y N", text) >= 0;
}

static void check_yaml(struct lint *l, const struct app *app, const struct lint_env *var) {
    struct str raw = plain_text(var->value), text = convert_env_text(l->a, var->value);
    bool scalar = var->value->kind == VALUE_NUMBER || var->value->kind == VALUE_BOOL ||
                  (var->value->kind == VALUE_OTHER && text.n);
    struct diag *d;
    if (raw.n && scalar && !str_eq(raw, text)) {
        d = say(l, RULE_YAML_SCALAR, app, var,
                arena_fmt(l->a, "`%.*s: %.*s` reaches the process as %.*s", STR_ARG(var->name),
                          STR_ARG(raw), STR_ARG(text)));
        diag_help(l->sink, d, "put it in quotes: '%.*s'", STR_ARG(raw));
    } else if (raw.n && var->value->kind == VALUE_STRING && is_old_bool(raw)) {
        d = say(l, RULE_YAML_SCALAR, app, var,
                arena_fmt(l->a,
                          "`%.*s: %.*s` is the text '%.*s' here, and a switch to readers of "
                          "YAML 1.1",
                          STR_ARG(var->name), STR_ARG(raw), STR_ARG(raw)));
        diag_severity_set(l->sink, d, DIAG_INFO);
        diag_help(l->sink, d, "put it in quotes: '%.*s'", STR_ARG(raw));
    }
}

/* ---- EC0809 ---------------------------------------------------------------------------------- */

/* Two letters changed places, or one inside is missing or there twice: slips of the hand, which
 * DB1_HOST and DB2_HOST, or KEY and KEYS, are not. */
static bool is_slip(struct str a, struct str b) {
    if (a.n < 6 || b.n < 6 || edit_distance(a, b, 1) != 1)
        return false;
    if (a.n == b.n) {
        size_t i = 0;
        while (a.p[i] == b.p[i])
            i++;
        return i + 1 < a.n && a.p[i] == b.p[i + 1] && a.p[i + 1] == b.p[i];
    }
    struct str more = a.n > b.n ? a : b, less = a.n > b.n ? b : a;
    size_t i = 0;
    while (i < less.n && more.p[i] == less.p[i])
        i++;
    bool at_edge = i == less.n || i == 0 || more.p[i + 1] == '_' || more.p[i - 1] == '_';
    return (!at_edge || (i > 0 && more.p[i] == more.p[i - 1])) &&
           (more.p[i] < '0' || more.p[i] > '9') && more.p[i] != '_';
}

/* A name of the file, and how often it is set. */
struct env_name {
    struct str name;
    size_t uses;
};

static int compare_name(const void *a, const void *b) {
    return str_cmp(((const struct env_name *)a)->name, ((const struct env_name *)b)->name);
}

/* Every name once, sorted. */
static size_t all_names(struct lint *l, struct env_name **names) {
    VEC(struct env_name) all = {0};
    size_t kept = 0;
    for (size_t i = 0; i < l->model->apps.n; i++) {
        const struct lint_env *vars;
        size_t n = lint_env(l, l->model->apps.at[i], &vars);
        for (size_t k = 0; k < n; k++)
            VEC_PUSH(l->a, &all, ((struct env_name){vars[k].name, 1}));
    }
    if (all.n)
        qsort(all.at, all.n, sizeof *all.at, compare_name);
    for (size_t i = 0; i < all.n; i++) {
        if (kept && str_eq(all.at[kept - 1].name, all.at[i].name))
            all.at[kept - 1].uses++;
        else
            all.at[kept++] = all.at[i];
    }
    *names = all.at;
    return kept;
}

/* A well-known name, or one that the file sets more often, of which this one is a slip. */
static struct str near_name(const struct env_name *names, size_t n, size_t which) {
    static const char *const known[] = {
        "NODE_ENV",       "DATABASE_URL", "REDIS_URL",     "REDIS_HOST",   "REDIS_PORT",
        "REDIS_PASSWORD", "LOG_LEVEL",    "MONGODB_URI",   "NODE_OPTIONS", "JWT_SECRET",
        "HOSTNAME",       "MONGO_URI",    "DB_HOST",       "DB_PASSWORD",  "DB_DATABASE",
        "RABBITMQ_URL",   "API_KEY",      "SESSION_SECRET"};
    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        if (is_slip(names[which].name, str_of(known[i])))
            return str_of(known[i]);
    for (size_t i = 0; i < n; i++)
        if (names[i].uses > names[which].uses && is_slip(names[which].name, names[i].name))
            return names[i].name;
    return STR("");
}

static void report_near(struct lint *l, struct str name, struct str near) {
    for (size_t i = 0; i < l->model->apps.n; i++) {
        const struct app *app = l->model->apps.at[i];
        const struct lint_env *vars;
        size_t n = lint_env(l, app, &vars);
        for (size_t k = 0; k < n; k++) {
            if (!str_eq(vars[k].name, name) || has_variable(l, app, near))
                continue;
            struct diag *d = say(l, RULE_ENV_NEAR_MISS, app, &vars[k],
                                 arena_fmt(l->a,
                                           "`%.*s` is set, and a program that reads %.*s does "
                                           "not find it",
                                           STR_ARG(name), STR_ARG(near)));
            d->span = vars[k].key_span;
            diag_label(l->sink, d, "did you mean `%.*s`?", STR_ARG(near));
            diag_help(l->sink, d, "rename it to %.*s", STR_ARG(near));
        }
    }
}

void rule_env_names(struct lint *l) {
    struct env_name *names;
    size_t n = all_names(l, &names);
    for (size_t i = 0; i < n; i++) {
        struct str near = near_name(names, n, i);
        if (near.n)
            report_near(l, names[i].name, near);
    }
}

void rule_env(struct lint *l, const struct app *app) {
    const struct lint_env *vars;
    size_t n = lint_env(l, app, &vars);
    struct str file = l->model->source->name;
    bool is_yaml = str_ends(file, STR(".yaml")) || str_ends(file, STR(".yml"));
    for (size_t i = 0; i < n; i++) {
        check_scalar(l, app, &vars[i]);
        check_shadow(l, app, &vars[i]);
        if (is_yaml)
            check_yaml(l, app, &vars[i]);
    }
    if (lint_for(l, LINT_PM2))
        check_undefined(l, app);
}
