/* The resolved command becomes the app's script, arguments, variables and directory. */
#include "compiler/launched.h"

static const struct source *source_of(struct pipeline *p, const struct launch_step *step) {
    struct front *f = &p->front;
    for (size_t i = 0; i < f->sources.n; i++)
        if (str_eq(f->sources.at[i]->path, step->path))
            return f->sources.at[i];
    struct source *src =
        source_new(p->arena, path_relative(p->arena, f->cwd, step->path), step->path, step->text);
    VEC_PUSH(p->arena, &f->sources, src);
    return src;
}

const struct launched *launched_of(struct pipeline *p, const struct lint_input *in,
                                   const struct resolved_app *app) {
    struct launch launch;
    if (!launch_of_app(in, app, &launch))
        return NULL;
    struct launched *out = arena_new(p->arena, struct launched);
    out->launch = launch;
    out->is_fork = out->launch.kind == LAUNCH_REFUSED;
    if (out->is_fork && !p->allow_fork_fallback)
        return NULL; /* lint has said so; what is made all the same is made as it is written */
    const struct launch_step *last = launch_last_script(&out->launch);
    for (size_t i = 0; i < out->launch.steps.n; i++) {
        const struct launch_step *step = &out->launch.steps.at[i];
        const struct source *src = source_of(p, step);
        if (step == last && step->end <= src->text.n)
            out->span = span_of(src, step->begin, step->end);
    }
    return out;
}

bool launched_has(const struct launched *launched, enum opt_id id) {
    if (!launched)
        return false;
    if (launched->is_fork)
        return id == OPT_EXEC_MODE;
    return id == OPT_SCRIPT || id == OPT_INTERPRETER || id == OPT_ARGS || id == OPT_NODE_ARGS;
}

/* ---- laying it over -------------------------------------------------------------------------- */

struct layer {
    struct pipeline *p;
    const struct launched *launched;
    struct resolved_app *app;
    struct span span; /* of what is made: the script of package.json, else the app's own */
};

/* Marked as changed, so that the next app finds the defaults again. */
static struct resolved_opt *change(struct layer *l, enum opt_id id) {
    struct resolved_app *app = l->app;
    if (!app->is_changed[id])
        app->changed[app->n_changed++] = id;
    app->is_changed[id] = true;
    app->opt[id].from = FROM_GIVEN;
    app->opt[id].span = l->span;
    return &app->opt[id];
}

static void set_text(struct layer *l, enum opt_id id, struct str text) {
    change(l, id)->data = (struct opt_data){.text = {text, NULL, l->span}};
}

static void set_list(struct layer *l, enum opt_id id, const struct words *words) {
    struct given_text *items = arena_array(l->p->arena, struct given_text, words->list.n);
    for (size_t i = 0; i < words->list.n; i++)
        items[i] = (struct given_text){words->list.at[i], NULL, l->span};
    change(l, id)->data = (struct opt_data){.items = items, .n = words->list.n};
}

static void put_variable(struct env_entry *at, size_t *n, const struct env_entry *entry) {
    for (size_t i = 0; i < *n; i++)
        if (str_eq(at[i].name, entry->name)) {
            at[i] = *entry;
            return;
        }
    at[(*n)++] = *entry;
}

/* A wrapper sets its variables over those that it was given. */
static void set_variables(struct layer *l) {
    const struct launch *launch = &l->launched->launch;
    const struct opt_data *old = &l->app->opt[OPT_ENV].data;
    struct span before = l->app->opt[OPT_ENV].span;
    enum resolved_from from = l->app->opt[OPT_ENV].from;
    size_t n = old->n;
    struct env_entry *at = arena_array(l->p->arena, struct env_entry, n + launch->env.n + 1);
    if (launch->env.n == 0)
        return;
    for (size_t i = 0; i < n; i++)
        at[i] = old->env[i];
    for (size_t i = 0; i < launch->env.n; i++) {
        struct env_entry entry = {.name = launch->env.at[i].name,
                                  .value = {launch->env.at[i].value, NULL, l->span}};
        put_variable(at, &n, &entry);
    }
    struct resolved_opt *env = change(l, OPT_ENV);
    env->data = (struct opt_data){.env = at, .n = n};
    env->span = before.src ? before : l->span;
    env->from = from == FROM_DEFAULT ? FROM_GIVEN : from;
}

static void set_cwd(struct layer *l) {
    struct arena *a = l->p->arena;
    struct str root = l->p->model->root, to = l->launched->launch.cwd;
    struct str now = path_join(a, root, l->app->opt[OPT_CWD].data.text.text);
    while (now.n > 1 && now.p[now.n - 1] == '/')
        now.n--;
    if (!str_eq(now, to))
        set_text(l, OPT_CWD, path_relative(a, root, to));
}

void launched_apply(struct pipeline *p, const struct launched *launched, struct resolved_app *app) {
    struct layer l = {p, launched, app, launched ? launched->span : (struct span){0}};
    if (!launched)
        return;
    if (launched->is_fork) {
        l.span = app->opt[OPT_EXEC_MODE].span;
        change(&l, OPT_EXEC_MODE)->data.number = 0;
        app->opt[OPT_EXEC_MODE].data.flag = false;
        return;
    }
    if (!l.span.src)
        l.span = app->opt[OPT_SCRIPT].span;
    set_cwd(&l);
    set_text(&l, OPT_SCRIPT, launched->launch.script);
    set_text(&l, OPT_INTERPRETER, launched->launch.interpreter);
    set_list(&l, OPT_NODE_ARGS, &launched->launch.node_args);
    set_list(&l, OPT_ARGS, &launched->launch.args);
    set_variables(&l);
}

/* ---- saying so ------------------------------------------------------------------------------- */

static void report_one(struct pipeline *p, const struct launched *launched,
                       const struct resolved_app *app, struct buf *out) {
    struct str name = app->opt[OPT_NAME].data.text.text;
    if (launched->is_fork) {
        buf_fmt(out, "%.*s: fork mode, it cannot be clustered: %.*s\n", STR_ARG(name),
                STR_ARG(launched->launch.reason));
        return;
    }
    buf_fmt(out, "%.*s: starts %.*s", STR_ARG(name),
            STR_ARG(launch_text(p->arena, &launched->launch)));
    if (launched->span.src)
        buf_fmt(out, " (%.*s:%u)", STR_ARG(launched->span.src->name),
                source_place(launched->span.src, launched->span.begin).line);
    buf_char(out, '\n');
}

void launched_report(struct pipeline *p, const struct plan *plan, struct buf *out) {
    struct str profile = str_of(plan_profile(plan));
    struct resolved_app *app = arena_new(p->arena, struct resolved_app);
    for (size_t i = 0; i < p->model->apps.n; i++) {
        const struct launched *launched = p->launched[i];
        if (!launched)
            continue;
        resolve_app(p->arena, p->model, p->model->apps.at[i], profile, 0, app);
        const char *name = arena_cstr(p->arena, app->opt[OPT_NAME].data.text.text);
        if (plan_find(plan, name) < plan->n_apps)
            report_one(p, launched, app, out);
    }
}
