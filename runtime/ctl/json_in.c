/* json-c does the parsing; this file decides how much it may. Values are reference-counted objects
 * of json-c that only the root owns here. */
#include "runtime/ctl/json_in.h"

#include <json-c/json.h>

enum { DEPTH = 8 };

/* struct json_in is json-c's object under our own name. */
static struct json_object *object_of(const struct json_in *v) {
    union {
        const struct json_in *in;
        struct json_object *out;
    } same = {.in = v};
    return same.out;
}

static struct json_in *in_of(struct json_object *o) {
    union {
        struct json_object *in;
        struct json_in *out;
    } same = {.in = o};
    return same.out;
}

static bool only_blanks(struct str s) {
    for (size_t i = 0; i < s.n; i++)
        if (!memchr(" \t\r\n", s.p[i], 4))
            return false;
    return true;
}

int json_in_parse(struct str text, struct json_in **root, struct err *err) {
    if (text.n > INT32_MAX || memchr(text.p ? text.p : "", 0, text.n))
        return err_set(err, "no JSON: it holds a NUL byte or is too long");
    struct json_tokener *tok = json_tokener_new_ex(DEPTH);
    if (!tok)
        return err_set(err, "out of memory");
    json_tokener_set_flags(tok, JSON_TOKENER_STRICT | JSON_TOKENER_ALLOW_TRAILING_CHARS |
                                    JSON_TOKENER_VALIDATE_UTF8);
    struct json_object *o = json_tokener_parse_ex(tok, text.p, (int)text.n);
    if (json_tokener_get_error(tok) == json_tokener_continue) /* a bare number waits for its end */
        o = json_tokener_parse_ex(tok, "\n", 1);
    enum json_tokener_error e = json_tokener_get_error(tok);
    size_t end = json_tokener_get_parse_end(tok);
    json_tokener_free(tok);
    if (e != json_tokener_success)
        return err_set(err, "no JSON: %s", json_tokener_error_desc(e));
    if (end < text.n && !only_blanks(str_skip(text, end))) {
        (void)json_object_put(o);
        return err_set(err, "no JSON: something follows the value");
    }
    *root = in_of(o);
    return 0;
}

void json_in_free(struct json_in *root) {
    (void)json_object_put(object_of(root));
}

bool json_in_is_object(const struct json_in *v) {
    return json_object_is_type(object_of(v), json_type_object);
}

bool json_in_is_array(const struct json_in *v) {
    return json_object_is_type(object_of(v), json_type_array);
}

bool json_in_is_string(const struct json_in *v) {
    return json_object_is_type(object_of(v), json_type_string);
}

bool json_in_is_int(const struct json_in *v) {
    return json_object_is_type(object_of(v), json_type_int);
}

const struct json_in *json_in_get(const struct json_in *v, const char *key) {
    struct json_object *member = NULL;
    if (!json_in_is_object(v) || !json_object_object_get_ex(object_of(v), key, &member))
        return NULL;
    return in_of(member);
}

size_t json_in_count(const struct json_in *v) {
    return json_in_is_array(v) ? json_object_array_length(object_of(v)) : 0;
}

const struct json_in *json_in_at(const struct json_in *v, size_t i) {
    return i < json_in_count(v) ? in_of(json_object_array_get_idx(object_of(v), i)) : NULL;
}

void json_in_each(const struct json_in *v,
                  void (*fn)(void *ctx, struct str key, const struct json_in *value), void *ctx) {
    if (!json_in_is_object(v))
        return;
    json_object_object_foreach(object_of(v), key, member) fn(ctx, str_of(key), in_of(member));
}

struct str json_in_str(const struct json_in *v) {
    if (!json_in_is_string(v))
        return STR("");
    return (struct str){json_object_get_string(object_of(v)),
                        (size_t)json_object_get_string_len(object_of(v))};
}

int64_t json_in_int(const struct json_in *v) {
    return json_in_is_int(v) ? json_object_get_int64(object_of(v)) : 0;
}

double json_in_double(const struct json_in *v) {
    bool number = json_in_is_int(v) || json_object_is_type(object_of(v), json_type_double);
    return number ? json_object_get_double(object_of(v)) : 0;
}

bool json_in_bool(const struct json_in *v) {
    return json_object_is_type(object_of(v), json_type_boolean) &&
           json_object_get_boolean(object_of(v));
}

static void print(const struct json_in *v, struct buf *out, int flags) {
    const char *text =
        v ? json_object_to_json_string_ext(object_of(v), flags | JSON_C_TO_STRING_NOSLASHESCAPE)
          : NULL;
    buf_z(out, text ? text : "null");
}

void json_in_print(const struct json_in *v, struct buf *out) {
    print(v, out, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED);
}

void json_in_print_line(const struct json_in *v, struct buf *out) {
    print(v, out, JSON_C_TO_STRING_PLAIN);
}
