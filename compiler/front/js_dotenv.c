/* The dotenv packages. dotenv (16 and later): config() reads files beside the configuration into
 * process.env, parse() reads a text. dotenv-flow: several files by the name of the environment.
 * dotenv-expand: known where nothing refers to anything. What other options, or variables of their
 * own (DOTENV_KEY), change is not guessed. */
#include "compiler/front/js_builtin.h"
#include "schema/base/utf8.h"
#include "schema/unit/dotenv.h"

struct dotenv {
    struct js_object *parsed;
    const struct source *src;
    struct span span;
    const struct js_value *doubt; /* why a file is not read */
    VEC(struct str) paths;
    bool override, later_wins; /* of several files: the last that says it, not the first */
    bool is_missing;           /* one of them does not exist */
};

static bool read_lines(struct js *js, struct dotenv *d, struct js_object *out, struct str text) {
    const struct dotenv_entry *entries;
    size_t n = dotenv_parse(js->arena, text, &entries);
    for (size_t i = 0; i < n && js_step(js, 1); i++) {
        struct str key = entries[i].name;
        size_t at = entries[i].at;
        struct span span = d->src ? span_of(d->src, at, at + key.n) : d->span;
        const struct js_value *v = js_string(js->arena, entries[i].value, span);
        js_define(js, out, key, span,
                  d->src ? js_with_deps(js->arena, v, js_deps_of(js->arena, key)) : v);
    }
    return !js->is_fatal;
}

/* process.env takes what it does not have. */
static void fill_env(struct js *js, struct dotenv *d) {
    struct str text;
    for (size_t i = 0; i < d->parsed->props.n; i++) {
        const struct js_prop *p = &d->parsed->props.at[i];
        const struct js_prop *own = js_prop_find(js->env, p->key);
        bool has = own ? !own->deleted : front_getenv(js->f, p->key, &text);
        if (!has || d->override)
            js_define(js, js->env, p->key, p->key_span, p->value);
    }
}

static bool add_path(struct js *js, struct dotenv *d, const struct js_value *v) {
    const struct js_value *from_url = js_url_path(js, v, d->span);
    v = from_url ? from_url : v;
    if (v->kind != JS_STRING || (v->string.n && v->string.p[0] == '~'))
        return false;
    VEC_PUSH(js->arena, &d->paths, path_join(js->arena, js->f->cwd, v->string));
    return true;
}

/* A path, or several. */
static bool add_paths(struct js *js, struct dotenv *d, const struct js_value *v) {
    if (!js_is_class(v, JS_ARRAY))
        return v->kind == JS_UNDEFINED || (v->kind == JS_STRING && !v->string.n) ||
               add_path(js, d, v);
    for (size_t i = 0; i < v->object->items.n; i++)
        if (!add_path(js, d, js_item(js, v->object, i)))
            return false;
    return !v->object->open && v->object->items.n;
}

static bool is_utf8(const struct js_value *v) {
    return v->kind == JS_STRING && (str_eqz(v->string, "utf8") || str_eqz(v->string, "utf-8"));
}

/* What the options say; false where they are not known. */
static bool read_options(struct js *js, const struct js_call *call, struct dotenv *d) {
    const struct js_value *o = js_arg(call, 0);
    if (o->kind == JS_UNDEFINED)
        return true;
    if (!js_is_class(o, JS_PLAIN) || js_keys_unknown(js, o->object))
        return false;
    for (size_t i = 0; i < o->object->props.n; i++) {
        const struct js_prop *p = &o->object->props.at[i];
        enum js_truth truth = js_truth(p->value);
        bool ok = str_eqz(p->key, "quiet") || str_eqz(p->key, "debug");
        if (str_eqz(p->key, "path"))
            ok = add_paths(js, d, p->value);
        else if (str_eqz(p->key, "override") && truth != JS_MAYBE)
            ok = true, d->override = truth == JS_TRUE;
        else if (str_eqz(p->key, "encoding"))
            ok = is_utf8(p->value);
        if (!ok)
            return false;
    }
    return true;
}

/* Variables by which dotenv itself is steered. */
static bool has_own_variables(const struct front *f) {
    for (size_t i = 0; i < f->n_env; i++)
        if (str_starts(f->env[i].name, STR("DOTENV_")))
            return true;
    return false;
}

static const struct js_value *parse(struct js *js, const struct js_call *call) {
    struct dotenv d = {.parsed = js_object_new(js, JS_PLAIN), .span = call->span};
    const struct js_value *unknown = NULL;
    struct str text;
    if (!js_arg_text(js, call, 0, &text, &unknown))
        return js_refuse(js, unknown);
    if (!read_lines(js, &d, d.parsed, text))
        return NULL;
    return js_object_value(js->arena, d.parsed, call->span);
}

/* One file into d->parsed; false where it was fatal. */
static bool read_file(struct js *js, struct dotenv *d, struct str path,
                      const struct js_value *why) {
    struct err err = {0};
    struct js_object *one = js_object_new(js, JS_PLAIN);
    d->doubt = js_file_refused(js, path, d->span);
    if (d->doubt)
        return true;
    if (js->f->files->kind(js->f->files, path) != FILE_REGULAR) {
        d->is_missing = true;
        return true;
    }
    d->src = front_source(js->f, path, &err);
    if (!d->src || !utf8_is_valid(d->src->text)) {
        d->doubt = why;
        return true;
    }
    if (!read_lines(js, d, one, d->src->text))
        return false;
    for (size_t i = 0; i < one->props.n; i++) {
        const struct js_prop *p = &one->props.at[i];
        if (d->later_wins || d->override || !js_prop_find(d->parsed, p->key))
            js_define(js, d->parsed, p->key, p->key_span, p->value);
    }
    return !js->is_fatal;
}

/* Reads the files and fills process.env; `known`: the options are. */
static const struct js_value *load(struct js *js, const struct js_call *call, struct dotenv *d,
                                   bool known) {
    const struct js_value *why = js_unknown(js, call->span, "a .env file is read by dotenv");
    struct js_object *result = js_object_new(js, JS_PLAIN);
    bool options_known = known;
    known = known && js->f->mode == FRONT_CONCRETE && !has_own_variables(js->f);
    for (size_t i = 0; known && !d->doubt && i < d->paths.n; i++)
        if (!read_file(js, d, d->paths.at[i], why))
            return NULL;
    if (!known)
        d->doubt = why;
    if (d->doubt)
        js->env_open = js_unknown_from(js, d->doubt);
    if (d->doubt && (d->override || !known) && js->f->mode == FRONT_CONCRETE && js_has_arg(call, 0))
        js_open(js, js->env, js->env_open);
    if (d->doubt)
        js_blur_env(js, d->doubt, d->override || !options_known);
    if (!d->doubt)
        fill_env(js, d);
    else
        js_open(js, d->parsed, d->doubt);
    bool missing = d->is_missing && !d->src && !d->doubt;
    js_define(js, result, STR("parsed"), call->span,
              missing ? why : js_object_value(js->arena, d->parsed, call->span));
    if (d->is_missing || d->doubt)
        result->open = why;
    return js->is_fatal ? NULL : js_object_value(js->arena, result, call->span);
}

static const struct js_value *config(struct js *js, const struct js_call *call) {
    struct dotenv d = {.parsed = js_object_new(js, JS_PLAIN), .span = call->span};
    bool known = read_options(js, call, &d);
    if (!d.paths.n)
        VEC_PUSH(js->arena, &d.paths, path_join(js->arena, js->f->cwd, STR(".env")));
    return load(js, call, &d, known);
}

static const struct js_value *self(struct js *js, const struct js_call *call);

static const struct js_row rows[] = {
    {"config", JS_ROW_RAW, config},
    {"default", JS_ROW_VALUE, self},
    {"parse", JS_ROW_PURE, parse},
};
static JS_TABLE(dotenv, "dotenv", false, rows);

static const struct js_value *self(struct js *js, const struct js_call *call) {
    return js_object_value(js->arena, js_builtin_object(js, &js_table_dotenv), call->span);
}

/* ---- dotenv-flow ---- */

struct flow {
    const struct js_value *env, *fallback, *folder, *files;
};

static bool read_flow(struct js *js, const struct js_call *call, struct flow *flow) {
    const struct js_value *o = js_arg(call, 0);
    *flow = (struct flow){0};
    if (o->kind == JS_UNDEFINED)
        return true;
    if (!js_is_class(o, JS_PLAIN) || js_keys_unknown(js, o->object))
        return false;
    for (size_t i = 0; i < o->object->props.n; i++) {
        const struct js_prop *p = &o->object->props.at[i];
        bool ok = js_is_known(p->value);
        if (str_eqz(p->key, "node_env"))
            flow->env = p->value;
        else if (str_eqz(p->key, "default_node_env"))
            flow->fallback = p->value;
        else if (str_eqz(p->key, "path") && p->value->kind != JS_UNDEFINED)
            flow->folder = p->value;
        else if (str_eqz(p->key, "files") && js_is_class(p->value, JS_ARRAY))
            flow->files = p->value;
        else if (str_eqz(p->key, "encoding"))
            ok = is_utf8(p->value);
        else if (!str_eqz(p->key, "silent") && !str_eqz(p->key, "debug"))
            ok = false;
        if (!ok)
            return false;
    }
    return true;
}

/* The first of the three that is not empty: node_env, NODE_ENV, default_node_env. */
static bool flow_environment(struct js *js, const struct flow *flow, struct span span,
                             struct str *name) {
    const struct js_value *tries[] = {flow->env, js_env_get(js, STR("NODE_ENV"), span),
                                      flow->fallback};
    *name = STR("");
    for (size_t i = 0; i < ARRAY_LEN(tries); i++) {
        if (!tries[i] || js_truth(tries[i]) == JS_FALSE)
            continue;
        *name = tries[i]->kind == JS_STRING ? tries[i]->string : STR("");
        return tries[i]->kind == JS_STRING;
    }
    return true;
}

/* A file of the list is read where it exists. */
static void add_flow_file(struct js *js, struct dotenv *d, struct str folder, struct str name) {
    struct str path = path_join(js->arena, folder, name);
    if (js_file_refused(js, path, d->span) ||
        js->f->files->kind(js->f->files, path) != FILE_MISSING)
        VEC_PUSH(js->arena, &d->paths, path);
}

static bool list_flow(struct js *js, struct dotenv *d, const struct flow *flow) {
    struct str env, folder = js->f->cwd;
    if (flow->folder && flow->folder->kind != JS_STRING)
        return false;
    if (flow->folder)
        folder = path_join(js->arena, folder, flow->folder->string);
    for (size_t i = 0; flow->files && i < flow->files->object->items.n; i++) {
        const struct js_value *name = js_item(js, flow->files->object, i);
        if (name->kind != JS_STRING || flow->files->object->open)
            return false;
        add_flow_file(js, d, folder, name->string);
    }
    if (flow->files)
        return true;
    if (!flow_environment(js, flow, d->span, &env))
        return false;
    add_flow_file(js, d, folder, STR(".env.defaults"));
    add_flow_file(js, d, folder, STR(".env"));
    if (!str_eqz(env, "test"))
        add_flow_file(js, d, folder, STR(".env.local"));
    if (env.n) {
        add_flow_file(js, d, folder, arena_fmt(js->arena, ".env.%.*s", STR_ARG(env)));
        add_flow_file(js, d, folder, arena_fmt(js->arena, ".env.%.*s.local", STR_ARG(env)));
    }
    return true;
}

static const struct js_value *flow_config(struct js *js, const struct js_call *call) {
    struct dotenv d = {
        .parsed = js_object_new(js, JS_PLAIN), .span = call->span, .later_wins = true};
    struct flow flow;
    bool known =
        read_flow(js, call, &flow) && (js->f->mode == FRONT_SYMBOLIC || list_flow(js, &d, &flow));
    d.is_missing = known && !d.paths.n && !flow.files; /* then it gives an error and no values */
    return load(js, call, &d, known);
}

static const struct js_value *flow_self(struct js *js, const struct js_call *call);

static const struct js_row flow_rows[] = {
    {"config", JS_ROW_RAW, flow_config},
    {"default", JS_ROW_VALUE, flow_self},
};
static JS_TABLE(flow, "dotenv-flow", false, flow_rows);

static const struct js_value *flow_self(struct js *js, const struct js_call *call) {
    return js_object_value(js->arena, js_builtin_object(js, &js_table_flow), call->span);
}

/* ---- dotenv-expand ---- */

/* Where nothing refers to anything, `parsed` becomes what process.env has. */
static const struct js_value *doubt_expansion(struct js *js, const struct js_call *call,
                                              struct js_object *parsed) {
    for (size_t i = 0; i < parsed->props.n; i++) {
        const struct js_prop *p = &parsed->props.at[i];
        const struct js_value *own = js_env_get(js, p->key, call->span);
        const struct js_value *v = own->kind == JS_STRING ? own : p->value;
        bool ok =
            v->kind == JS_STRING && js_is_known(own) && !memchr(v->string.p, '$', v->string.n) &&
            !memchr(v->string.p, '\\', v->string.n) &&
            (v->string.n || v == p->value || (p->value->kind == JS_STRING && !p->value->string.n));
        if (!ok)
            return js_unknown(js, call->span, "ecoc does not expand what %.*s refers to",
                              STR_ARG(p->key));
        js_define(js, parsed, p->key, p->key_span, v);
    }
    return NULL;
}

static const struct js_value *expand(struct js *js, const struct js_call *call) {
    const struct js_value *options = js_arg(call, 0);
    if (js->f->mode == FRONT_SYMBOLIC)
        return options;
    const struct js_value *parsed =
        js_is_class(options, JS_PLAIN) ? js_get(js, options, STR("parsed"), call->span) : NULL;
    bool is_listed = parsed && js_is_class(parsed, JS_PLAIN) && !parsed->object->open;
    const struct js_value *doubt =
        is_listed ? doubt_expansion(js, call, parsed->object)
                  : js_unknown(js, call->span, "ecoc does not know what dotenv-expand is given");
    if (!doubt)
        return options;
    js->env_open = doubt;
    js_open(js, js->env, doubt);
    js_escape(js, options, doubt);
    return options;
}

static const struct js_row expand_rows[] = {{"expand", JS_ROW_RAW, expand}};
static JS_TABLE(expand, "dotenv-expand", false, expand_rows);

/* Older versions are the function itself. */
static const struct js_value *expand_module(struct js *js, struct span span) {
    static const struct js_row row = {"dotenv-expand", JS_ROW_RAW, expand};
    struct js_object *o = js_object_new(js, JS_NATIVE);
    o->row = &row;
    o->table = &js_table_expand;
    o->what = STR("dotenv-expand");
    return js_object_value(js->arena, o, span);
}

const struct js_value *js_dotenv_module(struct js *js, struct str name, struct span span) {
    struct js_call call = {.span = span};
    if (str_eqz(name, "dotenv"))
        return self(js, &call);
    if (str_eqz(name, "dotenv-flow"))
        return flow_self(js, &call);
    if (str_eqz(name, "dotenv-flow/config")) {
        (void)flow_config(js, &call);
        return js_object_value(js->arena, js_object_new(js, JS_PLAIN), span);
    }
    if (str_eqz(name, "dotenv-expand"))
        return expand_module(js, span);
    if (str_eqz(name, "dotenv/config") || str_eqz(name, "dotenv/config.js")) {
        (void)config(js, &call);
        return js_object_value(js->arena, js_object_new(js, JS_PLAIN), span);
    }
    const struct js_value *why =
        js_unmodelled(js, span, "", arena_fmt(js->arena, "the package '%.*s'", STR_ARG(name)));
    js->env_open = why;
    if (js->f->mode == FRONT_CONCRETE)
        js_open(js, js->env, why);
    js_blur_env(js, why, true);
    return why;
}
