/* URLSearchParams: a list of name, value pairs, kept as a Map keeps its own, but names may repeat.
 * One that belongs to a URL makes that URL unknown when it is changed. */
#include "compiler/front/js_builtin.h"
#include "compiler/front/js_fork.h"
#include "schema/base/buf.h"
#include "schema/base/utf8.h"

static struct js_object *own(const struct js_call *call) {
    bool fits = call->self && js_is_class(call->self, JS_MAP) &&
                call->self->object->table == &js_table_params_proto && !call->self->object->open;
    return fits ? call->self->object : NULL;
}

static const struct js_value *refuse(struct js *js, const struct js_call *call) {
    bool is_open = call->self && js_is_class(call->self, JS_MAP) && call->self->object->open;
    return is_open ? js_unknown_from(js, call->self->object->open) : js_decline(js, call);
}

static int hex_digit(char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* %XX and + undone; false where the bytes are no UTF-8 (Node puts U+FFFD there). */
static bool decoded(struct js *js, struct str s, struct str *out) {
    char *to = arena_alloc(js->arena, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        int high = i + 2 < s.n ? hex_digit(s.p[i + 1]) : -1;
        int low = i + 2 < s.n ? hex_digit(s.p[i + 2]) : -1;
        bool is_escape = s.p[i] == '%' && high >= 0 && low >= 0;
        to[n++] = is_escape ? (char)(high * 16 + low) : s.p[i] == '+' ? ' ' : s.p[i];
        i += is_escape ? 2 : 0;
    }
    *out = (struct str){to, n};
    return utf8_is_valid(*out);
}

static void add(struct js *js, struct js_object *o, const struct js_call *call, struct str name,
                struct str value) {
    js_push(js, o, js_string(js->arena, name, call->span));
    js_push(js, o, js_string(js->arena, value, call->span));
}

static bool parse_text(struct js *js, struct js_object *o, const struct js_call *call,
                       struct str s) {
    if (s.n && s.p[0] == '?')
        s = str_skip(s, 1);
    while (s.n && js_step(js, 1)) {
        size_t end = str_index(s, '&'), equal;
        struct str part = {s.p, end}, name, value;
        s = str_skip(s, end < s.n ? end + 1 : end);
        if (!part.n)
            continue;
        equal = str_index(part, '=');
        struct str rest = equal < part.n ? str_skip(part, equal + 1) : STR("");
        if (!decoded(js, (struct str){part.p, equal}, &name) || !decoded(js, rest, &value))
            return false;
        add(js, o, call, name, value);
    }
    return true;
}

/* An object's properties, or the pairs of a list; false where thrown or *unknown is why not. */
static bool add_pairs(struct js *js, struct js_object *o, const struct js_call *call,
                      const struct js_value **unknown) {
    const struct js_value *from = js_arg(call, 0);
    const struct js_row *row = js_row_find(&js_table_object, STR("entries"));
    const struct js_value *f = js_row_get(js, &js_table_object, row, call->span);
    struct js_call inner = {.args = &from, .n = 1, .span = call->span};
    const struct js_value *list = js_is_class(from, JS_PLAIN) ? js_call_value(js, f, &inner) : from;
    const struct js_object *pairs = list ? js_iter_list(js, list, SIZE_MAX, unknown) : NULL;
    for (size_t i = 0; pairs && i < pairs->items.n && js_step(js, 1); i++) {
        const struct js_value *pair = js_item(js, pairs, i);
        struct str name, value;
        if (!js_is_class(pair, JS_ARRAY) || pair->object->open || pair->object->items.n != 2) {
            *unknown = js_unknown(js, call->span, "ecoc does not evaluate these URLSearchParams");
            return false;
        }
        if (!js_to_text(js, js_item(js, pair->object, 0), &name, unknown) ||
            !js_to_text(js, js_item(js, pair->object, 1), &value, unknown))
            return false;
        add(js, o, call, name, value);
    }
    return pairs && !js->is_fatal;
}

js_native_fn js_make_params;

const struct js_value *js_make_params(struct js *js, const struct js_call *call) {
    struct js_object *o = js_object_new(js, JS_MAP);
    const struct js_value *from = js_arg(call, 0), *unknown = NULL;
    struct str text;
    o->table = &js_table_params_proto;
    if (!call->is_new)
        return js_throw(js, call->span, "TypeError",
                        "Class constructor URLSearchParams cannot be invoked without 'new'");
    if (from->kind == JS_OBJECT) {
        if (!add_pairs(js, o, call, &unknown))
            return js_refuse(js, unknown);
    } else if (from->kind != JS_UNDEFINED) {
        if (!js_to_text(js, from, &text, &unknown))
            return js_refuse(js, unknown);
        if (!parse_text(js, o, call, text))
            return js_decline(js, call);
    }
    return js_object_value(js->arena, o, call->span);
}

/* The next pair of that name from i on; items.n where there is none. */
static size_t find(const struct js_object *o, struct str name, size_t i) {
    while (i < o->items.n && !str_eq(o->items.at[i]->string, name))
        i += 2;
    return i < o->items.n ? i : o->items.n;
}

enum reading { READ_ONE, READ_ALL, READ_HAS };

static const struct js_value *read(struct js *js, const struct js_call *call, enum reading what) {
    const struct js_object *o = own(call);
    const struct js_value *unknown = NULL;
    struct str name;
    if (!o || call->n != 1)
        return refuse(js, call);
    if (!js_arg_text(js, call, 0, &name, &unknown))
        return js_refuse(js, unknown);
    struct js_object *all = js_object_new(js, JS_ARRAY);
    size_t at = find(o, name, 0);
    if (what == READ_HAS)
        return js_bool(js->arena, at < o->items.n, call->span);
    if (what == READ_ONE)
        return at < o->items.n ? o->items.at[at + 1] : js_new(js->arena, JS_NULL, call->span);
    for (; at < o->items.n && js_step(js, 1); at = find(o, name, at + 2))
        js_push(js, all, o->items.at[at + 1]);
    return js_object_value(js->arena, all, call->span);
}

static const struct js_value *params_get(struct js *js, const struct js_call *call) {
    return read(js, call, READ_ONE);
}

static const struct js_value *params_get_all(struct js *js, const struct js_call *call) {
    return read(js, call, READ_ALL);
}

static const struct js_value *params_has(struct js *js, const struct js_call *call) {
    return read(js, call, READ_HAS);
}

/* Before a change; the URL it belongs to is not known after it. NULL where it is refused. */
static struct js_object *to_change(struct js *js, const struct js_call *call) {
    struct js_object *o = own(call);
    if (!o)
        return NULL;
    js_touch_object(js, o);
    o->removals++;
    if (o->source)
        js_open(js, o->source,
                js_unknown(js, call->span, "ecoc does not evaluate a change of a URL"));
    return o;
}

static void take_out(struct js_object *o, size_t at) {
    memmove(o->items.at + at, o->items.at + at + 2, (o->items.n - at - 2) * sizeof *o->items.at);
    o->items.n -= 2;
}

/* append, and set: which replaces the first and takes the others out. */
static const struct js_value *put(struct js *js, const struct js_call *call, bool replace) {
    struct str name, value;
    const struct js_value *unknown = NULL;
    struct js_object *o = to_change(js, call);
    if (!o || call->n < 2)
        return refuse(js, call);
    if (!js_arg_text(js, call, 0, &name, &unknown) || !js_arg_text(js, call, 1, &value, &unknown)) {
        if (unknown)
            js_open(js, o, unknown);
        return js_refuse(js, unknown);
    }
    size_t at = replace ? find(o, name, 0) : o->items.n;
    if (at == o->items.n) {
        add(js, o, call, name, value);
        return js_undefined(js->arena, call->span);
    }
    o->items.at[at + 1] = js_string(js->arena, value, call->span);
    for (at = find(o, name, at + 2); at < o->items.n; at = find(o, name, at))
        take_out(o, at);
    return js_undefined(js->arena, call->span);
}

static const struct js_value *params_append(struct js *js, const struct js_call *call) {
    return put(js, call, false);
}

static const struct js_value *params_set(struct js *js, const struct js_call *call) {
    return put(js, call, true);
}

static const struct js_value *params_delete(struct js *js, const struct js_call *call) {
    struct str name;
    const struct js_value *unknown = NULL;
    struct js_object *o = to_change(js, call);
    if (!o || call->n != 1)
        return refuse(js, call);
    if (!js_arg_text(js, call, 0, &name, &unknown)) {
        if (unknown)
            js_open(js, o, unknown);
        return js_refuse(js, unknown);
    }
    for (size_t at = find(o, name, 0); at < o->items.n; at = find(o, name, at))
        take_out(o, at);
    return js_undefined(js->arena, call->span);
}

/* As a form is encoded: letters, digits and *-._ stay, a blank is +. */
static void encode(struct buf *out, struct str s) {
    static const char hex[] = "0123456789ABCDEF";
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     (c && strchr("*-._", c));
        if (plain || c == ' ') {
            buf_char(out, plain ? (char)c : '+');
            continue;
        }
        buf_char(out, '%');
        buf_char(out, hex[c >> 4]);
        buf_char(out, hex[c & 15]);
    }
}

const struct js_value *js_params_text(struct js *js, const struct js_call *call) {
    const struct js_object *o = own(call);
    struct buf out = {0};
    bool is_text = true;
    if (!o)
        return refuse(js, call);
    for (size_t i = 0; i < o->items.n && js_step(js, 1); i++) {
        is_text = is_text && utf8_is_valid(o->items.at[i]->string);
        if (i)
            buf_char(&out, i % 2 ? '=' : '&');
        encode(&out, o->items.at[i]->string);
    }
    const struct js_value *v =
        js_string(js->arena, arena_str(js->arena, (struct str){out.p, out.n}), call->span);
    buf_done(&out);
    return is_text ? v : js_decline(js, call);
}

static const struct js_value *walk(struct js *js, const struct js_call *call,
                                   enum js_yield yields) {
    struct js_object *o = own(call);
    return o ? js_iterator(js, o, yields, call->span) : refuse(js, call);
}

static const struct js_value *params_keys(struct js *js, const struct js_call *call) {
    return walk(js, call, JS_YIELD_KEYS);
}

static const struct js_value *params_values(struct js *js, const struct js_call *call) {
    return walk(js, call, JS_YIELD_VALUES);
}

static const struct js_value *params_entries(struct js *js, const struct js_call *call) {
    return walk(js, call, JS_YIELD_ENTRIES);
}

static const struct js_row rows[] = {
    {"get", JS_ROW_RAW, params_get},
    {"getAll", JS_ROW_RAW, params_get_all},
    {"has", JS_ROW_RAW, params_has},
    {"append", JS_ROW_RAW, params_append},
    {"set", JS_ROW_RAW, params_set},
    {"delete", JS_ROW_RAW, params_delete},
    {"toString", JS_ROW_RAW, js_params_text},
    {"keys", JS_ROW_RAW, params_keys},
    {"values", JS_ROW_RAW, params_values},
    {"entries", JS_ROW_RAW, params_entries},
    {"forEach", JS_ROW_RAW, NULL},
    {"sort", JS_ROW_RAW, NULL},
    {"constructor", JS_ROW_VALUE, NULL},
};
JS_TABLE(params_proto, "URLSearchParams.prototype", true, rows);
