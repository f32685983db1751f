/* The url module: URL, and paths to and from file: URLs that need no escapes. */
#include "compiler/front/js_prelude.h"

static const struct js_value *url_url(struct js *js, const struct js_call *call) {
    return js_node_global(js, call, "URL");
}

static const struct js_value *url_params(struct js *js, const struct js_call *call) {
    return js_node_global(js, call, "URLSearchParams");
}

/* The path of a file: URL that needs no decoding; empty where it is none. */
static struct str plain_file_path(struct js *js, struct str url) {
    const struct str scheme = STR("file:///");
    if (!str_starts(url, scheme) || memchr(url.p, '%', url.n) || memchr(url.p, '?', url.n) ||
        memchr(url.p, '#', url.n) || memchr(url.p, '\\', url.n))
        return STR("");
    struct str path = str_skip(url, scheme.n - 1), clean = path_normalize(js->arena, path);
    return str_eq(path, clean) ? path : STR("");
}

const struct js_value *js_url_path(struct js *js, const struct js_value *v, struct span span) {
    const struct js_value *href = js_url_href(js, v);
    struct str path = href && href->kind == JS_STRING ? plain_file_path(js, href->string) : STR("");
    if (!path.n)
        return NULL;
    struct js_call call = {.args = &v->object->bound, .n = v->object->bound != NULL, .span = span};
    return js_derived_path(js, path, &call);
}

static const struct js_value *url_file_to_path(struct js *js, const struct js_call *call) {
    const struct js_value *v = js_arg(call, 0), *path = js_url_path(js, v, call->span);
    struct str text = v->kind == JS_STRING ? plain_file_path(js, v->string) : STR("");
    return path ? path : text.n ? js_derived_path(js, text, call) : js_decline(js, call);
}

/* Of an absolute path whose characters need no escapes. */
static const struct js_value *url_from_path(struct js *js, const struct js_call *call) {
    const struct js_value *v = js_arg(call, 0), *url = url_url(js, call);
    struct str path = v->kind == JS_STRING ? v->string : STR("");
    bool plain = path.n && path.p[0] == '/' && str_eq(path, path_normalize(js->arena, path));
    for (size_t i = 0; i < path.n; i++)
        plain =
            plain && path.p[i] > ' ' && path.p[i] < 127 && !strchr("%\\\"<>`{}?#^|[]'", path.p[i]);
    const struct js_value *href =
        js_string(js->arena, arena_fmt(js->arena, "file://%.*s", STR_ARG(path)), call->span);
    struct js_call inner = {.args = &href, .n = 1, .span = call->span, .is_new = true};
    const struct js_value *made =
        plain && call->n == 1 ? js_call_value(js, url, &inner) : js_decline(js, call);
    if (made && js_is_class(made, JS_PLAIN))
        made->object->bound = v;
    return made;
}

static const struct js_row url_rows[] = {
    {"URL", JS_ROW_VALUE, url_url},
    {"URLSearchParams", JS_ROW_VALUE, url_params},
    {"fileURLToPath", JS_ROW_PURE, url_file_to_path},
    {"pathToFileURL", JS_ROW_PURE, url_from_path},
};
JS_TABLE(url, "url", false, url_rows);
