/* Explaining one value: who said it, where, and what it depends on. */
#include "compiler/why.h"

#include <stdlib.h>

#include "compiler/excerpt.h"
#include "compiler/launched.h"
#include "schema/unit/secret.h"
#include "schema/model/resolve.h"
#include "schema/plan/plan_dump.h"
#include "schema/unit/did_you_mean.h"

struct why {
    struct args *args;
    struct loaded *loaded;
    struct buf *out;
    const struct app *app;
    const struct resolved_app *resolved;
    const struct launched *launched; /* NULL: it is started as it is written */
    enum opt_id id;
    struct str variable; /* of env; empty for the option itself */
};

/* "apps[2].rest" or "name.rest", the longest name that fits; NULL where no app is meant. */
static const struct app *find_app(const struct model *model, struct str path, struct str *rest) {
    const struct app *best = NULL;
    if (str_starts(path, STR("apps["))) {
        unsigned long n = strtoul(path.p + 5, NULL, 10);
        size_t close = str_index(path, ']');
        if (close + 1 < path.n && path.p[close + 1] == '.' && n < model->apps.n) {
            *rest = str_skip(path, close + 2);
            return model->apps.at[n];
        }
    }
    for (size_t i = 0; i < model->apps.n; i++) {
        struct str name = model->apps.at[i]->label;
        if (str_starts(path, name) && path.n > name.n + 1 && path.p[name.n] == '.' &&
            (!best || best->label.n < name.n)) {
            best = model->apps.at[i];
            *rest = str_skip(path, name.n + 1);
        }
    }
    return best;
}

static int unknown_option(struct str name) {
    struct str names[OPT_COUNT];
    for (unsigned i = 0; i < OPT_COUNT; i++)
        names[i] = str_of(options[i].name);
    size_t hit = did_you_mean(name, names, OPT_COUNT);
    if (hit < OPT_COUNT)
        return cmd_fail(EXIT_USAGE, "no option %.*s; did you mean %s?", STR_ARG(name),
                        options[hit].name);
    return cmd_fail(EXIT_USAGE, "no option %.*s; see: ecoc explain --options", STR_ARG(name));
}

static int take_path(struct why *w, const char *path) {
    const struct model *model = w->loaded->pipeline.model;
    struct str rest = {"", 0}, env = STR("env.");
    w->app = find_app(model, str_of(path), &rest);
    if (!w->app)
        return cmd_fail(EXIT_USAGE, "--why %s: it takes APP.OPTION, such as %.*s.script", path,
                        STR_ARG(model->apps.n ? model->apps.at[0]->label : STR("api")));
    if (str_starts(rest, env)) {
        w->id = OPT_ENV;
        w->variable = str_skip(rest, env.n);
        return EXIT_CLEAN;
    }
    w->id = opt_find_any(rest);
    return w->id == OPT_COUNT ? unknown_option(rest) : EXIT_CLEAN;
}

static void show_place(struct why *w, struct span span, struct span key) {
    static const struct paint plain = {"", "", "", "", ""},
                              color = {"\x1b[1m", "\x1b[34m", "\x1b[32m", "\x1b[34m", "\x1b[0m"};
    struct excerpt_mark marks[2] = {{span, STR("this value"), true}, {key, STR("as this"), false}};
    bool two = key.src == span.src &&
               source_place(key.src, key.begin).line != source_place(span.src, span.begin).line;
    struct place at = source_place(span.src, span.begin);
    unsigned gutter = excerpt_gutter(span);
    if (two && excerpt_gutter(key) > gutter)
        gutter = excerpt_gutter(key);
    buf_repeat(w->out, ' ', gutter);
    buf_fmt(w->out, "--> %.*s:%u:%u\n", STR_ARG(span.src->name), at.line, at.column);
    marks[0].label = two ? STR("this value") : STR("");
    excerpt_write(w->out, marks, two ? 2 : 1, gutter, w->args->color_out ? &color : &plain);
}

static void show_variables(struct why *w, const struct env_deps *deps) {
    for (size_t i = 0; deps && i < deps->n; i++) {
        struct str name = deps->names[i], value;
        if (!front_getenv(&w->loaded->pipeline.front, name, &value))
            buf_fmt(w->out, "  = it depends on %.*s, which is not set\n", STR_ARG(name));
        else if (secret_is_name(name) || secret_is_value(value))
            buf_fmt(w->out, "  = it depends on %.*s, which is set (hidden)\n", STR_ARG(name));
        else
            buf_fmt(w->out, "  = it depends on %.*s, which is \"%.*s\"\n", STR_ARG(name),
                    STR_ARG(secret_mask_url(w->args->arena, value)));
    }
}

static const struct value *env_member(const struct value *env, struct str name) {
    return env && env->kind == VALUE_OBJECT ? value_get(env, name) : NULL;
}

static int why_variable(struct why *w, const char *profile) {
    const struct opt_data *env = &w->resolved->opt[OPT_ENV].data;
    const struct env_entry *entry = NULL;
    for (size_t i = 0; i < env->n; i++)
        if (str_eq(env->env[i].name, w->variable))
            entry = &env->env[i];
    if (!entry)
        return cmd_fail(EXIT_USAGE, "%.*s has no variable %.*s in env", STR_ARG(w->app->label),
                        STR_ARG(w->variable));
    buf_fmt(w->out, "%.*s.env.%.*s is given by %s%s\n", STR_ARG(w->app->label),
            STR_ARG(w->variable), entry->from_profile ? "env_" : "env",
            entry->from_profile ? profile : "");
    if (entry->value.span.src)
        show_place(w, entry->value.span, entry->value.span);
    const struct value *v = env_member(app_value(w->app, OPT_ENV), w->variable);
    for (size_t i = 0; entry->from_profile && i < w->app->profiles.n; i++)
        if (str_eqz(w->app->profiles.at[i].profile, profile))
            v = env_member(w->app->profiles.at[i].value, w->variable);
    if (v)
        show_variables(w, v->deps);
    if (v && v->late && !w->loaded->pipeline.bake_env)
        buf_z(w->out, "  = it is bound when the plan is loaded\n");
    return EXIT_CLEAN;
}

/* A command that was followed: from where to where. */
static void why_launched(struct why *w) {
    const struct resolved_opt *o = &w->resolved->opt[w->id];
    const struct launch *launch = &w->launched->launch;
    struct arena *a = w->args->arena;
    const struct setting *given = w->app->set[OPT_SCRIPT];
    if (o->span.src)
        show_place(w, o->span, o->span);
    if (w->launched->is_fork) {
        buf_fmt(w->out, "  = it cannot be clustered: %.*s\n", STR_ARG(launch->reason));
        return;
    }
    struct place at = source_place(given->key_span.src, given->key_span.begin);
    buf_fmt(w->out, "  = what %.*s:%u starts comes down to `%.*s`\n",
            STR_ARG(given->key_span.src->name), at.line, STR_ARG(launch_text(a, launch)));
}

static void why_option(struct why *w) {
    const struct resolved_opt *o = &w->resolved->opt[w->id];
    const struct option *row = &options[w->id];
    unsigned app = plan_find(&w->loaded->plan,
                             arena_cstr(w->args->arena, w->resolved->opt[OPT_NAME].data.text.text));
    buf_fmt(w->out, "%.*s.%s is ", STR_ARG(w->app->label), row->name);
    size_t before = w->out->n;
    if (app < w->loaded->plan.n_apps && row->wire != OPT_NO_WIRE)
        plan_dump_value(&w->loaded->plan, app, w->id, w->out);
    if (w->out->n == before)
        buf_z(w->out, w->app->set[w->id] ? "given" : "not given");
    buf_char(w->out, '\n');
    if (launched_has(w->launched, w->id)) {
        why_launched(w);
        return;
    }
    if (o->from == FROM_COMPUTED)
        buf_fmt(w->out, "  = nobody gave it; it follows from other options: %s\n",
                row->computed ? row->computed : "see ecoc explain");
    else if (o->from == FROM_DEFAULT || !o->span.src)
        buf_z(w->out, "  = nobody gave it; it is the default\n");
    else
        show_place(w, o->span,
                   w->app->set[w->id] ? w->app->set[w->id]->key_span : (struct span){0});
    if (w->app->set[w->id])
        show_variables(w, w->app->set[w->id]->value->deps);
}

int why_text(struct args *args, struct loaded *loaded, const char *profile, const char *path,
             struct buf *out) {
    struct resolved_app *resolved = arena_new(args->arena, struct resolved_app);
    struct pipeline *p = &loaded->pipeline;
    struct why w = {.args = args, .loaded = loaded, .out = out, .resolved = resolved};
    if (!loaded->pipeline.model)
        return cmd_fail(EXIT_USAGE, "--why wants a configuration, not a plan");
    int code = take_path(&w, path);
    if (code != EXIT_CLEAN)
        return code;
    resolve_app(args->arena, loaded->pipeline.model, w.app, str_of(profile ? profile : ""), 0,
                resolved);
    struct lint_input in = pipeline_lint(p);
    w.launched = launched_of(p, &in, resolved);
    launched_apply(p, w.launched, resolved);
    if (w.variable.n)
        return why_variable(&w, profile);
    why_option(&w);
    return EXIT_CLEAN;
}
