/* Buffer, of UTF-8 text only: what readFileSync gives, and Buffer.from. */
#include "compiler/front/js_builtin.h"
#include "schema/base/utf8.h"

enum coding { CODING_UTF8, CODING_BASE64, CODING_BASE64URL, CODING_HEX, CODING_OTHER };

static enum coding coding_of(const struct js_value *v) {
    static const struct {
        const char *name;
        enum coding coding;
    } names[] = {{"utf8", CODING_UTF8},          {"utf-8", CODING_UTF8}, {"UTF8", CODING_UTF8},
                 {"UTF-8", CODING_UTF8},         {"hex", CODING_HEX},    {"base64", CODING_BASE64},
                 {"base64url", CODING_BASE64URL}};
    if (v->kind == JS_UNDEFINED)
        return CODING_UTF8;
    for (size_t i = 0; v->kind == JS_STRING && i < ARRAY_LEN(names); i++)
        if (str_eqz(v->string, names[i].name))
            return names[i].coding;
    return CODING_OTHER;
}

static struct str to_hex(struct arena *a, struct str s) {
    char *out = arena_alloc(a, s.n * 2 + 1);
    for (size_t i = 0; i < s.n; i++) {
        out[2 * i] = "0123456789abcdef"[(unsigned char)s.p[i] >> 4];
        out[2 * i + 1] = "0123456789abcdef"[(unsigned char)s.p[i] & 15];
    }
    return (struct str){out, s.n * 2};
}

static bool from_hex(struct arena *a, struct str s, struct str *bytes) {
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    char *out = arena_alloc(a, s.n / 2 + 1);
    for (size_t i = 0; i < s.n; i++) {
        const char *d = s.p[i] ? strchr(digits, s.p[i]) : NULL;
        if (!d || s.n % 2)
            return false;
        out[i / 2] = (char)(out[i / 2] << 4 | ((d - digits) & 15));
    }
    *bytes = (struct str){out, s.n / 2};
    return true;
}

static const struct js_value *buffer_to_string(struct js *js, const struct js_call *call) {
    const struct js_value *text = call->self ? js_buffer_text(call->self) : NULL;
    enum coding coding = coding_of(js_arg(call, 0));
    if (!text || call->n > 1 || coding == CODING_OTHER)
        return js_decline(js, call);
    struct str s = text->string;
    if (coding == CODING_HEX)
        s = to_hex(js->arena, s);
    else if (coding != CODING_UTF8)
        s = js_base64(js->arena, s, coding == CODING_BASE64URL);
    return js_string(js->arena, s, call->span);
}

static const struct js_row proto_rows[] = {{"toString", JS_ROW_PURE, buffer_to_string}};
static JS_TABLE(buffer_proto, "Buffer.prototype", false, proto_rows);

const struct js_value *js_buffer(struct js *js, const struct js_value *text, struct span span) {
    struct js_object *o = js_object_new(js, JS_OPAQUE);
    o->what = STR("a Buffer");
    o->table = &js_table_buffer_proto;
    o->bound = text;
    js_define(js, o, STR("length"), span, js_number(js->arena, (double)text->string.n, span));
    return js_object_value(js->arena, o, span);
}

const struct js_value *js_buffer_text(const struct js_value *v) {
    return js_is_class(v, JS_OPAQUE) && v->object->table == &js_table_buffer_proto
               ? v->object->bound
               : NULL;
}

/* Buffer.from(text, encoding): bytes that are no UTF-8 text are declined. */
static const struct js_value *from(struct js *js, const struct js_call *call) {
    const struct js_value *v = js_arg(call, 0);
    enum coding coding = coding_of(js_arg(call, 1));
    if (js_buffer_text(v) && call->n == 1)
        return js_buffer(js, js_buffer_text(v), call->span);
    if (v->kind != JS_STRING || call->n > 2 || coding == CODING_OTHER)
        return js_decline(js, call);
    struct str s = v->string;
    bool ok = coding == CODING_UTF8  ? true
              : coding == CODING_HEX ? from_hex(js->arena, v->string, &s)
                                     : js_base64_decode(js->arena, v->string, &s);
    if (!ok || !utf8_is_valid(s))
        return js_decline(js, call);
    return js_buffer(js, js_string(js->arena, s, call->span), call->span);
}

js_native_fn js_buffer_from;

/* Buffer(text), with or without `new`: like Buffer.from; of a number it is another thing. */
const struct js_value *js_buffer_from(struct js *js, const struct js_call *call) {
    return js_arg(call, 0)->kind == JS_STRING ? from(js, call) : js_decline(js, call);
}

static const struct js_value *is_buffer(struct js *js, const struct js_call *call) {
    return js_bool(js->arena, js_buffer_text(js_arg(call, 0)) != NULL, call->span);
}

static const struct js_value *byte_length(struct js *js, const struct js_call *call) {
    const struct js_value *v = js_arg(call, 0);
    if (js_buffer_text(v))
        v = js_buffer_text(v);
    if (v->kind != JS_STRING || coding_of(js_arg(call, 1)) != CODING_UTF8)
        return js_decline(js, call);
    return js_number(js->arena, (double)v->string.n, call->span);
}

static const struct js_row rows[] = {
    {"from", JS_ROW_PURE, from},
    {"isBuffer", JS_ROW_PURE, is_buffer},
    {"byteLength", JS_ROW_PURE, byte_length},
};
JS_TABLE(buffer, "Buffer", false, rows);
