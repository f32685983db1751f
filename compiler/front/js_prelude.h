/* Built-ins that are written in JavaScript and evaluated like the configuration itself: what they
 * make of unknown values is then as exact as the evaluator is. A prelude is a text that declares
 * functions and classes; it is parsed when the first of them is asked for. Whatever they make or
 * throw stands where they were called. */
#pragma once

#include "compiler/front/js_builtin.h"

struct js_prelude {
    const char *name;
    const char *const *lines;
    size_t n;
};

extern const struct js_prelude js_prelude_core, js_prelude_url, js_prelude_lodash;

/* The declared value, or NULL where the prelude has none of that name. */
const struct js_value *js_prelude_get(struct js *js, const struct js_prelude *prelude,
                                      struct str name);
/* Calls a function of the core: "Object.groupBy" is Object_groupBy there. */
const struct js_value *js_prelude_call(struct js *js, struct str name, const struct js_call *call);

/* The href of what `new URL` made; NULL where v is no such object. */
const struct js_value *js_url_href(struct js *js, const struct js_value *v);
