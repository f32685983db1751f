/* Rules about the file as a whole: its name, its shape, and apps against each other. */
#include "lint/rules.h"

#include "schema/unit/did_you_mean.h"

static struct str base_name(struct str path) {
    for (size_t i = path.n; i > 0; i--)
        if (path.p[i - 1] == '/')
            return str_skip(path, i);
    return path;
}

/* ---- EC0007 ---------------------------------------------------------------------------------- */

/* PM2 looks for these anywhere in the name. */
static bool is_recognised(struct str name) {
    static const char *const marks[] = {".json",      ".yml",        ".yaml",
                                        ".config.js", ".config.cjs", ".config.mjs"};
    for (size_t i = 0; i < ARRAY_LEN(marks); i++)
        if (lint_find(name, str_of(marks[i])) < name.n)
            return true;
    return false;
}

/* "pm2.dev.js" -> "pm2.dev.config.js", "ecosystem.config.prod.cjs" -> "ecosystem.prod.config.cjs".
 */
static struct str better_name(struct lint *l, struct str name) {
    static const char *const kept[] = {".cjs", ".mjs"};
    size_t dot = name.n;
    for (size_t i = name.n; i > 1 && dot == name.n; i--)
        if (name.p[i - 1] == '.')
            dot = i - 1;
    struct str stem = {name.p, dot}, extension = STR(".js");
    for (size_t i = 0; i < ARRAY_LEN(kept); i++)
        if (str_eqz(str_skip(name, dot), kept[i]))
            extension = str_of(kept[i]);
    struct str inner = STR(".config");
    size_t at = lint_find(stem, inner);
    struct str tail = at < stem.n ? str_skip(stem, at + inner.n) : STR("");
    return arena_fmt(l->a, "%.*s%.*s.config%.*s", (int)at, stem.p, STR_ARG(tail),
                     STR_ARG(extension));
}

static bool is_typescript(struct str name) {
    return str_ends(name, STR(".ts")) || str_ends(name, STR(".mts")) || str_ends(name, STR(".cts"));
}

/* Whoever writes one knows that PM2 is not what reads it. */
static void report_typescript(struct lint *l, struct str name) {
    struct diag *d =
        diag_add(l->sink, RULE_MODULE_KIND, span_of(l->model->source, 0, 0),
                 "PM2 cannot load `%.*s`: it would run it as a program, with bun", STR_ARG(name));
    diag_severity_set(l->sink, d, DIAG_INFO);
    diag_help(l->sink, d, "for PM2, write it in JavaScript as `%.*s.js`",
              (int)(name.n - (str_ends(name, STR("mts")) || str_ends(name, STR("cts")) ? 4 : 3)),
              name.p);
}

void rule_filename(struct lint *l) {
    struct str name = base_name(l->model->source->name);
    if (is_typescript(name)) {
        report_typescript(l, name);
        return;
    }
    if (is_recognised(name))
        return;
    struct str better = better_name(l, name);
    struct diag *d =
        diag_add(l->sink, RULE_UNRECOGNISED_FILENAME, span_of(l->model->source, 0, 0),
                 "`%.*s` is run as a program by PM2, which does not see a configuration in it",
                 STR_ARG(name));
    diag_note(
        l->sink, d,
        "PM2 goes by the name: .json, .yml, .yaml, .config.js, .config.cjs or .config.mjs in it");
    diag_help(l->sink, d, "rename it to `%.*s`", STR_ARG(better));
}

/* ---- EC0108, EC0109, EC0101 beside apps ------------------------------------------------------ */

static bool has_content(const struct value *v) {
    return v &&
           (v->kind == VALUE_ARRAY ? v->array.n > 0 : v->kind == VALUE_OBJECT && v->object.n > 0);
}

void rule_empty_apps(struct lint *l) {
    const struct value *root = l->model->value, *apps = value_get(root, STR("apps"));
    if (!apps)
        apps = value_get(root, STR("pm2"));
    const struct value *v = apps ? apps : root;
    bool is_empty = v->kind == VALUE_ARRAY ? v->array.n == 0
                                           : !apps && v->kind == VALUE_OBJECT && v->object.n == 0;
    if (!is_empty || has_content(l->model->statics))
        return;
    struct diag *d =
        diag_add(l->sink, RULE_EMPTY_APPS, lint_span(v, span_of(l->model->source, 0, 0)),
                 "no app starts: the file defines none");
    diag_help(l->sink, d, "add one: { name: 'api', script: 'api.js' }");
}

/* Keys that other tools read, or that hold anchors for YAML aliases. */
static bool is_for_others(struct str key) {
    return str_starts(key, STR("$")) || str_starts(key, STR("x-")) || str_starts(key, STR("."));
}

static void stray_option(struct lint *l, const struct stray *s, enum opt_id id) {
    struct diag *d = diag_add(l->sink, RULE_OPTION_OUTSIDE_APP, s->key_span,
                              "`%.*s` does nothing beside `apps`: options belong inside an app",
                              STR_ARG(s->key));
    diag_about(d, STR(""), id == OPT_COUNT ? s->key : str_of(options[id].name));
    diag_help(l->sink, d, "move the line into each app that it is meant for");
}

static void stray_other(struct lint *l, const struct stray *s) {
    static const struct str real[] = {{"apps", 4}, {"deploy", 6}, {"static", 6}};
    struct diag *d = diag_add(
        l->sink, RULE_UNKNOWN_OPTION, s->key_span,
        "`%.*s` does nothing: beside `apps` there are only `deploy` and `static`", STR_ARG(s->key));
    diag_about(d, STR(""), s->key);
    size_t near = did_you_mean(s->key, real, ARRAY_LEN(real));
    if (near < ARRAY_LEN(real)) {
        diag_label(l->sink, d, "did you mean `%.*s`?", STR_ARG(real[near]));
        diag_help(l->sink, d, "rename it to `%.*s`, or remove it", STR_ARG(real[near]));
    } else {
        diag_help(l->sink, d, "remove it");
    }
}

void rule_beside_apps(struct lint *l) {
    const struct model *m = l->model;
    if (has_content(m->statics)) {
        const struct member *member = value_member(m->value, STR("static"));
        struct diag *d =
            diag_add(l->sink, RULE_OPTION_OUTSIDE_APP, member->key_span,
                     "`static` starts file servers under PM2; ecoc leaves them out of the plan");
        diag_severity_set(l->sink, d, DIAG_WARNING);
        diag_about(d, STR(""), STR("static"));
        diag_help(
            l->sink, d,
            "give the server an app of its own, such as { name: 'pages', script: 'pages.js' }");
    }
    if (!value_get(m->value, STR("apps")))
        return; /* the `pm2` key of a package.json: what stands beside it is npm's */
    for (size_t i = 0; i < m->beside.n; i++) {
        const struct stray *s = &m->beside.at[i];
        enum opt_id id = opt_find(OPT_COUNT, s->key, s->value->kind == VALUE_OBJECT, NULL);
        if (id != OPT_COUNT || opt_is_profile(s->key))
            stray_option(l, s, id);
        else if (!is_for_others(s->key))
            stray_other(l, s);
    }
}

/* ---- EC0106 ---------------------------------------------------------------------------------- */

static void report_duplicate(struct lint *l, const struct app *app, struct str name,
                             struct span span, struct span first, bool is_computed) {
    struct diag *d =
        is_computed
            ? diag_add(
                  l->sink, RULE_DUPLICATE_APP, span,
                  "two apps are called '%.*s' after their script: no command can tell them apart",
                  STR_ARG(name))
            : diag_add(l->sink, RULE_DUPLICATE_APP, span,
                       "`name` '%.*s' belongs to two apps: no command can tell them apart",
                       STR_ARG(name));
    diag_about(d, app->label, str_of(options[OPT_NAME].name));
    d->token = name;
    diag_relate(l->sink, d, first, "the first of that name");
    diag_note(l->sink, d,
              "PM2 starts both, and a reload gives both the environment of the last; ecoc builds "
              "no plan");
    diag_help(l->sink, d, "give one of them another name: name: '%.*s-2'", STR_ARG(name));
}

void rule_duplicate_app(struct lint *l) {
    size_t cap = l->model->apps.n * 2 + 1;
    struct lint_name *table = arena_array(l->a, struct lint_name, cap);
    for (size_t i = 0; i < l->model->apps.n; i++) {
        const struct app *app = l->model->apps.at[i];
        struct span span = {0};
        bool is_computed;
        struct str name = lint_certain_name(app, &span, &is_computed);
        if (name.n == 0)
            continue;
        struct lint_name *slot = lint_name_slot(table, cap, name);
        if (slot->name.n)
            report_duplicate(l, app, name, span, slot->span, is_computed);
        else
            *slot = (struct lint_name){name, span, i};
    }
}
