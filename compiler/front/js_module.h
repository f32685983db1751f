/* Modules, for each other: finding and loading (js_module.c), import and export (js_import.c). */
#pragma once

#include "compiler/front/js.h"

bool js_is_relative(struct str name);

/* The file that a relative name means, seen from the module that is running. */
bool js_resolve_path(struct js *js, struct str name, struct str *path);

/* The module at the path, loaded now or before; NULL where thrown. */
struct js_module *js_load_module(struct js *js, struct str path, struct span span);

/* Why it may not be read: it is outside the repository. NULL where it may. */
const struct js_value *js_module_refused(struct js *js, struct str path, struct span span);

/* An object of its exports. */
const struct js_value *js_namespace_of(struct js *js, struct js_module *m, struct span span);
struct js_binding *js_find_export(const struct js_module *m, struct str name);
