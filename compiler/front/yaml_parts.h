/* The parts of the YAML front end, for each other; everyone else includes front.h.
 *
 * libyaml gives events (raw scalars, styles, marks); what they mean is js-yaml 4.3.1's business,
 * the version that PM2 pins, and is ours to do: resolution of plain scalars (yaml_scalar.c),
 * explicit tags (yaml_tag.c), keys, duplicates and merges (yaml_object.c), anchors, depth and size
 * (yaml.c). Where bytes and marks disagree on how to count, yaml_text.c translates. */
#pragma once

#include "compiler/front/front.h"

/* ---- text ---- */

enum { YAML_STAND_INS = 4 };

/* What libyaml is fed: the source without its BOM, with the characters that libyaml takes for line
 * ends or refuses, and js-yaml takes for text, replaced by unused ones of the same length in bytes.
 */
struct yaml_text {
    struct str whole;       /* the source */
    struct str feed;        /* for libyaml: whole without the BOM, with a line end at its end */
    size_t skipped;         /* bytes of the BOM */
    const uint32_t *points; /* feed offset of each 64th character; NULL where all are ASCII */
    size_t n_points;
    struct {
        char was[4], is[4];
        size_t n; /* 0 = not in use */
    } stand_in[YAML_STAND_INS];
};

/* NULL, or why the text cannot be YAML, with the place. */
const char *yaml_text_init(struct yaml_text *t, struct arena *a, struct str whole, size_t *at);

/* Byte offset in the source of libyaml's character index. */
size_t yaml_text_offset(const struct yaml_text *t, size_t index);

/* A copy of libyaml's scalar with the original characters. */
struct str yaml_text_copy(const struct yaml_text *t, struct arena *a, const char *bytes, size_t n);

/* ---- values ---- */

struct yaml_node {
    struct value value; /* first, so that a value of the tree can be seen as its node */
    uint64_t size;      /* values under it, itself included, aliases expanded; saturating */
    bool is_open;       /* its end has not been read: an alias to it is a cycle */
    bool is_merge;      /* a plain << */
};

static inline const struct yaml_node *yaml_node_of(const struct value *v) {
    return (const struct yaml_node *)v;
}

/* A plain scalar by js-yaml's implicit types; `text` is empty for an absent value. */
void yaml_resolve_plain(struct arena *a, struct str text, struct yaml_node *node);

/* The explicit scalar types; false where js-yaml cannot resolve the text. */
bool yaml_read_null(struct str text);
bool yaml_read_bool(struct str text, bool *b);
bool yaml_read_int(struct arena *a, struct str text, double *n);
bool yaml_read_float(struct arena *a, struct str text, double *n);
bool yaml_read_timestamp(struct arena *a, struct str text, struct str *json);

/* Lays an explicit tag over a scalar. `is_absent` where there is no text at all (not even quotes).
 * NULL, or what is wrong in words that follow the tag: "needs ...". */
const char *yaml_tag_scalar(struct arena *a, struct str tag, struct str text, bool is_absent,
                            struct yaml_node *node);

/* The same over a finished sequence or mapping. */
const char *yaml_tag_collection(struct arena *a, struct str tag, struct yaml_node *node);

/* ---- objects ---- */

struct yaml_slot {
    struct str key;
    uint32_t at; /* 1-based; 0 = free */
};

/* Strings to numbers from 1 on. */
struct yaml_map {
    struct yaml_slot *slots;
    size_t cap, n;
};

/* The number of key, 0 where it has none. */
uint32_t yaml_map_get(const struct yaml_map *m, struct str key);
void yaml_map_set(struct yaml_map *m, struct arena *a, struct str key, uint32_t at);

struct yaml_entry {
    struct member member;
    bool is_merged; /* came by <<: an explicit key replaces it */
};

struct yaml_object {
    VEC(struct yaml_entry) entries;
    struct yaml_map map;
};

/* The entry of key or NULL. */
struct yaml_entry *yaml_object_find(struct yaml_object *o, struct str key);

/* Adds an entry that is not there yet. */
void yaml_object_add(struct yaml_object *o, struct arena *a, struct member m, bool is_merged);

/* The members in JavaScript's order (integer keys first, ascending) into node's value, and its
 * size. */
void yaml_object_finish(struct yaml_object *o, struct arena *a, struct yaml_node *node);

/* JavaScript's String(key) as js-yaml does it. NULL, or why the key is refused. */
const char *yaml_key_text(struct arena *a, const struct value *key, struct str *text);

enum { YAML_MERGE_MOST = 10000 }; /* js-yaml's maxTotalMergeKeys */

/* Lays the members of `source` (an object, or an array of them) under those of o.
 * *count goes up by each member looked at. NULL, or why it is refused. */
const char *yaml_object_merge(struct yaml_object *o, struct arena *a, const struct value *source,
                              unsigned *count);

/* ---- errors ---- */

/* libyaml's words in ours; `help` may be set to a next step. `c` is the character at the place, 0
 * at the end of the text. */
struct str yaml_problem_words(struct arena *a, const char *problem, const char *context, char c,
                              const char **help);
