/* The dotenv package: config() reads a file beside the configuration into process.env. Lines whose
 * reading depends on its finer rules are not guessed: variables that may come from them are
 * unknown. */
#include "compiler/front/js_builtin.h"
#include "compiler/front/js_text.h"

struct dotenv {
    struct js_object *parsed;
    const struct source *src;
    const struct js_value *doubt; /* a line that is not read exactly, or an option */
    bool override;
};

static bool is_key_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-';
}

/* The value of a line in its plainest forms; false for everything else. */
static bool plain_value(struct str s, struct str *out) {
    s = js_text_trim(s, true, true);
    *out = s;
    if (s.n == 0)
        return true;
    char q = s.p[0];
    if (q == '\'' || q == '"' || q == '`') {
        *out = (struct str){s.p + 1, s.n - 2};
        return s.n >= 2 && s.p[s.n - 1] == q && !memchr(out->p, q, out->n) &&
               !memchr(out->p, '\\', out->n);
    }
    return !memchr(s.p, '#', s.n) && !memchr(s.p, '\'', s.n) && !memchr(s.p, '"', s.n) &&
           !memchr(s.p, '`', s.n);
}

static bool plain_line(struct js *js, struct dotenv *d, struct str line) {
    struct str s = js_text_trim(line, true, true), value;
    if (s.n == 0 || s.p[0] == '#')
        return true;
    if (str_starts(s, STR("export ")))
        s = js_text_trim(str_skip(s, 7), true, false);
    size_t n = 0;
    while (n < s.n && is_key_char(s.p[n]))
        n++;
    struct str key = {s.p, n}, rest = js_text_trim(str_skip(s, n), true, false);
    if (n == 0 || rest.n == 0 || rest.p[0] != '=' || !plain_value(str_skip(rest, 1), &value))
        return false;
    size_t at = (size_t)(key.p - d->src->text.p);
    struct span span = span_of(d->src, at, at + line.n - (size_t)(key.p - line.p));
    const struct js_value *v = js_string(js->arena, value, span);
    js_define(js, d->parsed, key, span_of(d->src, at, at + n),
              js_with_deps(js->arena, v, js_deps_of(js->arena, key)));
    return !js->is_fatal;
}

static void read_lines(struct js *js, struct dotenv *d) {
    struct str rest = d->src->text;
    if (memchr(rest.p, '\r', rest.n) && !memmem(rest.p, rest.n, "\r\n", 2))
        d->doubt = js_unknown(js, span_of(d->src, 0, 0), "the line ends are odd");
    while (rest.n && js_step(js, 1)) {
        size_t n = str_index(rest, '\n');
        struct str line = {rest.p, n};
        if (!plain_line(js, d, line)) {
            size_t at = (size_t)(rest.p - d->src->text.p);
            d->doubt = js_unknown(js, span_of(d->src, at, at + n),
                                  "this line of the .env file is not read exactly");
            return;
        }
        rest = str_skip(rest, n < rest.n ? n + 1 : n);
    }
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

static const struct js_value *config(struct js *js, const struct js_call *call) {
    struct dotenv d = {.parsed = js_object_new(js, JS_PLAIN)};
    struct str path = STR(".env");
    struct err err = {0};
    const struct js_value *why = js_unknown(js, call->span, "a .env file is read by dotenv");
    struct js_object *result = js_object_new(js, JS_PLAIN);
    bool known = read_options(js, call, &path, &d) && js->f->mode == FRONT_CONCRETE;
    path = path_join(js->arena, js->f->cwd, path);
    if (known && js->f->files->kind(js->f->files, path) == FILE_REGULAR) {
        d.src = front_source(js->f, path, &err);
        if (d.src)
            read_lines(js, &d);
        else
            d.doubt = why;
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
    {"parse", JS_ROW_RAW, NULL},
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
        js_unknown(js, span, "the package '%.*s' is not evaluated", STR_ARG(name));
    js->env_open = why;
    if (js->f->mode == FRONT_CONCRETE)
        js->env_cut = why;
    return why;
}
