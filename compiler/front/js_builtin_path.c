/* Node's path (posix): the same text operations. */
#include "compiler/front/js_builtin.h"
#include "compiler/front/js_text.h"

/* Every argument of path must be a string. */
static bool want_text(struct js *js, const struct js_call *call, size_t i, struct str *out) {
    const struct js_value *v = js_arg(call, i);
    if (v->kind != JS_STRING) {
        (void)js_throw_argument(js, call->span, "path");
        return false;
    }
    *out = v->string;
    return true;
}

static const struct js_value *give(struct js *js, const struct js_call *call, struct str s) {
    return js_derived_path(js, s, call);
}

static const struct js_value *js_path_join(struct js *js, const struct js_call *call) {
    struct str out = {"", 0}, part;
    for (size_t i = 0; i < call->n; i++) {
        if (!want_text(js, call, i, &part))
            return NULL;
        if (part.n)
            out = arena_fmt(js->arena, "%.*s%s%.*s", STR_ARG(out), out.n ? "/" : "", STR_ARG(part));
        if (!js_step(js, 1 + out.n / 64))
            return NULL;
    }
    return give(js, call, path_normalize(js->arena, out));
}

static struct str without_end(struct str s) {
    while (s.n > 1 && s.p[s.n - 1] == '/')
        s.n--;
    return s;
}

static struct str resolve(struct js *js, struct str s) {
    if (s.n == 0)
        s = js->f->cwd;
    else if (s.p[0] != '/')
        s = arena_fmt(js->arena, "%.*s/%.*s", STR_ARG(js->f->cwd), STR_ARG(s));
    return without_end(path_normalize(js->arena, s));
}

static const struct js_value *js_path_resolve(struct js *js, const struct js_call *call) {
    struct str out = {"", 0}, part;
    for (size_t i = call->n; i-- > 0 && !(out.n && out.p[0] == '/');) {
        if (!want_text(js, call, i, &part))
            return NULL;
        if (part.n)
            out = out.n ? arena_fmt(js->arena, "%.*s/%.*s", STR_ARG(part), STR_ARG(out)) : part;
        if (!js_step(js, 1 + out.n / 64))
            return NULL;
    }
    return give(js, call, resolve(js, out));
}

static const struct js_value *js_path_normalize(struct js *js, const struct js_call *call) {
    struct str s;
    return want_text(js, call, 0, &s) ? give(js, call, path_normalize(js->arena, s)) : NULL;
}

static const struct js_value *js_path_dirname(struct js *js, const struct js_call *call) {
    struct str s;
    if (!want_text(js, call, 0, &s))
        return NULL;
    bool root = s.n && s.p[0] == '/', slash = true;
    size_t end = 0;
    for (size_t i = s.n; i-- > 1;) {
        if (s.p[i] != '/') {
            slash = false;
        } else if (!slash) {
            end = i;
            break;
        }
    }
    if (end == 0)
        return give(js, call, root ? STR("/") : STR("."));
    if (root && end == 1)
        return give(js, call, STR("//"));
    return give(js, call, (struct str){s.p, end});
}

static const struct js_value *js_path_basename(struct js *js, const struct js_call *call) {
    struct str s, suffix = {"", 0};
    if (!want_text(js, call, 0, &s) || (js_has_arg(call, 1) && !want_text(js, call, 1, &suffix)))
        return NULL;
    struct str base = path_basename(s);
    if (suffix.n && str_eq(suffix, s))
        base.n = 0;
    else if (suffix.n && suffix.n < base.n && str_ends(base, suffix))
        base.n -= suffix.n;
    return give(js, call, base);
}

static const struct js_value *js_path_extname(struct js *js, const struct js_call *call) {
    struct str s;
    return want_text(js, call, 0, &s) ? give(js, call, path_extension(s)) : NULL;
}

static const struct js_value *js_path_relative(struct js *js, const struct js_call *call) {
    struct str from, to;
    if (!want_text(js, call, 0, &from) || !want_text(js, call, 1, &to))
        return NULL;
    from = resolve(js, from);
    to = resolve(js, to);
    return give(js, call, str_eq(from, to) ? STR("") : path_relative(js->arena, from, to));
}

/* { root, dir, base, ext, name } */
static const struct js_value *js_path_parse(struct js *js, const struct js_call *call) {
    struct str s;
    if (!want_text(js, call, 0, &s))
        return NULL;
    if (memmem(s.p, s.n, "//", 2))
        return js_decline(js, call);
    bool rooted = s.n && s.p[0] == '/';
    s = without_end(s);
    struct str base = s.n == 1 && rooted ? STR("") : path_basename(s), dir = {s.p, s.n - base.n};
    dir = without_end(dir);
    struct str ext = path_extension(base), name = {base.p, base.n - ext.n};
    struct js_object *o = js_object_new(js, JS_PLAIN);
    js_define(js, o, STR("root"), call->span, give(js, call, rooted ? STR("/") : STR("")));
    js_define(js, o, STR("dir"), call->span, give(js, call, dir));
    js_define(js, o, STR("base"), call->span, give(js, call, base));
    js_define(js, o, STR("ext"), call->span, give(js, call, ext));
    js_define(js, o, STR("name"), call->span, give(js, call, name));
    return js->is_fatal ? NULL : js_object_value(js->arena, o, call->span);
}

/* dir or root, then base or name + ext. */
static const struct js_value *js_path_format(struct js *js, const struct js_call *call) {
    static const char *const names[] = {"dir", "root", "base", "name", "ext"};
    struct str parts[ARRAY_LEN(names)];
    const struct js_value *o = js_arg(call, 0);
    if (!js_is_class(o, JS_PLAIN) || js_keys_unknown(js, o->object))
        return js_decline(js, call);
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        const struct js_value *v = js_get(js, o, str_of(names[i]), call->span);
        if (!v || (v->kind != JS_STRING && v->kind != JS_UNDEFINED))
            return v ? js_decline(js, call) : NULL;
        parts[i] = v->kind == JS_STRING ? v->string : STR("");
    }
    struct str dir = parts[0].n ? parts[0] : parts[1], base = parts[2], ext = parts[4];
    if (!base.n && ext.n && ext.p[0] != '.') /* from 19 on it puts one between */
        return js_unknown(js, call->span, "a dot before `ext` depends on the version of Node");
    if (!base.n)
        base = js_text_join(js->arena, parts[3], ext);
    bool joins = !dir.n || str_eq(dir, parts[1]);
    return give(js, call,
                arena_fmt(js->arena, "%.*s%s%.*s", STR_ARG(dir), joins ? "" : "/", STR_ARG(base)));
}

static const struct js_value *js_path_is_absolute(struct js *js, const struct js_call *call) {
    struct str s;
    if (!want_text(js, call, 0, &s))
        return NULL;
    return js_bool(js->arena, s.n && s.p[0] == '/', call->span);
}

static const struct js_value *js_path_sep(struct js *js, const struct js_call *call) {
    return give(js, call, STR("/"));
}

static const struct js_value *js_path_delimiter(struct js *js, const struct js_call *call) {
    return give(js, call, STR(":"));
}

static const struct js_value *js_path_posix(struct js *js, const struct js_call *call) {
    return js_object_value(js->arena, js_builtin_object(js, &js_table_path), call->span);
}

static const struct js_row rows[] = {
    {"join", JS_ROW_PURE, js_path_join},
    {"resolve", JS_ROW_PURE, js_path_resolve},
    {"normalize", JS_ROW_PURE, js_path_normalize},
    {"dirname", JS_ROW_PURE, js_path_dirname},
    {"basename", JS_ROW_PURE, js_path_basename},
    {"extname", JS_ROW_PURE, js_path_extname},
    {"relative", JS_ROW_PURE, js_path_relative},
    {"isAbsolute", JS_ROW_PURE, js_path_is_absolute},
    {"sep", JS_ROW_VALUE, js_path_sep},
    {"delimiter", JS_ROW_VALUE, js_path_delimiter},
    {"posix", JS_ROW_VALUE, js_path_posix},
    {"default", JS_ROW_VALUE, js_path_posix},
    {"parse", JS_ROW_PURE, js_path_parse},
    {"format", JS_ROW_PURE, js_path_format},
    /* In Node, and not evaluated. */
    {"toNamespacedPath", JS_ROW_RAW, NULL},
    {"matchesGlob", JS_ROW_VALUE, NULL},
    {"win32", JS_ROW_VALUE, NULL},
    {"_makeLong", JS_ROW_RAW, NULL},
};
JS_TABLE(path, "path", true, rows);
