/* The dotenv package: config() reads a file beside the configuration into process.env, parse()
 * reads a text. What its options or variables of its own (DOTENV_KEY) change is not guessed. */
#include "compiler/front/js_builtin.h"
#include "schema/base/utf8.h"
#include "schema/unit/dotenv.h"

struct dotenv {
    struct js_object *parsed;
    const struct source *src;
    struct span span;
    const struct js_value *doubt; /* why the file is not read */
    bool override;
};

static bool read_lines(struct js *js, struct dotenv *d, struct str text) {
    const struct dotenv_entry *entries;
    size_t n = dotenv_parse(js->arena, text, &entries);
    for (size_t i = 0; i < n && js_step(js, 1); i++) {
        struct str key = entries[i].name;
        size_t at = entries[i].at;
        struct span span = d->src ? span_of(d->src, at, at + key.n) : d->span;
        const struct js_value *v = js_string(js->arena, entries[i].value, span);
        js_define(js, d->parsed, key, span,
                  d->src ? js_with_deps(js->arena, v, js_deps_of(js->arena, key)) : v);
    }
    return !js->is_fatal;
}

/* process.env takes what it does not have. */
static void fill_env(struct js *js, struct dotenv *d) {
    struct str text;
    for (size_t i = 0; i < d->parsed->props.n; i++) {
        const struct js_prop *p = &d->parsed->props.at[i];
        bool has = js_prop_find(js->env, p->key) || front_getenv(js->f, p->key, &text);
        if (!has || d->override)
            js_define(js, js->env, p->key, p->key_span, p->value);
    }
}

/* What the options say; false where they are not known. */
static bool read_options(struct js *js, const struct js_call *call, struct str *path,
                         struct dotenv *d) {
    const struct js_value *o = js_arg(call, 0);
    if (o->kind == JS_UNDEFINED)
        return true;
    if (!js_is_class(o, JS_PLAIN) || js_keys_unknown(js, o->object))
        return false;
    for (size_t i = 0; i < o->object->props.n; i++) {
        const struct js_prop *p = &o->object->props.at[i];
        enum js_truth truth = js_truth(p->value);
        if (str_eqz(p->key, "path") && p->value->kind == JS_STRING)
            *path = p->value->string;
        else if (str_eqz(p->key, "override") && truth != JS_MAYBE)
            d->override = truth == JS_TRUE;
        else if (!str_eqz(p->key, "quiet") && !str_eqz(p->key, "debug"))
            return false;
    }
    return path->n == 0 || path->p[0] != '~';
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
    if (!read_lines(js, &d, text))
        return NULL;
    return js_object_value(js->arena, d.parsed, call->span);
}

static const struct js_value *config(struct js *js, const struct js_call *call) {
    struct dotenv d = {.parsed = js_object_new(js, JS_PLAIN), .span = call->span};
    struct str path = STR(".env");
    struct err err = {0};
    const struct js_value *why = js_unknown(js, call->span, "a .env file is read by dotenv");
    struct js_object *result = js_object_new(js, JS_PLAIN);
    bool known = read_options(js, call, &path, &d) && js->f->mode == FRONT_CONCRETE &&
                 !has_own_variables(js->f);
    path = path_join(js->arena, js->f->cwd, path);
    if (known && (d.doubt = js_file_refused(js, path, call->span)) == NULL &&
        js->f->files->kind(js->f->files, path) == FILE_REGULAR) {
        d.src = front_source(js->f, path, &err);
        if (!d.src || !utf8_is_valid(d.src->text))
            d.doubt = why;
        else if (!read_lines(js, &d, d.src->text) && !d.doubt)
            return NULL;
    }
    bool missing = known && !d.src && !d.doubt;
    if (!known)
        d.doubt = why;
    if (d.doubt)
        js->env_open = js_unknown_from(js, d.doubt);
    if (d.doubt && (d.override || !known) && js->f->mode == FRONT_CONCRETE && js_has_arg(call, 0))
        js->env_cut = js->env_open;
    if (!d.doubt)
        fill_env(js, &d);
    else
        js_open(js, d.parsed, d.doubt);
    struct str parsed = STR("parsed");
    js_define(js, result, parsed, call->span,
              missing ? why : js_object_value(js->arena, d.parsed, call->span));
    if (missing || d.doubt)
        result->open = why;
    return js->is_fatal ? NULL : js_object_value(js->arena, result, call->span);
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

const struct js_value *js_dotenv_module(struct js *js, struct str name, struct span span) {
    struct js_call call = {.span = span};
    if (str_eqz(name, "dotenv"))
        return self(js, &call);
    if (str_eqz(name, "dotenv/config") || str_eqz(name, "dotenv/config.js")) {
        (void)config(js, &call);
        return js_object_value(js->arena, js_object_new(js, JS_PLAIN), span);
    }
    const struct js_value *why =
        js_unmodelled(js, span, "", arena_fmt(js->arena, "the package '%.*s'", STR_ARG(name)));
    js->env_open = why;
    if (js->f->mode == FRONT_CONCRETE)
        js->env_cut = why;
    return why;
}
