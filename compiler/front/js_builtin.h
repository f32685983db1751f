/* Built-ins: tables of rows, one C function each. A row without a function exists in Node and is
 * not evaluated. A closed table lists all names: a name that is not there is undefined (or, of
 * globals, a ReferenceError); of an open one it is unknown. */
#pragma once

#include "compiler/front/js.h"

typedef const struct js_value *js_native_fn(struct js *js, const struct js_call *call);

enum js_row_kind {
    JS_ROW_PURE,  /* a function of known arguments without effects; unknowns and choices are handled
                   */
    JS_ROW_CALLS, /* as pure, but it may be given a function, and then only known arguments */
    JS_ROW_RAW,   /* a function that looks at unknown arguments itself */
    JS_ROW_VALUE, /* read: the value itself; call->span is the place */
    JS_ROW_SCRIPT, /* a function of the core prelude (js_prelude.h); fn is NULL */
};

struct js_row {
    const char *name;
    enum js_row_kind kind;
    js_native_fn *fn;
};

struct js_table {
    const char *name; /* "path"; its rows are called "path.join" */
    const struct js_row *rows;
    size_t n;
    bool is_closed;
};

extern const struct js_table js_table_globals, js_table_wrapper, js_table_object_proto,
    js_table_array_proto, js_table_string_proto, js_table_number_proto, js_table_boolean_proto,
    js_table_function_proto, js_table_error_proto, js_table_object, js_table_array, js_table_string,
    js_table_number, js_table_math, js_table_json, js_table_process, js_table_console,
    js_table_regexp_proto, js_table_map_proto, js_table_set_proto, js_table_iterator_proto,
    js_table_params_proto, js_table_util, js_table_buffer, js_table_require, js_table_module_cache,
    js_table_path, js_table_os, js_table_url, js_table_module, js_table_fs, js_table_child_process;

#define JS_TABLE(table_name, shown, closed, row_list)                                              \
    const struct js_table js_table_##table_name = {shown, row_list, ARRAY_LEN(row_list), closed}

/* What an object without a prototype of its own inherits from, besides Object.prototype. */
const struct js_table *js_class_proto(const struct js_object *o);

const struct js_row *js_row_find(const struct js_table *t, struct str name);
/* The row read as a property: its function object, or its value. */
const struct js_value *js_row_get(struct js *js, const struct js_table *t, const struct js_row *row,
                                  struct span span);
struct js_object *js_builtin_object(struct js *js, const struct js_table *t);

/* require('path') and the like; NULL where there is no such module of Node's. */
const struct js_value *js_core_module(struct js *js, struct str name, struct span span);

/* The array of the call, or NULL where it is none or open. */
struct js_object *js_own_array(const struct js_call *call);
/* Unknown because the array is open, or not modelled at all. */
const struct js_value *js_refuse_array(struct js *js, const struct js_call *call);

/* lodash, lodash/merge, lodash.merge. */
const struct js_value *js_lodash_module(struct js *js, struct str name, struct span span);

/* The dotenv package: config() marks the environment (js_env.c). */
const struct js_value *js_dotenv_module(struct js *js, struct str name, struct span span);

/* ---- js_iterate.c: what for-of, spread and destructuring walk ---- */
struct js_iter {
    struct js_object *source, *iterator; /* iterator: NULL, or the object whose place moves on */
    size_t at;
    enum js_yield yields;
    uint32_t removals;
    const struct js_value *doubt; /* why the rest is not known; set while walking */
};
/* False where v cannot be walked: thrown, or *unknown is why. */
bool js_iter_open(struct js *js, struct js_iter *it, const struct js_value *v,
                  const struct js_value **unknown);
/* The next item; NULL at the end, and where it->doubt says so. */
const struct js_value *js_iter_next(struct js *js, struct js_iter *it);
/* All (or at most `most`) of what v gives, as an array: v's own where it is one. NULL where thrown
 * or *unknown is why. */
struct js_object *js_iter_list(struct js *js, const struct js_value *v, size_t most,
                               const struct js_value **unknown);
const struct js_value *js_iterator(struct js *js, struct js_object *source, enum js_yield yields,
                                   struct span span);

/* ---- js_builtin_regexp.c ---- */
/* `is_literal`: a wrong pattern is an early error and cannot be caught. NULL where thrown. */
const struct js_value *js_regexp(struct js *js, struct str pattern, struct str flags,
                                 struct span span, bool is_literal);
const struct js_value *js_regexp_literal(struct js *js, const struct js_node *n);
/* lastIndex, source, flags ...; NULL where the key is none of them. */
const struct js_value *js_regexp_get(struct js *js, const struct js_object *o, struct str key,
                                     struct span span);
/* False where a literal anywhere in the tree is wrong: then nothing of the file runs. */
bool js_regexp_check(struct js *js, const struct js_node *n);
/* The String methods, called with a RegExp as argument 0. */
js_native_fn js_regexp_match, js_regexp_match_all, js_regexp_search, js_regexp_split,
    js_regexp_replace, js_regexp_to_string;
js_native_fn js_params_text; /* URLSearchParams */
/* `to` with $1, $& and the like put in. groups as js_regex_match gives them; names may be NULL. */
struct str js_substitute(struct js *js, struct str to, struct str text, const size_t *groups,
                         size_t n_groups, const struct str *names);

/* ---- js_builtin_fs.c ---- */
/* Why a file may not be read: it is outside the repository. NULL where it may. */
const struct js_value *js_file_refused(struct js *js, struct str path, struct span span);
/* A Buffer of UTF-8 text, and its text; NULL where v is none. */
const struct js_value *js_buffer(struct js *js, const struct js_value *text, struct span span);
const struct js_value *js_buffer_text(const struct js_value *v);

/* A global's value, for the modules that offer it too. */
const struct js_value *js_node_global(struct js *js, const struct js_call *call, const char *name);

/* ---- js_builtin_url.c ---- */
/* The path that a file: URL object says; NULL where v is none, or its path is encoded. */
const struct js_value *js_url_path(struct js *js, const struct js_value *v, struct span span);

/* ---- js_builtin_encode.c ---- */
struct str js_base64(struct arena *a, struct str bytes, bool for_url);
/* False where it is not plainly base64. */
bool js_base64_decode(struct arena *a, struct str text, struct str *bytes);

/* ---- for the rows' functions ---- */

/* Notes that the call would change something outside, which is not done (front.h: effects). */
void js_note_effect(struct js *js, const struct js_call *call, struct str what);

/* Why an argument could not be used: unknown because of it, or NULL where it threw. */
static inline const struct js_value *js_refuse(struct js *js, const struct js_value *unknown) {
    js->may_throw = js->may_throw || unknown; /* what is not known may be wrong, too */
    return unknown ? js_unknown_from(js, unknown) : NULL;
}

/* "ecoc does not evaluate this call of X", after handing everything out. */
const struct js_value *js_decline(struct js *js, const struct js_call *call);

/* Node's TypeError for an argument that is no string. NULL. */
const struct js_value *js_throw_argument(struct js *js, struct span span, const char *name);

/* Argument i as an index into n things, as slice counts: negative from the end; `missing` where it
 * is undefined. False where refused. */
bool js_arg_index(struct js *js, const struct js_call *call, size_t i, size_t n, size_t missing,
                  size_t *out, const struct js_value **unknown);
bool js_arg_text(struct js *js, const struct js_call *call, size_t i, struct str *out,
                 const struct js_value **unknown);
bool js_arg_number(struct js *js, const struct js_call *call, size_t i, double *out,
                   const struct js_value **unknown);

static inline bool js_has_arg(const struct js_call *call, size_t i) {
    return i < call->n && call->args[i]->kind != JS_UNDEFINED;
}
