/* Explicit tags: the types of js-yaml's default schema, by kind. */
#include "compiler/front/yaml_parts.h"

#include "schema/base/buf.h"

static const char *const prefix = "tag:yaml.org,2002:";

/* The name behind "tag:yaml.org,2002:", or empty. */
static struct str short_name(struct str tag) {
    struct str p = str_of(prefix);
    return str_starts(tag, p) ? str_skip(tag, p.n) : STR("");
}

/* ---- !!binary ---- */

/* 0-63, 64 for the padding, 65 for a line end, -1 for anything else. */
static int base64_value(char c) {
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : c == '=' ? 64 : c == '\n' || c == '\r' ? 65 : -1;
}

static bool is_base64(struct str text) {
    size_t bits = 0;
    for (size_t i = 0; i < text.n; i++) {
        int value = base64_value(text.p[i]);
        if (value < 0)
            return false;
        bits += value <= 64 ? 6 : 0;
    }
    return bits % 8 == 0;
}

struct bytes_json {
    struct buf out;
    size_t n;
};

static void add_byte(struct bytes_json *j, uint32_t bits) {
    buf_fmt(&j->out, "%s\"%zu\":%u", j->n ? "," : "", j->n, (unsigned)(bits & 0xff));
    j->n++;
}

static void add_three(struct bytes_json *j, uint32_t bits) {
    add_byte(j, bits >> 16);
    add_byte(j, bits >> 8);
    add_byte(j, bits);
}

/* JSON.stringify of the Uint8Array; js-yaml makes three zeros of an empty text, and so do we. */
static struct str binary_json(struct arena *a, struct str text) {
    struct bytes_json j = {0};
    uint32_t bits = 0;
    size_t n = 0;
    buf_char(&j.out, '{');
    for (size_t i = 0; i < text.n; i++) {
        int value = base64_value(text.p[i]);
        if (value >= 64)
            continue;
        if (n % 4 == 0 && n)
            add_three(&j, bits);
        bits = bits << 6 | (uint32_t)value;
        n++;
    }
    if (n % 4 == 0)
        add_three(&j, bits);
    if (n % 4 == 3)
        add_byte(&j, bits >> 10);
    if (n % 4 == 3)
        add_byte(&j, bits >> 2);
    if (n % 4 == 2)
        add_byte(&j, bits >> 4);
    buf_char(&j.out, '}');
    struct str json = arena_str(a, (struct str){j.out.p, j.out.n});
    buf_done(&j.out);
    return json;
}

/* ---- scalars ---- */

static const char *tag_absent(struct str name, struct value *v) {
    static const char *const arrays[] = {"seq", "omap", "pairs"};
    for (size_t i = 0; i < ARRAY_LEN(arrays); i++)
        if (str_eqz(name, arrays[i])) {
            v->kind = VALUE_ARRAY;
            v->array.n = 0;
            return NULL;
        }
    if (str_eqz(name, "map") || str_eqz(name, "set")) {
        v->kind = VALUE_OBJECT;
        v->object.n = 0;
    } else if (str_eqz(name, "str")) {
        v->kind = VALUE_STRING;
        v->string = STR("");
    } else if (str_eqz(name, "null") || str_eqz(name, "merge")) {
        v->kind = VALUE_NULL;
    } else {
        return "stands before nothing";
    }
    return NULL;
}

const char *yaml_tag_scalar(struct arena *a, struct str tag, struct str text, bool is_absent,
                            struct yaml_node *node) {
    struct str name = short_name(tag);
    struct value *v = &node->value;
    if (str_eqz(tag, "!")) {
        v->kind = is_absent ? VALUE_NULL : VALUE_STRING;
        v->string = text;
        return NULL;
    }
    if (str_eqz(tag, "?")) {
        if (is_absent || text.n)
            yaml_resolve_plain(a, text, node);
        else
            *v = (struct value){.kind = VALUE_STRING, .span = v->span, .string = STR("")};
        return NULL;
    }
    node->is_merge = str_eqz(name, "merge");
    if (is_absent)
        return tag_absent(name, v);
    v->kind = VALUE_STRING;
    v->string = text;
    if (str_eqz(name, "str"))
        return NULL;
    if (str_eqz(name, "merge"))
        return str_eqz(text, "<<") ? NULL : "needs <<";
    if (str_eqz(name, "null")) {
        v->kind = VALUE_NULL;
        return yaml_read_null(text) ? NULL : "needs null, ~ or nothing";
    }
    if (str_eqz(name, "bool")) {
        v->kind = VALUE_BOOL;
        return yaml_read_bool(text, &v->boolean) ? NULL : "needs true or false";
    }
    if (str_eqz(name, "int") || str_eqz(name, "float")) {
        v->kind = VALUE_NUMBER;
        return (str_eqz(name, "int") ? yaml_read_int(a, text, &v->number)
                                     : yaml_read_float(a, text, &v->number))
                   ? NULL
                   : "needs a number";
    }
    v->kind = VALUE_OTHER;
    v->other.text = STR("");
    if (str_eqz(name, "timestamp")) {
        v->other.what = STR("a Date");
        return yaml_read_timestamp(a, text, &v->other.text) ? NULL : "needs a date";
    }
    if (str_eqz(name, "binary")) {
        v->other.what = STR("a Uint8Array");
        if (!is_base64(text))
            return "needs base64";
        v->other.text = binary_json(a, text);
        return NULL;
    }
    return "is not known to the YAML reader";
}

/* ---- collections ---- */

static bool is_set(const struct value *v) {
    for (size_t i = 0; i < v->object.n; i++)
        if (v->object.at[i].value->kind != VALUE_NULL)
            return false;
    return true;
}

static bool is_pairs(const struct value *v) {
    for (size_t i = 0; i < v->array.n; i++)
        if (v->array.at[i]->kind != VALUE_OBJECT || v->array.at[i]->object.n != 1)
            return false;
    return true;
}

static bool is_omap(struct arena *a, const struct value *v) {
    struct yaml_map seen = {0};
    if (!is_pairs(v))
        return false;
    for (size_t i = 0; i < v->array.n; i++) {
        struct str key = v->array.at[i]->object.at[0].key;
        if (yaml_map_get(&seen, key))
            return false;
        yaml_map_set(&seen, a, key, 1);
    }
    return true;
}

/* [{k: v}, ...] becomes [["k", v], ...]. */
static void make_pairs(struct arena *a, struct yaml_node *node) {
    struct value *v = &node->value;
    const struct value **items = arena_array(a, const struct value *, v->array.n + 1);
    for (size_t i = 0; i < v->array.n; i++) {
        const struct member *m = &v->array.at[i]->object.at[0];
        struct yaml_node *key = arena_new(a, struct yaml_node);
        key->value = (struct value){.kind = VALUE_STRING, .span = m->key_span, .string = m->key};
        key->size = 1;
        const struct value **two = arena_array(a, const struct value *, 2);
        two[0] = &key->value;
        two[1] = m->value;
        struct yaml_node *pair = arena_new(a, struct yaml_node);
        pair->value = (struct value){.kind = VALUE_ARRAY, .span = v->array.at[i]->span};
        pair->value.array.at = two;
        pair->value.array.n = 2;
        pair->size = yaml_node_of(m->value)->size + 2;
        items[i] = &pair->value;
    }
    node->size += v->array.n;
    v->array.at = items;
}

const char *yaml_tag_collection(struct arena *a, struct str tag, struct yaml_node *node) {
    struct str name = short_name(tag);
    bool is_array = node->value.kind == VALUE_ARRAY;
    if (str_eqz(tag, "!") || str_eqz(name, is_array ? "seq" : "map"))
        return NULL;
    if (is_array && str_eqz(name, "omap"))
        return is_omap(a, &node->value) ? NULL : "needs mappings of one key each, no key twice";
    if (is_array && str_eqz(name, "pairs")) {
        if (!is_pairs(&node->value))
            return "needs mappings of one key each";
        make_pairs(a, node);
        return NULL;
    }
    if (!is_array && str_eqz(name, "set"))
        return is_set(&node->value) ? NULL : "needs keys without values";
    return is_array ? "does not fit a sequence" : "does not fit a mapping";
}
