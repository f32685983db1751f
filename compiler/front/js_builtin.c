/* Tables of built-ins: lookup, the objects that stand for them, and the globals. */
#include "compiler/front/js_builtin.h"

const struct js_row *js_row_find(const struct js_table *t, struct str name) {
    for (size_t i = 0; i < t->n; i++)
        if (t->rows[i].name[0] == (name.n ? name.p[0] : 0) && str_eqz(name, t->rows[i].name))
            return &t->rows[i];
    return NULL;
}

struct js_object *js_builtin_object(struct js *js, const struct js_table *t) {
    for (size_t i = 0; i < js->natives.n; i++)
        if (js->natives.at[i]->table == t && !js->natives.at[i]->row)
            return js->natives.at[i];
    struct js_object *o = js_object_new(js, JS_BUILTIN);
    o->table = t;
    VEC_PUSH(js->arena, &js->natives, o);
    return o;
}

/* Constructors carry a table of their own: Object.keys, Number.isInteger. */
static const struct js_table *statics_of(const struct js_table *t, const struct js_row *row) {
    static const struct js_table *const tables[] = {
        &js_table_object, &js_table_array, &js_table_string, &js_table_number, &js_table_buffer};
    if (t == &js_table_wrapper)
        return &js_table_require;
    for (size_t i = 0; t == &js_table_globals && i < ARRAY_LEN(tables); i++)
        if (strcmp(tables[i]->name, row->name) == 0)
            return tables[i];
    return NULL;
}

/* Functions that came after Node 16, the oldest version in use, and are evaluated. Others that came
 * later are rows without a function, of kind JS_ROW_VALUE. */
static bool is_newer(struct str name) {
    static const char *const names[] = {"Array.prototype.findLast",
                                        "Array.prototype.findLastIndex",
                                        "Array.prototype.toReversed",
                                        "Array.prototype.toSorted",
                                        "Array.prototype.toSpliced",
                                        "Array.prototype.with",
                                        "String.prototype.isWellFormed",
                                        "Object.groupBy",
                                        "structuredClone"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_eqz(name, names[i]))
            return true;
    return false;
}

/* Its place in js->natives. */
static size_t native_of(struct js *js, const struct js_table *t, const struct js_row *row) {
    for (size_t i = 0; i < js->natives.n; i++)
        if (js->natives.at[i]->row == row)
            return i;
    struct js_object *o = js_object_new(js, JS_NATIVE);
    o->row = row;
    o->table = statics_of(t, row);
    o->what = t == &js_table_globals ? str_of(row->name)
                                     : arena_fmt(js->arena, "%s.%s", t->name, row->name);
    o->is_newer = is_newer(o->what);
    VEC_PUSH(js->arena, &js->natives, o);
    return js->natives.n - 1;
}

/* A configuration may ask whether Node has it, and the answer is another one in each; whoever calls
 * it has it. */
static const struct js_value *newer(struct js *js, size_t place, struct span span) {
    struct js_value *v = js_new(js->arena, JS_UNKNOWN, span);
    v->unknown.reason = arena_fmt(js->arena, "whether there is %.*s depends on the version of Node",
                                  STR_ARG(js->natives.at[place]->what));
    v->unknown.newer = (uint16_t)(place + 1);
    return v;
}

const struct js_value *js_row_get(struct js *js, const struct js_table *t, const struct js_row *row,
                                  struct span span) {
    if (row->kind == JS_ROW_VALUE && row->fn) {
        struct js_call call = {.span = span};
        return row->fn(js, &call);
    }
    if (row->kind == JS_ROW_VALUE)
        return js_unknown_builtin(js, span,
                                  t == &js_table_globals
                                      ? str_of(row->name)
                                      : arena_fmt(js->arena, "%s.%s", t->name, row->name));
    size_t place = native_of(js, t, row);
    struct js_object *f = js->natives.at[place];
    return f->is_newer ? newer(js, place, span) : js_object_value(js->arena, f, span);
}

const struct js_value *js_decline(struct js *js, const struct js_call *call) {
    const struct js_value *why = js_unmodelled(js, call->span, "this call of ", call->callee->what);
    if (call->self && call->self->kind == JS_OBJECT && call->self->object->class != JS_BUILTIN)
        js_escape(js, call->self, why);
    for (size_t i = 0; i < call->n; i++)
        js_escape(js, call->args[i], why);
    js->may_throw = true;
    return why;
}

void js_note_effect(struct js *js, const struct js_call *call, struct str what) {
    struct front_effect effect = {what, call->span};
    for (size_t i = 0; i < js->f->effects.n; i++) {
        struct span old = js->f->effects.at[i].span;
        if (old.src == call->span.src && old.begin == call->span.begin && old.end == call->span.end)
            return;
    }
    if (!js->is_escaping) /* else nobody knows whether it is called at all */
        VEC_PUSH(js->arena, &js->f->effects, effect);
}

const struct js_value *js_throw_argument(struct js *js, struct span span, const char *name) {
    (void)js_throw(js, span, "TypeError", "The \"%s\" argument must be of type string", name);
    js_define(js, js->thrown->object, STR("code"), span,
              js_string(js->arena, STR("ERR_INVALID_ARG_TYPE"), span));
    return NULL;
}

bool js_arg_text(struct js *js, const struct js_call *call, size_t i, struct str *out,
                 const struct js_value **unknown) {
    return js_to_text(js, js_arg(call, i), out, unknown);
}

bool js_arg_number(struct js *js, const struct js_call *call, size_t i, double *out,
                   const struct js_value **unknown) {
    return js_to_number(js, js_arg(call, i), out, unknown);
}

bool js_arg_index(struct js *js, const struct js_call *call, size_t i, size_t n, size_t missing,
                  size_t *out, const struct js_value **unknown) {
    double d;
    *out = missing;
    if (!js_has_arg(call, i))
        return true;
    if (!js_arg_number(js, call, i, &d, unknown))
        return false;
    d = js_to_integer(d);
    if (d < 0)
        d += (double)n;
    *out = d <= 0 ? 0 : d >= (double)n ? n : (size_t)d;
    return true;
}

/* ---- globals ---- */

static const struct js_value *global_undefined(struct js *js, const struct js_call *call) {
    return js_undefined(js->arena, call->span);
}

static const struct js_value *global_nan(struct js *js, const struct js_call *call) {
    return js_number(js->arena, __builtin_nan(""), call->span);
}

static const struct js_value *global_infinity(struct js *js, const struct js_call *call) {
    return js_number(js->arena, __builtin_inf(), call->span);
}

#define GLOBAL_OBJECT(fn_name, table)                                                              \
    static const struct js_value *fn_name(struct js *js, const struct js_call *call) {             \
        return js_object_value(js->arena, js_builtin_object(js, &table), call->span);              \
    }
GLOBAL_OBJECT(global_this, js_table_globals)
GLOBAL_OBJECT(global_math, js_table_math)
GLOBAL_OBJECT(global_json, js_table_json)
GLOBAL_OBJECT(global_process, js_table_process)
GLOBAL_OBJECT(global_console, js_table_console)

const struct js_value *js_global_object(struct js *js, struct span span) {
    return js_object_value(js->arena, js_builtin_object(js, &js_table_globals), span);
}

const struct js_value *js_node_global(struct js *js, const struct js_call *call, const char *name) {
    const struct js_row *row = js_row_find(&js_table_globals, str_of(name));
    return js_row_get(js, &js_table_globals, row, call->span);
}

static const struct js_value *global_require(struct js *js, const struct js_call *call) {
    const struct js_value *name = js_arg(call, 0);
    if (!js_is_known(name)) {
        js->may_throw = true;
        return js_unknown_from(js, name);
    }
    if (name->kind != JS_STRING)
        return js_throw_argument(js, call->span, "id");
    return js_require(js, name->string, call->span);
}

/* Error and its kind, with or without new. */
static const struct js_value *make_error(struct js *js, const struct js_call *call) {
    struct js_object *o = js_object_new(js, JS_ERROR);
    struct str text;
    const struct js_value *unknown = NULL, *message = NULL;
    o->what = call->callee->what;
    if (js_has_arg(call, 0)) {
        message = js_arg(call, 0);
        if (js_is_known(message) && js_to_text(js, message, &text, &unknown))
            message = js_string(js->arena, text, message->span);
        else if (js_is_known(message) && !unknown)
            return NULL;
        else
            message = js_unknown_from(js, unknown ? unknown : message);
        js_define(js, o, STR("message"), call->span, message);
    }
    return js_object_value(js->arena, o, call->span);
}

static const struct js_value *to_string(struct js *js, const struct js_call *call) {
    struct str text = {"", 0};
    const struct js_value *unknown = NULL;
    if (call->n && !js_arg_text(js, call, 0, &text, &unknown))
        return js_refuse(js, unknown);
    return js_string(js->arena, text, call->span);
}

static const struct js_value *to_number(struct js *js, const struct js_call *call) {
    double n = 0;
    const struct js_value *unknown = NULL;
    if (call->n && !js_arg_number(js, call, 0, &n, &unknown))
        return js_refuse(js, unknown);
    return js_number(js->arena, n, call->span);
}

static const struct js_value *to_boolean(struct js *js, const struct js_call *call) {
    js_gap_test(js, js_arg(call, 0));
    return js_bool(js->arena, js_truth(js_arg(call, 0)) == JS_TRUE, call->span);
}

extern js_native_fn js_parse_int, js_parse_float, js_is_nan, js_is_finite, js_make_array,
    js_make_map, js_make_set, js_make_regexp, js_make_url, js_make_params, js_encode_uri,
    js_encode_component, js_decode_uri, js_decode_component, js_escape_text, js_unescape_text,
    js_atob, js_btoa, js_buffer_from;

static const struct js_row globals[] = {
    {"undefined", JS_ROW_VALUE, global_undefined},
    {"NaN", JS_ROW_VALUE, global_nan},
    {"Infinity", JS_ROW_VALUE, global_infinity},
    {"globalThis", JS_ROW_VALUE, global_this},
    {"global", JS_ROW_VALUE, global_this},
    {"Math", JS_ROW_VALUE, global_math},
    {"JSON", JS_ROW_VALUE, global_json},
    {"process", JS_ROW_VALUE, global_process},
    {"console", JS_ROW_VALUE, global_console},
    {"parseInt", JS_ROW_PURE, js_parse_int},
    {"parseFloat", JS_ROW_PURE, js_parse_float},
    {"isNaN", JS_ROW_PURE, js_is_nan},
    {"isFinite", JS_ROW_PURE, js_is_finite},
    {"Object", JS_ROW_RAW, NULL},
    {"Array", JS_ROW_RAW, js_make_array},
    {"String", JS_ROW_PURE, to_string},
    {"Number", JS_ROW_PURE, to_number},
    {"Boolean", JS_ROW_PURE, to_boolean},
    {"Error", JS_ROW_RAW, make_error},
    {"TypeError", JS_ROW_RAW, make_error},
    {"RangeError", JS_ROW_RAW, make_error},
    {"SyntaxError", JS_ROW_RAW, make_error},
    {"ReferenceError", JS_ROW_RAW, make_error},
    {"EvalError", JS_ROW_RAW, make_error},
    {"URIError", JS_ROW_RAW, make_error},
    {"AggregateError", JS_ROW_RAW, NULL},
    /* In Node, and not evaluated. */
    {"arguments", JS_ROW_VALUE, NULL},
    {"Symbol", JS_ROW_RAW, NULL},
    {"BigInt", JS_ROW_RAW, NULL},
    {"Date", JS_ROW_RAW, NULL},
    {"RegExp", JS_ROW_PURE, js_make_regexp},
    {"Map", JS_ROW_RAW, js_make_map},
    {"Set", JS_ROW_RAW, js_make_set},
    {"WeakMap", JS_ROW_RAW, NULL},
    {"WeakSet", JS_ROW_RAW, NULL},
    {"WeakRef", JS_ROW_RAW, NULL},
    {"FinalizationRegistry", JS_ROW_RAW, NULL},
    {"Promise", JS_ROW_RAW, NULL},
    {"Proxy", JS_ROW_RAW, NULL},
    {"Reflect", JS_ROW_VALUE, NULL},
    {"Intl", JS_ROW_VALUE, NULL},
    {"Atomics", JS_ROW_VALUE, NULL},
    {"WebAssembly", JS_ROW_VALUE, NULL},
    {"Function", JS_ROW_RAW, NULL},
    {"eval", JS_ROW_RAW, NULL},
    {"escape", JS_ROW_PURE, js_escape_text},
    {"unescape", JS_ROW_PURE, js_unescape_text},
    {"encodeURI", JS_ROW_PURE, js_encode_uri},
    {"encodeURIComponent", JS_ROW_PURE, js_encode_component},
    {"decodeURI", JS_ROW_PURE, js_decode_uri},
    {"decodeURIComponent", JS_ROW_PURE, js_decode_component},
    {"ArrayBuffer", JS_ROW_RAW, NULL},
    {"SharedArrayBuffer", JS_ROW_RAW, NULL},
    {"DataView", JS_ROW_RAW, NULL},
    {"Int8Array", JS_ROW_RAW, NULL},
    {"Uint8Array", JS_ROW_RAW, NULL},
    {"Uint8ClampedArray", JS_ROW_RAW, NULL},
    {"Int16Array", JS_ROW_RAW, NULL},
    {"Uint16Array", JS_ROW_RAW, NULL},
    {"Int32Array", JS_ROW_RAW, NULL},
    {"Uint32Array", JS_ROW_RAW, NULL},
    {"Float32Array", JS_ROW_RAW, NULL},
    {"Float64Array", JS_ROW_RAW, NULL},
    {"BigInt64Array", JS_ROW_RAW, NULL},
    {"BigUint64Array", JS_ROW_RAW, NULL},
    {"Buffer", JS_ROW_RAW, js_buffer_from},
    {"URL", JS_ROW_PURE, js_make_url},
    {"URLSearchParams", JS_ROW_PURE, js_make_params},
    {"TextEncoder", JS_ROW_RAW, NULL},
    {"TextDecoder", JS_ROW_RAW, NULL},
    {"AbortController", JS_ROW_RAW, NULL},
    {"AbortSignal", JS_ROW_RAW, NULL},
    {"Event", JS_ROW_RAW, NULL},
    {"EventTarget", JS_ROW_RAW, NULL},
    {"MessageChannel", JS_ROW_RAW, NULL},
    {"MessagePort", JS_ROW_RAW, NULL},
    {"MessageEvent", JS_ROW_RAW, NULL},
    {"BroadcastChannel", JS_ROW_VALUE, NULL},
    {"Blob", JS_ROW_VALUE, NULL},
    {"File", JS_ROW_VALUE, NULL},
    {"FormData", JS_ROW_VALUE, NULL},
    {"Headers", JS_ROW_VALUE, NULL},
    {"Request", JS_ROW_VALUE, NULL},
    {"Response", JS_ROW_VALUE, NULL},
    {"fetch", JS_ROW_VALUE, NULL},
    {"WebSocket", JS_ROW_VALUE, NULL},
    {"EventSource", JS_ROW_VALUE, NULL},
    {"CustomEvent", JS_ROW_VALUE, NULL},
    {"DOMException", JS_ROW_VALUE, NULL},
    {"Iterator", JS_ROW_VALUE, NULL},
    {"Navigator", JS_ROW_VALUE, NULL},
    {"navigator", JS_ROW_VALUE, NULL},
    {"Storage", JS_ROW_VALUE, NULL},
    {"localStorage", JS_ROW_VALUE, NULL},
    {"sessionStorage", JS_ROW_VALUE, NULL},
    {"CloseEvent", JS_ROW_VALUE, NULL},
    {"Crypto", JS_ROW_VALUE, NULL},
    {"CryptoKey", JS_ROW_VALUE, NULL},
    {"SubtleCrypto", JS_ROW_VALUE, NULL},
    {"crypto", JS_ROW_VALUE, NULL},
    {"performance", JS_ROW_VALUE, NULL},
    {"Performance", JS_ROW_VALUE, NULL},
    {"PerformanceEntry", JS_ROW_VALUE, NULL},
    {"PerformanceMark", JS_ROW_VALUE, NULL},
    {"PerformanceMeasure", JS_ROW_VALUE, NULL},
    {"PerformanceObserver", JS_ROW_VALUE, NULL},
    {"PerformanceObserverEntryList", JS_ROW_VALUE, NULL},
    {"PerformanceResourceTiming", JS_ROW_VALUE, NULL},
    {"ReadableStream", JS_ROW_VALUE, NULL},
    {"ReadableStreamDefaultReader", JS_ROW_VALUE, NULL},
    {"ReadableStreamBYOBReader", JS_ROW_VALUE, NULL},
    {"ReadableStreamBYOBRequest", JS_ROW_VALUE, NULL},
    {"ReadableByteStreamController", JS_ROW_VALUE, NULL},
    {"ReadableStreamDefaultController", JS_ROW_VALUE, NULL},
    {"WritableStream", JS_ROW_VALUE, NULL},
    {"WritableStreamDefaultController", JS_ROW_VALUE, NULL},
    {"WritableStreamDefaultWriter", JS_ROW_VALUE, NULL},
    {"TransformStream", JS_ROW_VALUE, NULL},
    {"TransformStreamDefaultController", JS_ROW_VALUE, NULL},
    {"ByteLengthQueuingStrategy", JS_ROW_VALUE, NULL},
    {"CountQueuingStrategy", JS_ROW_VALUE, NULL},
    {"TextEncoderStream", JS_ROW_VALUE, NULL},
    {"TextDecoderStream", JS_ROW_VALUE, NULL},
    {"CompressionStream", JS_ROW_VALUE, NULL},
    {"DecompressionStream", JS_ROW_VALUE, NULL},
    {"atob", JS_ROW_PURE, js_atob},
    {"btoa", JS_ROW_PURE, js_btoa},
    {"setTimeout", JS_ROW_RAW, NULL},
    {"setInterval", JS_ROW_RAW, NULL},
    {"setImmediate", JS_ROW_RAW, NULL},
    {"clearTimeout", JS_ROW_RAW, NULL},
    {"clearInterval", JS_ROW_RAW, NULL},
    {"clearImmediate", JS_ROW_RAW, NULL},
    {"queueMicrotask", JS_ROW_RAW, NULL},
    {"structuredClone", JS_ROW_SCRIPT, NULL},
    {"gc", JS_ROW_VALUE, NULL},
    {"URLPattern", JS_ROW_VALUE, NULL},
    {"ErrorEvent", JS_ROW_VALUE, NULL},
    {"Float16Array", JS_ROW_VALUE, NULL},
    {"SuppressedError", JS_ROW_VALUE, NULL},
    {"DisposableStack", JS_ROW_VALUE, NULL},
    {"AsyncDisposableStack", JS_ROW_VALUE, NULL},
    {"Temporal", JS_ROW_VALUE, NULL},
    {"toString", JS_ROW_VALUE, NULL}, /* the global object's own prototype */
    {"valueOf", JS_ROW_VALUE, NULL},
    {"hasOwnProperty", JS_ROW_VALUE, NULL},
    {"constructor", JS_ROW_VALUE, NULL},
    {"isPrototypeOf", JS_ROW_VALUE, NULL},
    {"propertyIsEnumerable", JS_ROW_VALUE, NULL},
    {"toLocaleString", JS_ROW_VALUE, NULL},
    {"__proto__", JS_ROW_VALUE, NULL},
};
JS_TABLE(globals, "global", true, globals);

/* CommonJS only: not a global. */
static const struct js_row wrapper[] = {{"require", JS_ROW_RAW, global_require}};
JS_TABLE(wrapper, "module", true, wrapper);
