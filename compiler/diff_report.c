/* Printing a diff: one verdict per app, the option that causes it at its line, one total. */
#include "compiler/diff.h"

#include "schema/unit/secret.h"
#include "schema/base/json_out.h"
#include "schema/base/utf8.h"
#include "schema/plan/plan_dump.h"

static const struct {
    const char *mark, *color, *effect;
} looks[VERDICT_COUNT] = {
    [VERDICT_NOTHING] = {" ", "", "no effect on running processes"},
    [VERDICT_LIVE] = {"~", "\x1b[36m", "no process is touched"},
    [VERDICT_SCALE] = {"*", "\x1b[36m", ""},
    [VERDICT_RELOAD] = {"~", "\x1b[33m", "one instance after the other, no outage"},
    [VERDICT_RESTART] = {"!", "\x1b[31m", "stop, then start: an outage"},
    [VERDICT_RECREATE] = {"!", "\x1b[31m", "removed and made anew: an outage"},
    [VERDICT_START] = {"+", "\x1b[32m", ""},
    [VERDICT_STOP] = {"-", "\x1b[31m", "no longer in the file"},
};

struct printer {
    struct arena *a;
    const struct diff *diff;
    const struct diff_labels *labels;
    struct buf *out;
};

/* ---- values ---------------------------------------------------------------------------------- */

static struct str take(struct arena *a, struct buf *b) {
    struct str s = arena_str(a, (struct str){b->p, b->n});
    buf_done(b);
    return s;
}

static struct str recipe(struct arena *a, struct plan_text text) {
    struct buf b = {0};
    plan_dump_recipe(text, &b);
    return take(a, &b);
}

struct shown {
    struct str before, after; /* empty: none */
    bool sensitive;
};

/* The default inside a recipe is as secret as the value itself. */
static bool has_text(struct plan_text text) {
    for (unsigned i = 0; i < plan_text_parts(text); i++) {
        struct plan_part part = plan_text_part(text, i);
        if (part.kind == PLAN_PART_TEXT ? *part.text != 0 : part.fallback != NULL && *part.fallback)
            return true;
    }
    return false;
}

static struct str env_shown(const struct printer *p, const char *name, struct plan_text text,
                            bool *sensitive) {
    struct str value = recipe(p->a, text);
    if (text.ref == 0 || p->labels->show_secrets)
        return value;
    if ((secret_is_name(str_of(name)) && has_text(text)) || secret_is_value(value)) {
        *sensitive = true;
        return STR("(hidden)");
    }
    return secret_mask_url(p->a, value);
}

/* The members that were given: "port 3000, path /health". */
static struct str group_shown(const struct printer *p, const struct plan *plan, unsigned app,
                              enum opt_id group) {
    struct buf b = {0};
    const char *file;
    uint32_t line;
    if (!plan_has_block(plan, app, opt_group_block(group)))
        return STR("none");
    for (unsigned id = group + 1; id < OPT_COUNT && opt_parent(id) == group; id++) {
        if (!plan_origin(plan, app, id, &file, &line))
            continue;
        buf_fmt(&b, "%s%.*s ", b.n ? ", " : "", STR_ARG(opt_leaf(id)));
        plan_dump_value(plan, app, id, &b);
    }
    struct str text = take(p->a, &b);
    return text.n ? text : STR("defaults");
}

static struct str option_shown(const struct printer *p, const struct plan *plan, unsigned app,
                               enum opt_id id, bool *sensitive) {
    struct buf b = {0};
    if (options[id].repr == REPR_GROUP)
        return group_shown(p, plan, app, id);
    if (!plan_has_block(plan, app, opt_block_of(id)))
        return STR("none");
    plan_dump_value(plan, app, id, &b);
    struct str value = take(p->a, &b);
    if (!p->labels->show_secrets && secret_is_value(value)) {
        *sensitive = true;
        return STR("(hidden)");
    }
    return p->labels->show_secrets ? value : secret_mask_url(p->a, value);
}

static struct shown show_change(const struct printer *p, const struct diff_app *app,
                                const struct plan_change *c) {
    struct shown s = {0};
    if (c->kind == CHANGE_VALUE) {
        s.before = option_shown(p, p->diff->old_plan, app->old_app, c->id, &s.sensitive);
        s.after = option_shown(p, p->diff->new_plan, app->new_app, c->id, &s.sensitive);
        return s;
    }
    s.before = env_shown(p, c->env_name, c->old_text, &s.sensitive);
    s.after = env_shown(p, c->env_name, c->new_text, &s.sensitive);
    return s;
}

static bool place_of(const struct printer *p, const struct diff_app *app,
                     const struct plan_change *c, const char **file, uint32_t *line) {
    if (c->kind == CHANGE_ENV_ADDED || c->kind == CHANGE_ENV_VALUE)
        return plan_env_origin(p->diff->new_plan, app->new_app, c->env_index, file, line);
    if (plan_origin(p->diff->new_plan, app->new_app, c->id, file, line))
        return true;
    enum opt_id parent = opt_parent(c->id);
    return parent != OPT_COUNT && plan_origin(p->diff->new_plan, app->new_app, parent, file, line);
}

static struct str change_name(const struct printer *p, const struct plan_change *c) {
    if (c->kind == CHANGE_VALUE)
        return str_of(options[c->id].name);
    return arena_fmt(p->a, "%s.%s", options[c->id].name, c->env_name);
}

/* ---- text ------------------------------------------------------------------------------------ */

enum { DIFF_NAME = 26, DIFF_VALUE = 36 };

static void column(struct buf *out, struct str text, size_t width) {
    size_t w = utf8_width(text);
    buf_str(out, text);
    buf_repeat(out, ' ', w + 2 <= width ? width - w : 2);
}

static struct str change_text(const struct printer *p, const struct plan_change *c,
                              const struct shown *s) {
    bool hidden = s->sensitive;
    switch (c->kind) {
    case CHANGE_ENV_ADDED:
        return hidden ? STR("added (hidden)") : arena_fmt(p->a, "added: %.*s", STR_ARG(s->after));
    case CHANGE_ENV_REMOVED:
        return hidden ? STR("removed (hidden)")
                      : arena_fmt(p->a, "removed: %.*s", STR_ARG(s->before));
    case CHANGE_ENV_VALUE:
    case CHANGE_VALUE:
        break;
    }
    if (hidden)
        return STR("changed (hidden)");
    return arena_fmt(p->a, "%.*s -> %.*s", STR_ARG(s->before.n ? s->before : STR("none")),
                     STR_ARG(s->after.n ? s->after : STR("none")));
}

static void text_change(const struct printer *p, const struct diff_app *app,
                        const struct plan_change *c) {
    const char *file;
    uint32_t line;
    struct shown s = show_change(p, app, c);
    struct str text = change_text(p, c, &s);
    bool place = c->kind != CHANGE_ENV_REMOVED && place_of(p, app, c, &file, &line);
    buf_z(p->out, "      ");
    column(p->out, change_name(p, c), DIFF_NAME);
    if (place) {
        column(p->out, text, DIFF_VALUE);
        buf_fmt(p->out, "%s%s:%u%s", p->labels->color ? "\x1b[2m" : "", file, line,
                p->labels->color ? "\x1b[0m" : "");
    } else {
        buf_str(p->out, text);
    }
    buf_char(p->out, '\n');
}

static struct str instances_text(const struct printer *p, const struct plan *plan, unsigned app) {
    int64_t n = plan_number(plan, app, OPT_INSTANCES, 1);
    return n > 0    ? arena_fmt(p->a, "%lld", (long long)n)
           : n == 0 ? STR("max")
                    : arena_fmt(p->a, "max%lld", (long long)n);
}

static struct str verdict_text(const struct printer *p, const struct diff_app *app) {
    const char *name = plan_verdict_name(app->verdict), *effect = looks[app->verdict].effect;
    if (app->verdict == VERDICT_START) {
        struct str n = instances_text(p, p->diff->new_plan, app->new_app);
        bool cluster = plan_number(p->diff->new_plan, app->new_app, OPT_EXEC_MODE, 0) == 1;
        return arena_fmt(p->a, "start (%.*s %s, %s)", STR_ARG(n),
                         str_eqz(n, "1") ? "process" : "processes", cluster ? "cluster" : "fork");
    }
    if (app->verdict == VERDICT_SCALE)
        return arena_fmt(p->a, "scale %.*s -> %.*s",
                         STR_ARG(instances_text(p, p->diff->old_plan, app->old_app)),
                         STR_ARG(instances_text(p, p->diff->new_plan, app->new_app)));
    return *effect ? arena_fmt(p->a, "%s (%s)", name, effect) : str_of(name);
}

static void text_app(const struct printer *p, const struct diff_app *app) {
    bool color = p->labels->color;
    buf_fmt(p->out, "  %s%s %s%s", color ? looks[app->verdict].color : "", looks[app->verdict].mark,
            app->name, color ? "\x1b[0m" : "");
    buf_repeat(p->out, ' ',
               strlen(app->name) < DIFF_NAME + 2 ? DIFF_NAME + 2 - strlen(app->name) : 2);
    buf_str(p->out, verdict_text(p, app));
    buf_char(p->out, '\n');
    for (size_t i = 0; i < app->n_changes; i++)
        text_change(p, app, &app->changes[i]);
}

static void text_total(const struct printer *p) {
    static const enum plan_verdict order[] = {VERDICT_START,   VERDICT_STOP,   VERDICT_RECREATE,
                                              VERDICT_RESTART, VERDICT_RELOAD, VERDICT_SCALE,
                                              VERDICT_LIVE};
    bool any = false;
    for (size_t i = 0; i < ARRAY_LEN(order); i++) {
        size_t n = p->diff->count[order[i]];
        if (n == 0)
            continue;
        buf_fmt(p->out, "%s%zu %s", any ? ", " : "", n, plan_verdict_name(order[i]));
        any = true;
    }
    if (!any)
        buf_z(p->out, "nothing to do");
    buf_fmt(p->out, ", %zu unchanged\n", p->diff->n_unchanged);
}

void diff_text(struct arena *a, const struct diff *diff, const struct diff_labels *labels,
               struct buf *out) {
    struct printer p = {a, diff, labels, out};
    buf_fmt(out, "%.*s: %.*s -> %.*s", STR_ARG(labels->file), STR_ARG(labels->old_name),
            STR_ARG(labels->new_name));
    if (labels->profile.n)
        buf_fmt(out, ", profile %.*s", STR_ARG(labels->profile));
    buf_z(out, "\n\n");
    for (size_t i = 0; i < diff->n_apps; i++)
        text_app(&p, &diff->apps[i]);
    if (diff->n_apps)
        buf_char(out, '\n');
    text_total(&p);
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static void json_maybe(struct json_out *j, const char *key, struct str value, bool hidden) {
    json_key(j, str_of(key));
    if (value.n == 0 || hidden)
        json_raw(j, STR("null"));
    else
        json_string(j, value);
}

static void json_change(struct json_out *j, const struct printer *p, const struct diff_app *app,
                        const struct plan_change *c) {
    static const char *const kinds[] = {"changed", "added", "removed", "changed"};
    const char *file;
    uint32_t line;
    struct shown s = show_change(p, app, c);
    json_begin_object(j);
    json_key_string(j, "path", change_name(p, c));
    json_key_string(j, "kind", str_of(kinds[c->kind]));
    json_maybe(j, "before", s.before, s.sensitive);
    json_maybe(j, "after", s.after, s.sensitive);
    json_key_bool(j, "sensitive", s.sensitive);
    json_key_string(j, "effect", str_of(plan_verdict_name(c->verdict)));
    if (place_of(p, app, c, &file, &line)) {
        json_key_string(j, "file", str_of(file));
        json_key_int(j, "line", line);
    }
    json_end_object(j);
}

static void json_app(struct json_out *j, const struct printer *p, const struct diff_app *app) {
    json_begin_object(j);
    json_key_string(j, "name", str_of(app->name));
    json_key_string(j, "action", str_of(plan_verdict_name(app->verdict)));
    json_key(j, STR("changes"));
    json_begin_array(j);
    for (size_t i = 0; i < app->n_changes; i++)
        json_change(j, p, app, &app->changes[i]);
    json_end_array(j);
    json_end_object(j);
}

void diff_json(struct arena *a, const struct diff *diff, const struct diff_labels *labels,
               struct buf *out) {
    struct printer p = {a, diff, labels, out};
    struct json_out j;
    json_out_init(&j, out, 2);
    json_begin_object(&j);
    json_key_string(&j, "format_version", STR("1.0"));
    json_key_string(&j, "file", labels->file);
    json_key_string(&j, "old", labels->old_name);
    json_key_string(&j, "new", labels->new_name);
    json_maybe(&j, "profile", labels->profile, false);
    json_key(&j, STR("apps"));
    json_begin_array(&j);
    for (size_t i = 0; i < diff->n_apps; i++)
        json_app(&j, &p, &diff->apps[i]);
    json_end_array(&j);
    json_key(&j, STR("summary"));
    json_begin_object(&j);
    for (unsigned v = VERDICT_LIVE; v < VERDICT_COUNT; v++)
        json_key_int(&j, plan_verdict_name(v), (int64_t)diff->count[v]);
    json_key_int(&j, "unchanged", (int64_t)diff->n_unchanged);
    json_end_object(&j);
    json_end_object(&j);
    buf_char(out, '\n');
}
