/* process.env, and the recipes by which its variables may be bound later. */
#include "compiler/front/js_fork.h"

static const struct late *late_env(struct js *js, struct str name, uint32_t gap) {
    struct late_part *part = arena_new(js->arena, struct late_part);
    *part = (struct late_part){.kind = LATE_ENV, .gap = gap, .text = name};
    struct late *late = arena_new(js->arena, struct late);
    *late = (struct late){part, 1};
    return late;
}

static const struct js_value *env_unknown(struct js *js, struct str name, struct span span) {
    struct js_value *v = js_new(js->arena, JS_UNKNOWN, span);
    v->deps = js_deps_of(js->arena, name);
    v->late = late_env(js, name, 0);
    v->unknown.reason = arena_fmt(js->arena, "%.*s is read from the environment", STR_ARG(name));
    v->unknown.when = arena_fmt(js->arena, "%.*s is set", STR_ARG(name));
    v->unknown.is_env = true;
    return v;
}

/* The variable itself, as it was before the configuration changed anything. */
static const struct js_value *env_outside(struct js *js, struct str name, struct span span) {
    if (js->env_cut)
        return js_unknown_from(js, js->env_cut);
    if (js->f->mode == FRONT_SYMBOLIC)
        return env_unknown(js, name, span);
    struct str text;
    uint32_t gap = 0;
    struct js_value *v = js_new(js->arena, JS_UNDEFINED, span);
    if (front_getenv(js->f, name, &text)) {
        v->kind = JS_STRING;
        v->string = text;
    } else if (js->env_open) {
        v->kind = JS_UNKNOWN;
        v->unknown.reason = arena_fmt(js->arena, "%.*s may come from a file: %.*s", STR_ARG(name),
                                      STR_ARG(js->env_open->unknown.reason));
    } else {
        gap = js_gap_note(js, name, span);
    }
    v->deps = js_deps_of(js->arena, name);
    v->late = late_env(js, name, gap);
    return v;
}

const struct js_value *js_env_get(struct js *js, struct str name, struct span span) {
    const struct js_prop *p = js_prop_find(js->env, name);
    name = arena_str(js->arena, name);
    if (!p)
        return env_outside(js, name, span);
    if (p->deleted)
        return js_undefined(js->arena, span);
    if (p->maybe) /* assigned on one side of a condition */
        return js_unknown_from(js, p->value);
    return p->value;
}

void js_blur_env(struct js *js, const struct js_value *cause, bool all) {
    js_touch_object(js, js->env);
    for (size_t i = 0; i < js->env->props.n; i++) {
        struct js_prop *p = &js->env->props.at[i];
        if (!all && !p->deleted)
            continue;
        p->value = js_unknown_from(js, cause);
        p->deleted = false;
    }
}

bool js_env_set(struct js *js, struct str name, struct span key_span,
                const struct js_value *value) {
    struct str text;
    const struct js_value *unknown = js_is_known(value) ? NULL : value;
    const struct js_value *stored = value;
    if (!unknown && value->kind != JS_STRING) {
        if (!js_to_text(js, value, &text, &unknown) && !unknown)
            return false;
        if (!unknown)
            stored = js_with_deps(js->arena, js_string(js->arena, text, value->span), value->deps);
    }
    js_define(js, js->env, name, key_span, unknown ? js_unknown_from(js, unknown) : stored);
    return !js->is_fatal;
}

/* Symbolic: every property listed so far may be replaced by a variable of its name. */
static void spread_symbolic(struct js *js, struct js_object *target, struct span span) {
    js_touch_object(js, target);
    for (size_t i = 0; i < target->props.n; i++) {
        struct js_prop *p = &target->props.at[i];
        const struct js_value *env = env_unknown(js, p->key, span);
        p->value = p->is_getter ? js_unknown_from(js, env)
                                : js_choose(js, env, env->unknown.when, env, p->value);
        p->is_getter = false;
    }
    if (!target->open) {
        target->open = js_unknown(js, span, "the whole environment is read");
        target->open_env = true;
    }
}

bool js_env_spread(struct js *js, struct js_object *target, struct span span) {
    if (js->env_cut || js->env_open)
        js_open(js, target, js->env_cut ? js->env_cut : js->env_open);
    else if (js->f->mode == FRONT_SYMBOLIC)
        spread_symbolic(js, target, span);
    for (size_t i = 0; js->f->mode == FRONT_CONCRETE && !js->env_cut && i < js->f->n_env; i++) {
        struct str name = js->f->env[js->f->env_order ? js->f->env_order[i] : i].name;
        if (!js_step(js, 1))
            return false;
        if (!js_prop_find(js->env, name))
            js_define(js, target, name, span, js_env_get(js, name, span));
    }
    for (size_t i = 0; i < js->env->props.n; i++) {
        const struct js_prop *p = &js->env->props.at[i];
        if (p->maybe)
            js_open(js, target, p->value);
        else if (!p->deleted)
            js_define(js, target, p->key, p->key_span, p->value);
        else if (target->open) /* deleted, yet the rest is not listed: say undefined */
            js_define(js, target, p->key, p->key_span, js_undefined(js->arena, span));
    }
    return !js->is_fatal;
}

static bool is_plain_literal(const struct js_value *v) {
    return !v->deps && (v->kind == JS_STRING || v->kind == JS_NUMBER || v->kind == JS_BOOL);
}

const struct late *js_late_or(struct js *js, const struct js_value *left,
                              const struct js_value *right, bool empty_is_missing) {
    const struct late *l = left->late;
    struct str text;
    const struct js_value *unknown = NULL;
    if (!l || l->n != 1 || l->parts[0].kind != LATE_ENV || l->parts[0].has_default ||
        !is_plain_literal(right) || !js_to_text(js, right, &text, &unknown))
        return NULL;
    struct late_part *part = arena_new(js->arena, struct late_part);
    *part = l->parts[0];
    part->has_default = true;
    part->empty_is_missing = empty_is_missing;
    part->fallback = text;
    struct late *late = arena_new(js->arena, struct late);
    *late = (struct late){part, 1};
    return late;
}

/* The parts that a value adds to a text; 0 where it has no recipe and is not plain text. */
static size_t parts_of(struct js *js, const struct js_value *v, struct late_part *text,
                       const struct late_part **parts) {
    const struct js_value *unknown = NULL;
    if (v->late) {
        *parts = v->late->parts;
        return v->late->n;
    }
    if (!is_plain_literal(v))
        return 0;
    *text = (struct late_part){.kind = LATE_TEXT};
    if (!js_to_text(js, v, &text->text, &unknown))
        return 0;
    *parts = text;
    return 1;
}

const struct late *js_late_concat(struct js *js, const struct js_value *x,
                                  const struct js_value *y) {
    enum { PARTS_MOST = 32 };
    struct late_part text_x, text_y, *out;
    const struct late_part *px = NULL, *py = NULL;
    if (!x->late && !y->late)
        return NULL;
    size_t nx = parts_of(js, x, &text_x, &px), ny = parts_of(js, y, &text_y, &py);
    if (!nx || !ny || nx + ny > PARTS_MOST)
        return NULL;
    out = arena_array(js->arena, struct late_part, nx + ny);
    memcpy(out, px, nx * sizeof *out);
    memcpy(out + nx, py, ny * sizeof *out);
    struct late *late = arena_new(js->arena, struct late);
    *late = (struct late){out, nx + ny};
    return late;
}

/* ---- the configuration's own directory ---- */

static bool has_root(const struct js_value *v) {
    for (size_t i = 0; v->late && i < v->late->n; i++)
        if (v->late->parts[i].kind == LATE_ROOT)
            return true;
    return false;
}

/* Directory and rest as a recipe; NULL where the path is not at or below the directory. */
static const struct late *late_path(struct js *js, struct str path) {
    struct str root = js->f->sources.n ? path_dirname(js->f->sources.at[0]->path) : STR("");
    if (root.n < 2 || !str_starts(path, root) || (path.n > root.n && path.p[root.n] != '/'))
        return NULL;
    struct late_part *parts = arena_array(js->arena, struct late_part, 2);
    parts[0] = (struct late_part){.kind = LATE_ROOT};
    parts[1] = (struct late_part){.kind = LATE_TEXT, .text = str_skip(path, root.n)};
    struct late *late = arena_new(js->arena, struct late);
    *late = (struct late){parts, path.n > root.n ? 2 : 1};
    return late;
}

const struct js_value *js_own_path(struct js *js, struct str path, struct span span) {
    const struct js_value *v = js_string(js->arena, path, span);
    const struct late *late = late_path(js, path);
    return late ? js_with_late(js->arena, v, late) : v;
}

const struct js_value *js_derived_path(struct js *js, struct str path, const struct js_call *call) {
    for (size_t i = 0; i < call->n; i++)
        if (has_root(call->args[i]))
            return js_own_path(js, path, call->span);
    return js_string(js->arena, path, call->span);
}
