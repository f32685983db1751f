/* String.prototype: indices are UTF-16 code units; letters change case only in ASCII, exactly. */
#include <math.h>

#include "compiler/front/js_builtin.h"
#include "compiler/front/js_text.h"

static const struct js_value *text_of(struct js *js, const struct js_call *call, struct str s) {
    return js_string(js->arena, s, call->span);
}

static bool is_ascii(struct str s) {
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

/* The string the method is called on; false where it is something else (String.prototype.x.call).
 */
static bool own_text(const struct js_call *call, struct str *s) {
    if (!call->self || call->self->kind != JS_STRING)
        return false;
    *s = call->self->string;
    return true;
}

/* A search argument must not be a regular expression. */
static bool is_plain_arg(const struct js_call *call, size_t i) {
    return js_arg(call, i)->kind != JS_OBJECT;
}

static const struct js_value *change_case(struct js *js, const struct js_call *call, char from,
                                          char to) {
    struct str s;
    if (!own_text(call, &s) || !is_ascii(s))
        return js_decline(js, call);
    char *out = arena_cstr(js->arena, s);
    for (size_t i = 0; i < s.n; i++)
        if (out[i] >= from && out[i] <= to)
            out[i] ^= 0x20;
    return text_of(js, call, (struct str){out, s.n});
}

static const struct js_value *string_upper(struct js *js, const struct js_call *call) {
    return change_case(js, call, 'a', 'z');
}

static const struct js_value *string_lower(struct js *js, const struct js_call *call) {
    return change_case(js, call, 'A', 'Z');
}

static const struct js_value *trim(struct js *js, const struct js_call *call, bool begin,
                                   bool end) {
    struct str s;
    if (!own_text(call, &s))
        return js_decline(js, call);
    return text_of(js, call, js_text_trim(s, begin, end));
}

static const struct js_value *string_trim(struct js *js, const struct js_call *call) {
    return trim(js, call, true, true);
}

static const struct js_value *string_trim_start(struct js *js, const struct js_call *call) {
    return trim(js, call, true, false);
}

static const struct js_value *string_trim_end(struct js *js, const struct js_call *call) {
    return trim(js, call, false, true);
}

static const struct js_value *string_slice(struct js *js, const struct js_call *call) {
    struct str s;
    const struct js_value *unknown = NULL;
    size_t begin, end;
    if (!own_text(call, &s))
        return js_decline(js, call);
    size_t n = js_text_length(s);
    if (!js_arg_index(js, call, 0, n, 0, &begin, &unknown) ||
        !js_arg_index(js, call, 1, n, n, &end, &unknown))
        return js_refuse(js, unknown);
    return text_of(js, call, js_text_slice(js->arena, s, begin, end < begin ? begin : end));
}

/* An index of substring: clamped, negative is 0. */
static bool clamp_arg(struct js *js, const struct js_call *call, size_t i, size_t n, size_t missing,
                      size_t *out, const struct js_value **unknown) {
    double d;
    *out = missing;
    if (!js_has_arg(call, i))
        return true;
    if (!js_arg_number(js, call, i, &d, unknown))
        return false;
    d = js_to_integer(d);
    *out = d <= 0 ? 0 : d >= (double)n ? n : (size_t)d;
    return true;
}

static const struct js_value *string_substring(struct js *js, const struct js_call *call) {
    struct str s;
    const struct js_value *unknown = NULL;
    size_t begin, end;
    if (!own_text(call, &s))
        return js_decline(js, call);
    size_t n = js_text_length(s);
    if (!clamp_arg(js, call, 0, n, 0, &begin, &unknown) ||
        !clamp_arg(js, call, 1, n, n, &end, &unknown))
        return js_refuse(js, unknown);
    return text_of(
        js, call,
        js_text_slice(js->arena, s, begin < end ? begin : end, begin < end ? end : begin));
}

static const struct js_value *string_substr(struct js *js, const struct js_call *call) {
    struct str s;
    const struct js_value *unknown = NULL;
    size_t begin, count;
    if (!own_text(call, &s))
        return js_decline(js, call);
    size_t n = js_text_length(s);
    if (!js_arg_index(js, call, 0, n, 0, &begin, &unknown) ||
        !clamp_arg(js, call, 1, n, n, &count, &unknown))
        return js_refuse(js, unknown);
    count = count < n - begin ? count : n - begin;
    return text_of(js, call, js_text_slice(js->arena, s, begin, begin + count));
}

/* at, charAt, charCodeAt. */
static const struct js_value *unit_at(struct js *js, const struct js_call *call, char kind) {
    struct str s;
    const struct js_value *unknown = NULL;
    double d = 0;
    if (!own_text(call, &s))
        return js_decline(js, call);
    if (call->n && !js_arg_number(js, call, 0, &d, &unknown))
        return js_refuse(js, unknown);
    double n = (double)js_text_length(s);
    d = js_to_integer(d);
    if (kind == 'a' && d < 0)
        d += n;
    if (d < 0 || d >= n)
        return kind == 'a'   ? js_undefined(js->arena, call->span)
               : kind == 'c' ? text_of(js, call, STR(""))
                             : js_number(js->arena, NAN, call->span);
    struct js_units u = js_text_units(js->arena, s);
    if (kind == 'u')
        return js_number(js->arena, u.at[(size_t)d], call->span);
    return text_of(js, call, js_text_from_units(js->arena, u.at + (size_t)d, 1));
}

static const struct js_value *string_at(struct js *js, const struct js_call *call) {
    return unit_at(js, call, 'a');
}

static const struct js_value *string_char_at(struct js *js, const struct js_call *call) {
    return unit_at(js, call, 'c');
}

static const struct js_value *string_char_code_at(struct js *js, const struct js_call *call) {
    return unit_at(js, call, 'u');
}

struct find {
    struct str s, part;
    size_t n, from;
};

static bool find_args(struct js *js, const struct js_call *call, struct find *f, bool from_end,
                      const struct js_value **unknown) {
    f->n = js_text_length(f->s);
    return js_arg_text(js, call, 0, &f->part, unknown) &&
           clamp_arg(js, call, 1, f->n, from_end ? f->n : 0, &f->from, unknown);
}

static const struct js_value *string_index_of(struct js *js, const struct js_call *call) {
    struct find f;
    const struct js_value *unknown = NULL;
    if (!own_text(call, &f.s))
        return js_decline(js, call);
    if (!find_args(js, call, &f, false, &unknown))
        return js_refuse(js, unknown);
    size_t at = js_text_find(js->arena, f.s, f.part, f.from);
    return js_number(js->arena, at == (size_t)-1 ? -1 : (double)at, call->span);
}

static const struct js_value *string_last_index_of(struct js *js, const struct js_call *call) {
    struct find f;
    const struct js_value *unknown = NULL;
    if (!own_text(call, &f.s) || js_has_arg(call, 1))
        return js_decline(js, call);
    if (!find_args(js, call, &f, true, &unknown))
        return js_refuse(js, unknown);
    size_t at = js_text_find_last(js->arena, f.s, f.part, f.from);
    return js_number(js->arena, at == (size_t)-1 ? -1 : (double)at, call->span);
}

static const struct js_value *string_includes(struct js *js, const struct js_call *call) {
    struct find f;
    const struct js_value *unknown = NULL;
    if (!own_text(call, &f.s) || !is_plain_arg(call, 0))
        return js_decline(js, call);
    if (!find_args(js, call, &f, false, &unknown))
        return js_refuse(js, unknown);
    return js_bool(js->arena, js_text_find(js->arena, f.s, f.part, f.from) != (size_t)-1,
                   call->span);
}

static const struct js_value *string_starts_with(struct js *js, const struct js_call *call) {
    struct find f;
    const struct js_value *unknown = NULL;
    if (!own_text(call, &f.s) || !is_plain_arg(call, 0))
        return js_decline(js, call);
    if (!find_args(js, call, &f, false, &unknown))
        return js_refuse(js, unknown);
    struct str rest = js_text_slice(js->arena, f.s, f.from, f.n);
    size_t at = js_text_find(js->arena, rest, f.part, 0);
    return js_bool(js->arena, at == 0, call->span);
}

static const struct js_value *string_ends_with(struct js *js, const struct js_call *call) {
    struct find f;
    const struct js_value *unknown = NULL;
    if (!own_text(call, &f.s) || !is_plain_arg(call, 0))
        return js_decline(js, call);
    if (!find_args(js, call, &f, true, &unknown))
        return js_refuse(js, unknown);
    struct str head = js_text_slice(js->arena, f.s, 0, f.from);
    size_t n = js_text_length(f.part);
    bool yes = n <= f.from && str_eq(js_text_slice(js->arena, head, f.from - n, f.from), f.part);
    return js_bool(js->arena, yes, call->span);
}

static const struct js_value *string_concat(struct js *js, const struct js_call *call) {
    struct str s, more;
    const struct js_value *unknown = NULL;
    if (!own_text(call, &s))
        return js_decline(js, call);
    for (size_t i = 0; i < call->n; i++) {
        if (!js_arg_text(js, call, i, &more, &unknown))
            return js_refuse(js, unknown);
        if (s.n + more.n > JS_TEXT_MOST)
            return js_too_large(js, call->span, "a string grows too long");
        s = js_text_join(js->arena, s, more);
    }
    return text_of(js, call, s);
}

static struct str repeat(struct js *js, struct str s, size_t count) {
    char *out = arena_alloc(js->arena, s.n * count + 1);
    for (size_t i = 0; i < count; i++)
        if (s.n)
            memcpy(out + i * s.n, s.p, s.n);
    struct str text = {out, s.n * count};
    if (is_ascii(s))
        return text;
    struct js_units u = js_text_units(js->arena, text); /* pairs that meet at a seam join */
    return js_text_from_units(js->arena, u.at, u.n);
}

static const struct js_value *string_repeat(struct js *js, const struct js_call *call) {
    struct str s;
    double n;
    const struct js_value *unknown = NULL;
    if (!own_text(call, &s))
        return js_decline(js, call);
    if (!js_arg_number(js, call, 0, &n, &unknown))
        return js_refuse(js, unknown);
    n = js_to_integer(n);
    if (n < 0 || isinf(n))
        return js_throw(js, call->span, "RangeError", "Invalid count value");
    if (n * (double)s.n > JS_TEXT_MOST)
        return js_too_large(js, call->span, "a string grows too long");
    if (s.n == 0)
        return text_of(js, call, STR(""));
    return js_step(js, (size_t)n * s.n / 64) ? text_of(js, call, repeat(js, s, (size_t)n)) : NULL;
}

static const struct js_value *pad(struct js *js, const struct js_call *call, bool at_start) {
    struct str s, fill = STR(" ");
    double width;
    const struct js_value *unknown = NULL;
    if (!own_text(call, &s))
        return js_decline(js, call);
    if (!js_arg_number(js, call, 0, &width, &unknown) ||
        (js_has_arg(call, 1) && !js_arg_text(js, call, 1, &fill, &unknown)))
        return js_refuse(js, unknown);
    double n = (double)js_text_length(s), missing = js_to_integer(width) - n;
    if (!(missing > 0) || fill.n == 0)
        return text_of(js, call, s);
    if (missing > JS_TEXT_MOST / 4)
        return js_too_large(js, call->span, "a string grows too long");
    size_t unit = js_text_length(fill), want = (size_t)missing;
    struct str filler = js_text_slice(js->arena, repeat(js, fill, want / unit + 1), 0, want);
    if (!js_step(js, filler.n / 64))
        return NULL;
    return text_of(js, call,
                   at_start ? js_text_join(js->arena, filler, s)
                            : js_text_join(js->arena, s, filler));
}

static const struct js_value *string_pad_start(struct js *js, const struct js_call *call) {
    return pad(js, call, true);
}

static const struct js_value *string_pad_end(struct js *js, const struct js_call *call) {
    return pad(js, call, false);
}

static const struct js_value *string_split(struct js *js, const struct js_call *call) {
    struct str s, separator = {"", 0};
    const struct js_value *unknown = NULL;
    struct js_object *out = js_object_new(js, JS_ARRAY);
    const struct js_value *limit = js_arg(call, 1);
    size_t most = SIZE_MAX;
    if (js_is_class(js_arg(call, 0), JS_REGEXP))
        return js_regexp_split(js, call);
    if (!own_text(call, &s) || !is_plain_arg(call, 0))
        return js_decline(js, call);
    if (limit->kind == JS_NUMBER && limit->number >= 0 && limit->number <= JS_ITEMS_MOST)
        most = (size_t)limit->number;
    else if (limit->kind != JS_UNDEFINED)
        return js_decline(js, call);
    if (!js_arg_text(js, call, 0, &separator, &unknown))
        return js_refuse(js, unknown);
    if (!js_has_arg(call, 0)) {
        js_push(js, out, text_of(js, call, s));
    } else if (separator.n == 0) {
        struct js_units u = js_text_units(js->arena, s);
        for (size_t i = 0; i < u.n && js_step(js, 1); i++)
            js_push(js, out, text_of(js, call, js_text_from_units(js->arena, u.at + i, 1)));
    } else if (is_ascii(separator)) { /* then bytes are as good as code units */
        for (;;) {
            const char *hit = s.n ? memmem(s.p, s.n, separator.p, separator.n) : NULL;
            size_t n = hit ? (size_t)(hit - s.p) : s.n;
            js_push(js, out, text_of(js, call, (struct str){s.p, n}));
            if (!hit || !js_step(js, 1))
                break;
            s = str_skip(s, n + separator.n);
        }
    } else {
        return js_decline(js, call);
    }
    out->items.n = out->items.n < most ? out->items.n : most;
    return js->is_fatal ? NULL : js_object_value(js->arena, out, call->span);
}

/* What one hit of a plain text becomes: the function's answer, or the text with $& and so on. */
static bool replacement(struct js *js, const struct js_call *call, struct str s,
                        const size_t *groups, struct str to, struct str *out,
                        const struct js_value **unknown) {
    const struct js_value *f = js_arg(call, 1), *from = js_arg(call, 0);
    if (!js_is_callable(f)) {
        *out = js_substitute(js, to, s, groups, 1, NULL);
        return true;
    }
    struct str hit;
    if (!js_to_text(js, from, &hit, unknown))
        return false;
    const struct js_value *args[3] = {js_string(js->arena, hit, from->span),
                                      js_number(js->arena, (double)groups[0], call->span),
                                      call->self};
    struct js_call inner = {.args = args, .n = 3, .span = call->span};
    const struct js_value *v = js_call_value(js, f, &inner);
    return v && js_to_text(js, v, out, unknown);
}

struct replacing {
    struct str s, from, to, out;
    bool all;
};

/* False where thrown or *unknown is why. */
static bool replace_all_hits(struct js *js, const struct js_call *call, struct replacing *r,
                             const struct js_value **unknown) {
    struct str piece;
    size_t n = js_text_length(r->from), end = js_text_length(r->s), copied = 0, at = 0;
    for (bool first = true; (first || r->all) && at <= end; first = false) {
        size_t hit = js_text_find(js->arena, r->s, r->from, at), groups[2] = {hit, hit + n};
        if (hit == (size_t)-1 || !js_step(js, 1 + (r->out.n + r->s.n) / 64))
            break;
        if (r->out.n > JS_TEXT_MOST)
            return js_too_large(js, call->span, "a string grows too long") != NULL;
        if (!replacement(js, call, r->s, groups, r->to, &piece, unknown))
            return false;
        r->out = js_text_join(js->arena, r->out, js_text_slice(js->arena, r->s, copied, hit));
        r->out = js_text_join(js->arena, r->out, piece);
        copied = hit + n;
        at = n ? copied : hit + 1;
    }
    r->out = js_text_join(js->arena, r->out, js_text_slice(js->arena, r->s, copied, end));
    return !js->is_fatal;
}

/* replace and replaceAll; of plain text here. */
static const struct js_value *replace(struct js *js, const struct js_call *call, bool all) {
    struct replacing r = {.out = {"", 0}, .to = {"", 0}, .all = all};
    const struct js_value *unknown = NULL, *f = js_arg(call, 1);
    if (js_is_class(js_arg(call, 0), JS_REGEXP))
        return js_regexp_replace(js, call);
    if (!own_text(call, &r.s) || !is_plain_arg(call, 0))
        return js_decline(js, call);
    if (!js_arg_text(js, call, 0, &r.from, &unknown) ||
        (!js_is_callable(f) && !js_to_text(js, f, &r.to, &unknown)))
        return js_refuse(js, unknown);
    if (!replace_all_hits(js, call, &r, &unknown))
        return js_refuse(js, unknown);
    return text_of(js, call, r.out);
}

static const struct js_value *string_replace(struct js *js, const struct js_call *call) {
    return replace(js, call, false);
}

static const struct js_value *string_replace_all(struct js *js, const struct js_call *call) {
    return replace(js, call, true);
}

static const struct js_value *string_self(struct js *js, const struct js_call *call) {
    struct str s;
    return own_text(call, &s) ? text_of(js, call, s) : js_decline(js, call);
}

static const struct js_value *string_from_char_code(struct js *js, const struct js_call *call) {
    uint16_t *units = arena_array(js->arena, uint16_t, call->n + 1);
    const struct js_value *unknown = NULL;
    for (size_t i = 0; i < call->n; i++) {
        double d;
        if (!js_arg_number(js, call, i, &d, &unknown))
            return js_refuse(js, unknown);
        units[i] = (uint16_t)((uint32_t)js_to_int32(d) & 0xffff);
    }
    return text_of(js, call, js_text_from_units(js->arena, units, call->n));
}

extern js_native_fn js_code_point_at, js_from_code_point, js_is_well_formed,
    js_string_locale_compare, js_string_normalize;

static const struct js_row string_proto[] = {
    {"split", JS_ROW_PURE, string_split},
    {"trim", JS_ROW_PURE, string_trim},
    {"trimStart", JS_ROW_PURE, string_trim_start},
    {"trimEnd", JS_ROW_PURE, string_trim_end},
    {"trimLeft", JS_ROW_PURE, string_trim_start},
    {"trimRight", JS_ROW_PURE, string_trim_end},
    {"startsWith", JS_ROW_PURE, string_starts_with},
    {"endsWith", JS_ROW_PURE, string_ends_with},
    {"includes", JS_ROW_PURE, string_includes},
    {"indexOf", JS_ROW_PURE, string_index_of},
    {"lastIndexOf", JS_ROW_PURE, string_last_index_of},
    {"replace", JS_ROW_CALLS, string_replace},
    {"replaceAll", JS_ROW_CALLS, string_replace_all},
    {"slice", JS_ROW_PURE, string_slice},
    {"substring", JS_ROW_PURE, string_substring},
    {"substr", JS_ROW_PURE, string_substr},
    {"at", JS_ROW_PURE, string_at},
    {"charAt", JS_ROW_PURE, string_char_at},
    {"charCodeAt", JS_ROW_PURE, string_char_code_at},
    {"concat", JS_ROW_PURE, string_concat},
    {"repeat", JS_ROW_PURE, string_repeat},
    {"padStart", JS_ROW_PURE, string_pad_start},
    {"padEnd", JS_ROW_PURE, string_pad_end},
    {"toUpperCase", JS_ROW_PURE, string_upper},
    {"toLowerCase", JS_ROW_PURE, string_lower},
    {"toString", JS_ROW_PURE, string_self},
    {"valueOf", JS_ROW_PURE, string_self},
    {"toLocaleLowerCase", JS_ROW_PURE, NULL},
    {"toLocaleUpperCase", JS_ROW_PURE, NULL},
    {"codePointAt", JS_ROW_PURE, js_code_point_at},
    {"localeCompare", JS_ROW_PURE, js_string_locale_compare},
    {"match", JS_ROW_PURE, js_regexp_match},
    {"matchAll", JS_ROW_PURE, js_regexp_match_all},
    {"search", JS_ROW_PURE, js_regexp_search},
    {"normalize", JS_ROW_PURE, js_string_normalize},
    {"isWellFormed", JS_ROW_PURE, js_is_well_formed},
    {"toWellFormed", JS_ROW_VALUE, NULL},
    {"anchor", JS_ROW_PURE, NULL},
    {"big", JS_ROW_PURE, NULL},
    {"blink", JS_ROW_PURE, NULL},
    {"bold", JS_ROW_PURE, NULL},
    {"fixed", JS_ROW_PURE, NULL},
    {"fontcolor", JS_ROW_PURE, NULL},
    {"fontsize", JS_ROW_PURE, NULL},
    {"italics", JS_ROW_PURE, NULL},
    {"link", JS_ROW_PURE, NULL},
    {"small", JS_ROW_PURE, NULL},
    {"strike", JS_ROW_PURE, NULL},
    {"sub", JS_ROW_PURE, NULL},
    {"sup", JS_ROW_PURE, NULL},
    {"constructor", JS_ROW_VALUE, NULL},
};
JS_TABLE(string_proto, "String.prototype", true, string_proto);

static const struct js_row string_statics[] = {
    {"fromCharCode", JS_ROW_PURE, string_from_char_code},
    {"fromCodePoint", JS_ROW_PURE, js_from_code_point},
    {"raw", JS_ROW_SCRIPT, NULL},
};
JS_TABLE(string, "String", true, string_statics);
