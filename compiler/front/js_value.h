/* Values of the JavaScript evaluator, and its heap.
 *
 * A value is immutable and carries where it was made, the variables it depends on and its
 * late-binding recipe (schema/model/value.h). Objects are mutable and shared; every change goes
 * through js_touch (js_fork.h), so that a branch can be tried and taken back.
 *
 * Unknown is a value like any other: reading from it, calling it, computing with it gives unknown
 * again. An object is `open` when it may have more properties than are listed: a key that is not
 * listed is then unknown, not undefined. A property is `maybe` when it may also be absent. */
#pragma once

#include "schema/model/value.h"

enum js_kind {
    JS_UNDEFINED,
    JS_NULL,
    JS_BOOL,
    JS_NUMBER,
    JS_STRING, /* WTF-8: surrogate pairs are always joined */
    JS_OBJECT,
    JS_UNKNOWN,
    JS_CHOICE, /* flat: no alternative is a choice */
};

enum {
    JS_OURS_OBJECT = 1,   /* writing through it or calling it may change something known */
    JS_OURS_FUNCTION = 2, /* a function: calling it cannot, but it may be given properties */
};

struct js_alt {
    const struct js_value *value;
    struct str when;
};

struct js_value {
    enum js_kind kind;
    struct span span;
    const struct env_deps *deps;
    const struct late *late;
    union {
        bool boolean;
        double number;
        struct str string;
        struct js_object *object;
        struct {
            struct str reason;
            struct str when;  /* what it means for this to be true: "X is set"; may be empty */
            const char *help; /* what makes it known, where there is something; or NULL */
            bool is_env;      /* a variable as such: a string or undefined */
            bool is_bool;     /* the outcome of a comparison: true or false */
            bool is_falsy;    /* what `&&` gives where its left side is not true */
            bool is_builtin;  /* something of Node's own: changing it changes the language */
            uint8_t ours;     /* perhaps an object of the configuration: js_own.c; JS_OURS_* */
            uint16_t newer; /* the function that it is where Node has it: its place in js->natives,
                                from 1; 0: none */
        } unknown;
        struct {
            const struct js_alt *at;
            size_t n;
            const struct js_value *cause; /* what decides it */
        } choice;
    };
};

enum js_class {
    JS_PLAIN,
    JS_ARRAY,
    JS_ARGUMENTS, /* `arguments`: indices and a length, but no array */
    JS_FUNCTION,  /* written in the configuration */
    JS_NATIVE,    /* a row of a table of built-ins */
    JS_BUILTIN,   /* an object whose properties are rows: Math, path, process */
    JS_ENV,       /* process.env; `props` are what the configuration assigned */
    JS_ERROR,
    JS_MAP,      /* `items` are key, value, key, value */
    JS_SET,      /* `items` */
    JS_REGEXP,   /* `next` is its lastIndex */
    JS_ITERATOR, /* what keys(), values(), entries() and matchAll() give */
    JS_OPAQUE,   /* a Promise, a Stats: known to be one, and what its table says */
};

struct js_prop {
    struct str key;
    struct span key_span;
    const struct js_value *value;
    bool maybe;     /* may be absent */
    bool deleted;   /* of process.env: was deleted */
    bool is_getter; /* value is the function to call: js_read; undefined: a setter alone */
    bool is_hidden; /* not enumerable */
    bool is_readonly, is_fixed;    /* not writable; not configurable */
    const struct js_value *setter; /* of accessors, where there is one */
};

enum js_yield { JS_YIELD_VALUES, JS_YIELD_KEYS, JS_YIELD_ENTRIES };

struct js_module;
struct js_scope;
struct js_node;

struct js_function {
    const struct js_node *node; /* of a class without a constructor: the class */
    struct js_scope *scope;
    struct js_module *module;
    struct js_object *object;           /* the function itself */
    struct js_object *prototype;        /* made when it is first asked for */
    struct js_object *home;             /* of methods: whose proto `super` means */
    const struct js_class_of *class_of; /* of classes: how to construct (js_class.c) */
    bool is_arrow, is_strict, is_async, is_generator, is_method;
};

struct js_row;
struct js_class_of;

/* Never changed: one more item is another list. */
struct js_partial {
    const struct js_value *const *at;
    size_t n;
};

struct js_object {
    enum js_class class;
    bool is_frozen, has_index_keys, no_proto;
    bool is_newer;   /* natives: not in every Node that is in use; js_row_get */
    bool is_escaped; /* code that is not evaluated holds it: what is set may change again */
    bool open_env;   /* open because of a spread of process.env: the rest are variables */
    unsigned mark;   /* the level of trial at which it was last saved */
    uint32_t exported_size;
    const struct js_value *open;
    const struct js_partial *partial; /* open arrays: what may be in it, where something is known */
    struct js_object *proto;          /* NULL: the class's own, of the built-ins */
    VEC(struct js_prop) props;
    uint32_t *index; /* hash of key to position + 1; size is a power of two, 0 = none */
    uint32_t index_size;
    VEC(const struct js_value *) items; /* arrays; NULL = a hole */
    struct js_function *function;
    const struct js_row *row; /* natives */
    /* Built-ins; maps and opaque things: their own methods; prototypes of classes: what they inherit. */
    const struct js_table *table;
    struct str what; /* natives: "path.join"; opaque: "a Promise" */
    /* Natives: what it is about; a Promise: what it gives; errors: the message in our words. */
    const struct js_value *bound;
    struct js_regex *regex;   /* NULL where the pattern is not modelled: `bound` says why */
    struct js_object *source; /* iterators: what they walk, */
    size_t next;              /* from which item on, SIZE_MAX at the end, */
    uint8_t yields;           /* and what they give: enum js_yield */
    uint32_t removals;        /* maps and sets: an iteration that is under way has lost its place */
    const struct value *exported; /* set while and after being exported */
    bool is_exporting;
};

/* ---- environment dependencies ---- */
const struct env_deps *js_deps_of(struct arena *a, struct str name);
const struct env_deps *js_deps_union(struct arena *a, const struct env_deps *x,
                                     const struct env_deps *y);

/* ---- making values ---- */
struct js_value *js_new(struct arena *a, enum js_kind kind, struct span span);
const struct js_value *js_bool(struct arena *a, bool b, struct span span);
const struct js_value *js_number(struct arena *a, double n, struct span span);
const struct js_value *js_string(struct arena *a, struct str s, struct span span);
const struct js_value *js_object_value(struct arena *a, struct js_object *o, struct span span);
const struct js_value *js_undefined(struct arena *a, struct span span);

/* `v` with more dependencies and without its recipe; v itself where nothing changes. */
const struct js_value *js_with_deps(struct arena *a, const struct js_value *v,
                                    const struct env_deps *deps);
const struct js_value *js_with_late(struct arena *a, const struct js_value *v,
                                    const struct late *late);

static inline bool js_is_nullish(const struct js_value *v) {
    return v->kind == JS_UNDEFINED || v->kind == JS_NULL;
}

static inline bool js_is_known(const struct js_value *v) {
    return v->kind != JS_UNKNOWN && v->kind != JS_CHOICE;
}

static inline bool js_is_class(const struct js_value *v, enum js_class class) {
    return v->kind == JS_OBJECT && v->object->class == class;
}

static inline bool js_is_callable(const struct js_value *v) {
    return js_is_class(v, JS_FUNCTION) || js_is_class(v, JS_NATIVE);
}

/* ---- properties as stored; no prototype, no built-in, no trial ---- */
struct js_prop *js_prop_find(const struct js_object *o, struct str key);
/* Adds or replaces; a replaced key keeps its place and takes the new key_span. */
struct js_prop *js_prop_set(struct arena *a, struct js_object *o, struct str key,
                            struct span key_span, const struct js_value *value);
/* Room for `n` properties in an object that has none yet. */
void js_prop_reserve(struct arena *a, struct js_object *o, size_t n);
void js_prop_remove(struct arena *a, struct js_object *o, struct str key);

/* True where key is a canonical array index ("0", "17"; not "01", at most 2^32 - 2). */
bool js_is_index(struct str key, uint32_t *index);

/* The properties' positions in the language's order: indices ascending, then as inserted. */
const uint32_t *js_prop_order(struct arena *a, const struct js_object *o);
