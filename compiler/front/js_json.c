/* JSON.parse and JSON.stringify. */
#include "compiler/front/js_json.h"

#include <math.h>

#include "compiler/front/js_prelude.h"
#include "compiler/front/js_text.h"
#include "schema/base/json_out.h"

enum { JSON_DEPTH = 500 };

struct parser {
    struct js *js;
    struct str text;
    size_t at;
    const struct source *src; /* NULL: every value has `span` */
    struct span span;
    unsigned depth;
    bool failed;
};

static struct span place(const struct parser *p, size_t begin) {
    return p->src ? span_of(p->src, begin, p->at) : p->span;
}

static const struct js_value *fail(struct parser *p) {
    if (!p->failed) {
        p->failed = true;
        struct span at = p->src ? span_of(p->src, p->at, p->at + (p->at < p->text.n)) : p->span;
        (void)js_throw(p->js, at, "SyntaxError", "this is not JSON (at byte %zu)", p->at);
    }
    return NULL;
}

static void skip_blank(struct parser *p) {
    while (p->at < p->text.n && p->text.p[p->at] && strchr(" \t\r\n", p->text.p[p->at]))
        p->at++;
}

static bool eat(struct parser *p, char c) {
    skip_blank(p);
    if (p->at >= p->text.n || p->text.p[p->at] != c)
        return false;
    p->at++;
    return true;
}

static bool parse_text(struct parser *p, struct str *out) {
    size_t begin = p->at, unused;
    for (; p->at < p->text.n && p->text.p[p->at] != '"'; p->at++) {
        if ((unsigned char)p->text.p[p->at] < 0x20)
            return fail(p) != NULL;
        if (p->text.p[p->at] != '\\')
            continue;
        p->at++;
        if (p->at >= p->text.n || !p->text.p[p->at] || !strchr("\"\\/bfnrtu", p->text.p[p->at]) ||
            (p->text.p[p->at] == 'u' && (p->at + 1 >= p->text.n || p->text.p[p->at + 1] == '{')))
            return fail(p) != NULL;
    }
    if (p->at >= p->text.n)
        return fail(p) != NULL;
    struct str raw = {p->text.p + begin, p->at - begin};
    struct js_escape_rules rules = {.is_strict = true};
    if (!js_text_unescape(p->js->arena, raw, rules, out, &unused))
        return fail(p) != NULL;
    p->at++;
    return true;
}

/* -? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)? */
static const struct js_value *parse_number(struct parser *p) {
    size_t begin = p->at, digits;
    struct str t = p->text;
    if (t.p[p->at] == '-')
        p->at++;
    digits = p->at;
    while (p->at < t.n && t.p[p->at] >= '0' && t.p[p->at] <= '9')
        p->at++;
    if (p->at == digits || (t.p[digits] == '0' && p->at > digits + 1))
        return fail(p);
    if (p->at < t.n && t.p[p->at] == '.') {
        digits = ++p->at;
        while (p->at < t.n && t.p[p->at] >= '0' && t.p[p->at] <= '9')
            p->at++;
        if (p->at == digits)
            return fail(p);
    }
    if (p->at < t.n && (t.p[p->at] | 0x20) == 'e') {
        p->at++;
        if (p->at < t.n && (t.p[p->at] == '+' || t.p[p->at] == '-'))
            p->at++;
        digits = p->at;
        while (p->at < t.n && t.p[p->at] >= '0' && t.p[p->at] <= '9')
            p->at++;
        if (p->at == digits)
            return fail(p);
    }
    double n = js_text_number((struct str){t.p + begin, p->at - begin});
    return js_number(p->js->arena, n, place(p, begin));
}

static const struct js_value *parse_value(struct parser *p);

static const struct js_value *parse_array(struct parser *p, size_t begin) {
    struct js_object *array = js_object_new(p->js, JS_ARRAY);
    if (!eat(p, ']')) {
        do {
            const struct js_value *v = parse_value(p);
            if (!v)
                return NULL;
            js_push(p->js, array, v);
        } while (eat(p, ','));
        if (!eat(p, ']'))
            return fail(p);
    }
    return js_object_value(p->js->arena, array, place(p, begin));
}

static const struct js_value *parse_object(struct parser *p, size_t begin) {
    struct js_object *object = js_object_new(p->js, JS_PLAIN);
    if (!eat(p, '}')) {
        do {
            struct str key;
            skip_blank(p);
            size_t key_begin = p->at;
            if (!eat(p, '"') || !parse_text(p, &key))
                return fail(p);
            struct span key_span = place(p, key_begin);
            const struct js_value *v = eat(p, ':') ? parse_value(p) : fail(p);
            if (!v)
                return NULL;
            js_define(p->js, object, key, key_span, v);
        } while (eat(p, ','));
        if (!eat(p, '}'))
            return fail(p);
    }
    return js_object_value(p->js->arena, object, place(p, begin));
}

static const struct js_value *parse_word(struct parser *p) {
    static const char *const words[] = {"null", "true", "false"};
    size_t begin = p->at;
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        struct str word = str_of(words[i]);
        if (!str_starts(str_skip(p->text, p->at), word))
            continue;
        p->at += word.n;
        return i ? js_bool(p->js->arena, i == 1, place(p, begin))
                 : js_new(p->js->arena, JS_NULL, place(p, begin));
    }
    return fail(p);
}

static const struct js_value *parse_value(struct parser *p) {
    skip_blank(p);
    if (p->at >= p->text.n || !js_step(p->js, 1))
        return fail(p);
    if (p->depth >= JSON_DEPTH)
        return js_fatal(p->js, p->span, "the JSON is nested too deeply");
    size_t begin = p->at;
    char c = p->text.p[p->at];
    struct str s;
    const struct js_value *v;
    p->depth++;
    if (c == '{' || c == '[') {
        p->at++;
        v = c == '{' ? parse_object(p, begin) : parse_array(p, begin);
    } else if (c == '"') {
        p->at++;
        v = parse_text(p, &s) ? js_string(p->js->arena, s, place(p, begin)) : NULL;
    } else if (c == '-' || (c >= '0' && c <= '9')) {
        v = parse_number(p);
    } else {
        v = parse_word(p);
    }
    p->depth--;
    return v;
}

static const struct js_value *parse_all(struct parser *p) {
    const struct js_value *v = parse_value(p);
    skip_blank(p);
    if (v && p->at < p->text.n)
        return fail(p);
    return p->js->is_fatal ? NULL : v;
}

const struct js_value *js_json_parse(struct js *js, struct str text, struct span span) {
    struct parser p = {.js = js, .text = text, .span = span};
    return parse_all(&p);
}

const struct js_value *js_json_parse_source(struct js *js, const struct source *src) {
    struct parser p = {.js = js, .text = src->text, .src = src, .span = span_of(src, 0, 0)};
    if (str_starts(p.text, STR("\xef\xbb\xbf")))
        p.at = 3;
    return parse_all(&p);
}

/* ---- stringify ---- */

struct writer {
    struct js *js;
    struct buf out;
    struct str gap;
    unsigned depth;
    const struct js_value *unknown;
    const struct env_deps *deps;
};

static bool write_value(struct writer *w, const struct js_value *v, bool *written);

static void new_line(struct writer *w) {
    if (!w->gap.n)
        return;
    buf_char(&w->out, '\n');
    for (unsigned i = 0; i < w->depth; i++)
        buf_str(&w->out, w->gap);
}

static bool write_array(struct writer *w, const struct js_object *o) {
    buf_char(&w->out, '[');
    w->depth++;
    for (size_t i = 0; i < o->items.n; i++) {
        bool written = false;
        if (i)
            buf_char(&w->out, ',');
        new_line(w);
        if (!write_value(w, js_item(w->js, o, i), &written))
            return false;
        if (!written)
            buf_z(&w->out, "null");
    }
    w->depth--;
    if (o->items.n)
        new_line(w);
    buf_char(&w->out, ']');
    return true;
}

static bool vanishes(const struct js_value *v) {
    return v->kind == JS_UNDEFINED || js_is_callable(v);
}

static bool write_object(struct writer *w, const struct js_object *o) {
    const uint32_t *order = js_prop_order(w->js->arena, o);
    bool any = false, written = false;
    buf_char(&w->out, '{');
    w->depth++;
    for (size_t i = 0; i < o->props.n; i++) {
        const struct js_prop *p = &o->props.at[order[i]];
        if (p->is_hidden)
            continue;
        const struct js_value *value = js_read(w->js, o, p);
        if (!value)
            return false;
        if (vanishes(value))
            continue;
        if (any)
            buf_char(&w->out, ',');
        new_line(w);
        json_quote(&w->out, p->key);
        buf_z(&w->out, w->gap.n ? ": " : ":");
        any = true;
        if (!write_value(w, value, &written))
            return false;
    }
    w->depth--;
    if (any)
        new_line(w);
    buf_char(&w->out, '}');
    return true;
}

/* May a built-in that it inherits from have a toJSON, or be unknown? */
static bool has_odd_json(const struct js_object *o) {
    for (const struct js_object *at = o->proto; at; at = at->proto)
        if (at->open || at->class != JS_PLAIN)
            return true;
    const struct js_prop *p = js_find_inherited(o, STR("toJSON"));
    return p && (p->is_getter || js_is_callable(p->value) || !js_is_known(p->value));
}

/* Only plain things have a JSON that is certain: no toJSON, nothing missing. */
static const struct js_value *why_unsure(struct writer *w, const struct js_value *v) {
    const struct js_object *o = v->object;
    const struct js_value *why = js_keys_unknown(w->js, o);
    if (!why && ((o->class != JS_PLAIN && o->class != JS_ARRAY && o->class != JS_MAP &&
                  o->class != JS_REGEXP && o->class != JS_SET) ||
                 has_odd_json(o)))
        why = js_unknown(w->js, v->span, "ecoc does not evaluate the JSON of this object");
    return why;
}

static bool write_compound(struct writer *w, const struct js_value *v) {
    w->unknown = why_unsure(w, v);
    if (w->unknown)
        return false;
    if (w->depth >= JSON_DEPTH) {
        (void)js_throw(w->js, v->span, "TypeError", "Converting circular structure to JSON");
        return false;
    }
    return v->object->class == JS_ARRAY ? write_array(w, v->object) : write_object(w, v->object);
}

static bool has_json(const struct js_value *v) {
    const struct js_prop *p = js_find_inherited(v->object, STR("toJSON"));
    return p && !p->is_getter && js_is_class(p->value, JS_FUNCTION);
}

/* What the object's toJSON gives instead of it: not asked for its own again. */
static bool write_as_json(struct writer *w, const struct js_value *v, bool *written) {
    bool ran;
    const struct js_prop *p = js_find_inherited(v->object, STR("toJSON"));
    const struct js_value *out = js_call_quietly(w->js, v, p, &ran);
    if (ran && out && (out->kind != JS_OBJECT || !has_json(out)) && w->depth < JSON_DEPTH)
        return write_value(w, out, written);
    if (!ran || out)
        w->unknown = js_unknown(w->js, v->span, "ecoc does not evaluate this toJSON");
    return false;
}

static bool write_value(struct writer *w, const struct js_value *v, bool *written) {
    if (!js_step(w->js, 1) || w->out.n > JS_TEXT_MOST)
        return js_too_large(w->js, v->span, "a string grows too long") != NULL;
    w->deps = js_deps_union(w->js->arena, w->deps, v->deps);
    *written = !vanishes(v);
    switch (v->kind) {
    case JS_UNDEFINED:
        return true;
    case JS_NULL:
        buf_z(&w->out, "null");
        return true;
    case JS_BOOL:
        buf_z(&w->out, v->boolean ? "true" : "false");
        return true;
    case JS_NUMBER:
        buf_str(&w->out,
                isfinite(v->number) ? value_number_text(w->js->arena, v->number) : STR("null"));
        return true;
    case JS_STRING:
        json_quote(&w->out, v->string);
        return true;
    case JS_OBJECT:
        return vanishes(v) || (has_json(v) ? write_as_json(w, v, written) : write_compound(w, v));
    case JS_UNKNOWN:
    case JS_CHOICE:
        w->unknown = v;
        return false;
    }
    return false;
}

static bool read_gap(struct js *js, const struct js_call *call, struct str *gap,
                     const struct js_value **unknown) {
    const struct js_value *v = js_arg(call, 2);
    double n = 0;
    if (v->kind == JS_STRING) {
        *gap = js_text_slice(js->arena, v->string, 0,
                             js_text_length(v->string) < 10 ? js_text_length(v->string) : 10);
        return true;
    }
    if (v->kind != JS_NUMBER)
        return true;
    if (!js_to_number(js, v, &n, unknown))
        return false;
    n = js_to_integer(n);
    *gap = (struct str){"          ", n < 1 ? 0 : n > 10 ? 10 : (size_t)n};
    return true;
}

static const struct js_value *json_stringify(struct js *js, const struct js_call *call) {
    struct writer w = {.js = js};
    bool written = false;
    const struct js_value *unknown = NULL, *out = NULL;
    const struct js_value *replacer = js_arg(call, 1);
    if (js_is_callable(replacer) || js_is_class(replacer, JS_ARRAY))
        return js_prelude_call(js, STR("JSON.filtered"), call);
    if (!read_gap(js, call, &w.gap, &unknown))
        return js_refuse(js, unknown);
    if (write_value(&w, js_arg(call, 0), &written))
        out = written ? js_string(js->arena, arena_str(js->arena, (struct str){w.out.p, w.out.n}),
                                  call->span)
                      : js_undefined(js->arena, call->span);
    else if (w.unknown && !js->is_fatal)
        out = js_unknown_from(js, w.unknown);
    buf_done(&w.out);
    return out ? js_with_deps(js->arena, out, w.deps) : NULL;
}

static const struct js_value *json_parse(struct js *js, const struct js_call *call) {
    struct str text;
    const struct js_value *unknown = NULL;
    if (!js_arg_text(js, call, 0, &text, &unknown))
        return js_refuse(js, unknown);
    const struct js_value *v = js_json_parse(js, text, call->span);
    if (!v || !js_is_callable(js_arg(call, 1)))
        return v;
    const struct js_value *args[2] = {v, call->args[1]};
    struct js_call revive = {.args = args, .n = 2, .span = call->span, .callee = call->callee};
    return js_prelude_call(js, STR("JSON.revive"), &revive);
}

static const struct js_row rows[] = {
    {"parse", JS_ROW_CALLS, json_parse},
    {"stringify", JS_ROW_CALLS, json_stringify},
    /* In Node, and not evaluated. */
    {"rawJSON", JS_ROW_VALUE, NULL},
    {"isRawJSON", JS_ROW_VALUE, NULL},
};
JS_TABLE(json, "JSON", true, rows);
