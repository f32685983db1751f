/* Objects as js-yaml builds them: string keys, no duplicates, merges below explicit keys. */
#include "compiler/front/yaml_parts.h"

#include <stdlib.h>

#include "schema/base/buf.h"
#include "schema/base/hash.h"

enum { FEW = 8, KEY_MOST = 1 << 16 }; /* up to FEW keys are searched one by one */

/* The slot of key, or the free one where it belongs. */
static struct yaml_slot *map_slot(const struct yaml_map *m, struct str key) {
    size_t i = (size_t)hash_bytes(key.p, key.n) & (m->cap - 1);
    while (m->slots[i].at && !str_eq(m->slots[i].key, key))
        i = (i + 1) & (m->cap - 1);
    return &m->slots[i];
}

uint32_t yaml_map_get(const struct yaml_map *m, struct str key) {
    return m->cap ? map_slot(m, key)->at : 0;
}

void yaml_map_set(struct yaml_map *m, struct arena *a, struct str key, uint32_t at) {
    if (m->n * 2 >= m->cap) {
        struct yaml_map old = *m;
        m->cap = old.cap ? old.cap * 2 : 32;
        m->slots = arena_array(a, struct yaml_slot, m->cap);
        for (size_t i = 0; i < old.cap; i++)
            if (old.slots[i].at)
                *map_slot(m, old.slots[i].key) = old.slots[i];
    }
    struct yaml_slot *slot = map_slot(m, key);
    m->n += slot->at == 0;
    *slot = (struct yaml_slot){key, at};
}

struct yaml_entry *yaml_object_find(struct yaml_object *o, struct str key) {
    if (o->entries.n > FEW) {
        uint32_t at = yaml_map_get(&o->map, key);
        return at ? &o->entries.at[at - 1] : NULL;
    }
    for (size_t i = 0; i < o->entries.n; i++)
        if (str_eq(o->entries.at[i].member.key, key))
            return &o->entries.at[i];
    return NULL;
}

void yaml_object_add(struct yaml_object *o, struct arena *a, struct member m, bool is_merged) {
    struct yaml_entry entry = {m, is_merged};
    VEC_PUSH(a, &o->entries, entry);
    size_t from = o->entries.n == FEW + 1 ? 0 : o->entries.n - 1;
    for (size_t i = from; i < o->entries.n && o->entries.n > FEW; i++)
        yaml_map_set(&o->map, a, o->entries.at[i].member.key, (uint32_t)i + 1);
}

/* "0" to "4294967294" without leading zeros: JavaScript puts such keys first. */
static bool is_index(struct str key, uint64_t *n) {
    *n = 0;
    if (key.n == 0 || key.n > 10 || (key.p[0] == '0' && key.n > 1))
        return false;
    for (size_t i = 0; i < key.n; i++) {
        if (key.p[i] < '0' || key.p[i] > '9')
            return false;
        *n = *n * 10 + (uint64_t)(key.p[i] - '0');
    }
    return *n < UINT32_MAX;
}

static int compare_index(const void *pa, const void *pb) {
    uint64_t a, b;
    (void)is_index(((const struct member *)pa)->key, &a);
    (void)is_index(((const struct member *)pb)->key, &b);
    return (a > b) - (a < b);
}

void yaml_object_finish(struct yaml_object *o, struct arena *a, struct yaml_node *node) {
    struct member *members = arena_array(a, struct member, o->entries.n + 1);
    size_t n = 0;
    uint64_t index;
    node->size = 1;
    for (size_t i = 0; i < o->entries.n; i++) {
        node->size += yaml_node_of(o->entries.at[i].member.value)->size;
        if (is_index(o->entries.at[i].member.key, &index))
            members[n++] = o->entries.at[i].member;
    }
    if (n > 1)
        qsort(members, n, sizeof *members, compare_index);
    for (size_t i = 0; i < o->entries.n; i++)
        if (!is_index(o->entries.at[i].member.key, &index))
            members[n++] = o->entries.at[i].member;
    node->value.kind = VALUE_OBJECT;
    node->value.object.at = members;
    node->value.object.n = n;
}

/* ---- keys ---- */

static struct str scalar_text(struct arena *a, const struct value *v) {
    switch (v->kind) {
    case VALUE_NULL:
        return STR("null");
    case VALUE_BOOL:
        return v->boolean ? STR("true") : STR("false");
    case VALUE_NUMBER:
        return value_number_text(a, v->number);
    case VALUE_STRING:
        return v->string;
    case VALUE_OBJECT:
        return STR("[object Object]");
    case VALUE_UNDEFINED:
    case VALUE_ARRAY:
    case VALUE_OTHER:
    case VALUE_UNKNOWN:
    case VALUE_CHOICE:
        break;
    }
    return STR("");
}

static const char *refuse_key(const struct value *v) {
    if (v->kind == VALUE_OTHER)
        return str_eqz(v->other.what, "a Date")
                   ? "a date as a key depends on the machine's time zone"
                   : "binary data cannot be a key";
    return v->kind == VALUE_ARRAY ? "a sequence inside a key is refused" : NULL;
}

const char *yaml_key_text(struct arena *a, const struct value *key, struct str *text) {
    const char *wrong = NULL;
    if (key->kind != VALUE_ARRAY) {
        *text = scalar_text(a, key);
        return refuse_key(key);
    }
    struct buf b = {0};
    for (size_t i = 0; i < key->array.n && !wrong; i++) {
        const struct value *item = key->array.at[i];
        wrong = refuse_key(item);
        if (i)
            buf_char(&b, ',');
        if (item->kind != VALUE_NULL)
            buf_str(&b, scalar_text(a, item));
        if (b.n > KEY_MOST)
            wrong = "the key is too long";
    }
    *text = arena_str(a, (struct str){b.p, b.n});
    buf_done(&b);
    return wrong;
}

/* ---- merges ---- */

static const char *merge_member(struct yaml_object *o, struct arena *a, struct member m,
                                unsigned *count) {
    if (++*count > YAML_MERGE_MOST)
        return "<< brings in more than 10000 keys, and the YAML reader stops there";
    if (!yaml_object_find(o, m.key))
        yaml_object_add(o, a, m, true);
    return NULL;
}

static const char *merge_one(struct yaml_object *o, struct arena *a, const struct value *source,
                             unsigned *count) {
    const char *wrong = NULL;
    if (source->kind == VALUE_OBJECT) {
        for (size_t i = 0; i < source->object.n && !wrong; i++)
            wrong = merge_member(o, a, source->object.at[i], count);
        return wrong;
    }
    if (source->kind == VALUE_ARRAY) {
        /* Object.keys of an array: its indices. */
        for (size_t i = 0; i < source->array.n && !wrong; i++)
            wrong = merge_member(o, a,
                                 (struct member){.key = arena_fmt(a, "%zu", i),
                                                 .key_span = source->array.at[i]->span,
                                                 .value = source->array.at[i]},
                                 count);
        return wrong;
    }
    if (source->kind == VALUE_OTHER && str_eqz(source->other.what, "a Date"))
        return NULL;
    return "<< needs a mapping or a list of mappings";
}

const char *yaml_object_merge(struct yaml_object *o, struct arena *a, const struct value *source,
                              unsigned *count) {
    const char *wrong = NULL;
    if (source->kind != VALUE_ARRAY)
        return merge_one(o, a, source, count);
    for (size_t i = 0; i < source->array.n && !wrong; i++)
        wrong = merge_one(o, a, source->array.at[i], count);
    return wrong;
}
