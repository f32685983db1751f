/* Rules about profiles: what --env NAME finds, and what it does not. */
#include "lint/project.h"
#include "schema/unit/did_you_mean.h"
#include "schema/unit/path.h"

static const struct env_block *block_of(const struct app *app, struct str profile) {
    for (size_t i = 0; i < app->profiles.n; i++)
        if (str_eq(app->profiles.at[i].profile, profile))
            return &app->profiles.at[i];
    return NULL;
}

/* ---- commands -------------------------------------------------------------------------------- */

/* The word behind `--env ` or `--env=`; *at is where the flag stands. */
static struct str env_flag(struct str text, size_t *at) {
    *at = lint_find(text, STR("--env"));
    struct str rest = str_skip(text, *at + 5 < text.n ? *at + 5 : text.n);
    if (rest.n == 0 || (rest.p[0] != ' ' && rest.p[0] != '='))
        return STR("");
    rest = str_skip(rest, 1);
    size_t n = 0;
    while (n < rest.n && !strchr(" \t\"'\\;&|)", rest.p[n]))
        n++;
    struct str word = {rest.p, n};
    return n && word.p[0] != '$' ? word : STR("");
}

/* Does the command name another configuration than this one? */
static bool is_for_another(struct lint *l, struct str text) {
    static const char *const ends[] = {".config.js", ".config.cjs", ".config.mjs",
                                       ".json",      ".yml",        ".yaml"};
    struct str own = path_basename(l->model->source->name);
    if (lint_find(text, own) < text.n)
        return false;
    for (size_t i = 0; i < ARRAY_LEN(ends); i++)
        if (lint_has(text, ends[i]))
            return true;
    return false;
}

/* A command that starts or reloads apps from a file. */
static bool is_start(struct str text) {
    static const char *const verbs[] = {"pm2 start",          "pm2 restart",       "pm2 reload",
                                        "pm2 startOrRestart", "pm2 startOrReload", "pm2-runtime",
                                        "ecoc build"};
    for (size_t i = 0; i < ARRAY_LEN(verbs); i++)
        if (lint_has(text, verbs[i]))
            return true;
    return false;
}

static struct span flag_span(struct span line, struct str text, size_t at, size_t n) {
    struct str raw = {line.src ? line.src->text.p + line.begin : "", line.end - line.begin};
    size_t begin = lint_find(raw, (struct str){text.p + at, n});
    return begin < raw.n ? span_of(line.src, line.begin + begin, line.begin + begin + n) : line;
}

/* ---- EC1001, EC1003 -------------------------------------------------------------------------- */

/* "prod" for "production", "stage" for "staging": the beginning of the other, or a slip. */
static bool is_near(struct str a, struct str b) {
    size_t same = 0;
    while (same < a.n && same < b.n && a.p[same] == b.p[same])
        same++;
    return same >= 4 || (same >= 3 && (same == a.n || same == b.n)) || edit_distance(a, b, 2) <= 2;
}

static void report_missing(struct lint *l, const struct app *app, struct str profile,
                           struct span where, size_t n_lacking) {
    const struct env_block *near = NULL;
    for (size_t i = 0; i < app->profiles.n && !near; i++)
        if (is_near(app->profiles.at[i].profile, profile))
            near = &app->profiles.at[i];
    struct diag *d =
        near ? diag_add(l->sink, RULE_ENV_NAME_NEAR, near->key_span,
                        "`env_%.*s` is not what --env %.*s asks for, so it is not used",
                        STR_ARG(near->profile), STR_ARG(profile))
             : diag_add(l->sink, RULE_ENV_BLOCK_MISSING, lint_place(app, OPT_NAME),
                        "--env %.*s finds no env_%.*s here: the app runs with `env` alone",
                        STR_ARG(profile), STR_ARG(profile));
    diag_about(d, app->label, arena_fmt(l->a, "env_%.*s", STR_ARG(profile)));
    d->profile = profile;
    diag_relate(l->sink, d, where, "the profile is asked for here");
    if (n_lacking > 1)
        diag_note(l->sink, d, "%zu more %s without it", n_lacking - 1,
                  n_lacking == 2 ? "app is" : "apps are");
    if (lint_for(l, LINT_PM2))
        diag_note(l->sink, d, "PM2 warns and goes on");
    if (near)
        diag_help(l->sink, d, "rename it to env_%.*s", STR_ARG(profile));
    else
        diag_help(l->sink, d, "add env_%.*s: { NODE_ENV: '%.*s' }", STR_ARG(profile),
                  STR_ARG(profile));
}

/* Apps without the profile: one finding speaks for those without any profile; each that has others
 * has its own. */
static void check_profile(struct lint *l, struct str profile, struct span where) {
    const struct app *first = NULL;
    size_t bare = 0, with = 0;
    for (size_t i = 0; i < l->model->apps.n; i++) {
        const struct app *app = l->model->apps.at[i];
        if (block_of(app, profile)) {
            with++;
        } else if (app->profiles.n) {
            report_missing(l, app, profile, where, 1);
            with++;
        } else {
            first = first ? first : app;
            bare++;
        }
    }
    if (first && with == 0)
        report_missing(l, first, profile, where, bare);
}

/* ---- EC1004 ---------------------------------------------------------------------------------- */

static void report_dev(struct lint *l, const struct app *app, const struct lint_env *var,
                       const struct env_block *block, struct span where) {
    struct str profile = block->profile;
    struct diag *d = diag_add(
        l->sink, RULE_STARTS_AS_DEV, var->span,
        "the app starts with NODE_ENV=development: no command asks for env_%.*s", STR_ARG(profile));
    diag_about(d, app->label, STR("env.NODE_ENV"));
    diag_relate(l->sink, d, block->key_span, "this is never used");
    diag_relate(l->sink, d, where, "started without --env");
    diag_help(l->sink, d, "add --env %.*s to the command", STR_ARG(profile));
}

static void check_dev(struct lint *l, const struct app *app, struct span where) {
    const struct lint_env *vars;
    size_t n = lint_env(l, app, &vars);
    for (size_t i = 0; i < n; i++)
        if (vars[i].profile.n == 0 && str_eqz(vars[i].name, "NODE_ENV") &&
            vars[i].value->kind == VALUE_STRING && str_eqz(vars[i].value->string, "development"))
            for (size_t k = 0; k < app->profiles.n; k++)
                if (lint_is_production(app->profiles.at[k].profile)) {
                    report_dev(l, app, &vars[i], &app->profiles.at[k], where);
                    return;
                }
}

void rule_commands(struct lint *l) {
    VEC(struct str) seen = {0};
    struct command_line line;
    struct span plain = {0};
    bool asks = false;
    if (l->model->apps.n == 0)
        return;
    for (size_t at = 0; project_command(l, &at, &line);) {
        size_t flag, known = 0;
        struct str profile = env_flag(line.text, &flag);
        bool uses_flag = lint_has(line.text, "--env ") || lint_has(line.text, "--env=");
        if (!is_start(line.text) || is_for_another(l, line.text))
            continue;
        asks = asks || uses_flag;
        if (!uses_flag && !plain.src &&
            lint_find(line.text, path_basename(l->model->source->name)) < line.text.n)
            plain = line.span;
        while (known < seen.n && !str_eq(seen.at[known], profile))
            known++;
        if (profile.n == 0 || known < seen.n)
            continue;
        VEC_PUSH(l->a, &seen, profile);
        check_profile(l, profile, flag_span(line.span, line.text, flag, profile.n + 6));
    }
    for (size_t i = 0; plain.src && !asks && i < l->model->apps.n; i++)
        check_dev(l, l->model->apps.at[i], plain);
}

/* ---- EC1002 ---------------------------------------------------------------------------------- */

static bool is_staging(struct str profile) {
    static const char *const names[] = {"staging",       "stage", "preprod",
                                        "preproduction", "uat",   "qa"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_eqz(profile, names[i]))
            return true;
    return false;
}

static bool is_diagnostic(struct str name) {
    return lint_has(name, "DEBUG") || lint_has(name, "LOG") || lint_has(name, "TEST") ||
           lint_has(name, "MOCK");
}

static bool is_set(const struct lint_env *vars, size_t n, struct str name, struct str profile) {
    for (size_t i = 0; i < n; i++)
        if (str_eq(vars[i].name, name) && str_eq(vars[i].profile, profile))
            return true;
    return false;
}

static void check_gap(struct lint *l, const struct app *app, const struct lint_env *vars, size_t n,
                      const struct env_block *production) {
    for (size_t i = 0; production->value->kind == VALUE_OBJECT && i < n; i++) {
        if (!is_staging(vars[i].profile) || is_diagnostic(vars[i].name) ||
            is_set(vars, n, vars[i].name, production->profile) ||
            is_set(vars, n, vars[i].name, STR("")))
            continue;
        struct diag *d =
            diag_add(l->sink, RULE_ENV_GAP, vars[i].key_span,
                     "`%.*s` is set for %.*s only: with --env %.*s the process does not "
                     "have it",
                     STR_ARG(vars[i].name), STR_ARG(vars[i].profile), STR_ARG(production->profile));
        diag_about(d, app->label, arena_fmt(l->a, "env.%.*s", STR_ARG(vars[i].name)));
        d->profile = production->profile;
        d->token = vars[i].name;
        diag_relate(l->sink, d, production->key_span, "not here, nor in `env`");
        diag_help(l->sink, d, "add it to env_%.*s, or to `env` for all profiles",
                  STR_ARG(production->profile));
    }
}

/* ---- EC1005 ---------------------------------------------------------------------------------- */

static bool is_numeric(struct str s) {
    for (size_t i = 0; i < s.n; i++)
        if ((s.p[i] < '0' || s.p[i] > '9') && s.p[i] != '.')
            return false;
    return s.n > 0;
}

static bool is_plain(const struct value *v) {
    return v->kind == VALUE_STRING || v->kind == VALUE_NUMBER || v->kind == VALUE_BOOL;
}

/* A number in one place and text in another that is none; the same in other quotes is a hint. */
static void check_drift(struct lint *l, const struct app *app, const struct lint_env *a,
                        const struct lint_env *b) {
    if (!str_eq(a->name, b->name) || str_eq(a->profile, b->profile) || !is_plain(a->value) ||
        !is_plain(b->value) || a->value->kind == b->value->kind)
        return;
    struct str other = convert_env_text(l->a, b->value), one = convert_env_text(l->a, a->value);
    bool alike = (is_numeric(other) && is_numeric(one)) || str_eq(other, one) ||
                 ((str_eqz(one, "true") || str_eqz(one, "false")) &&
                  (str_eqz(other, "true") || str_eqz(other, "false")));
    struct diag *d =
        diag_add(l->sink, RULE_ENV_DRIFT, b->span,
                 alike ? "`%.*s.%.*s` is %.*s here and %.*s in `%.*s`: the process gets "
                         "text from both"
                       : "`%.*s.%.*s` is %.*s here and %.*s in `%.*s`: a program that "
                         "expects one misreads the other",
                 STR_ARG(b->block), STR_ARG(b->name), STR_ARG(value_kind_name(b->value)),
                 STR_ARG(value_kind_name(a->value)), STR_ARG(a->block));
    if (alike)
        diag_severity_set(l->sink, d, DIAG_HINT);
    diag_about(d, app->label, arena_fmt(l->a, "env.%.*s", STR_ARG(b->name)));
    d->profile = b->profile;
    d->token = b->name;
    diag_relate(l->sink, d, a->span, "the other one");
    diag_help(l->sink, d, "write both the same way");
}

/* ---- EC1006 ---------------------------------------------------------------------------------- */

static void check_node_env(struct lint *l, const struct app *app, const struct lint_env *var) {
    static const char *const odd[] = {"prod",        "prd",        "live", "PROD",
                                      "Production",  "PRODUCTION", "Prod", "production ",
                                      " production", "produciton"};
    if (!str_eqz(var->name, "NODE_ENV") || var->value->kind != VALUE_STRING)
        return;
    for (size_t i = 0; i < ARRAY_LEN(odd); i++) {
        if (!str_eqz(var->value->string, odd[i]))
            continue;
        struct diag *d =
            diag_add(l->sink, RULE_NODE_ENV_ODD, var->span,
                     "NODE_ENV '%s' is development to Express, Nest and most others: they "
                     "look for 'production'%.*s",
                     odd[i], STR_ARG(var->when));
        diag_about(d, app->label, STR("env.NODE_ENV"));
        d->profile = var->profile;
        d->token = var->value->string;
        diag_help(l->sink, d,
                  "write NODE_ENV: 'production', and a variable of its own for the place");
    }
}

void rule_profiles(struct lint *l, const struct app *app) {
    const struct lint_env *vars;
    size_t n = lint_env(l, app, &vars);
    for (size_t i = 0; i < app->profiles.n; i++)
        if (lint_is_production(app->profiles.at[i].profile))
            check_gap(l, app, vars, n, &app->profiles.at[i]);
    for (size_t i = 0; i < n; i++) {
        check_node_env(l, app, &vars[i]);
        for (size_t k = 0; vars[i].profile.n == 0 && vars[i].when.n == 0 && k < n; k++)
            if (vars[k].profile.n && vars[k].when.n == 0)
                check_drift(l, app, &vars[i], &vars[k]);
    }
}
