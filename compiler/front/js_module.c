/* Modules: which file a name means, what its scope holds, what it exports. Everything is read
 * through f->files, so that an old revision's configuration requires old files. */
#include <stdlib.h>

#include "compiler/front/js_builtin.h"
#include "compiler/front/js_json.h"
#include "compiler/front/js_module.h"

bool js_is_relative(struct str name) {
    return str_starts(name, STR("./")) || str_starts(name, STR("../")) ||
           str_starts(name, STR("/")) || str_eqz(name, ".") || str_eqz(name, "..");
}

static bool is_file(struct js *js, struct str path) {
    return js->f->files && js->f->files->kind(js->f->files, path) == FILE_REGULAR;
}

/* From TypeScript: "./x" and "./x.js" may mean x.ts. */
static bool resolve_typed(struct js *js, struct str base, struct str *path) {
    static const char *const tries[] = {".ts", "/index.ts"};
    if (is_file(js, base))
        return *path = base, true;
    if (str_ends(base, STR(".js")))
        base.n -= 3;
    for (size_t i = 0; i < ARRAY_LEN(tries); i++) {
        *path = arena_fmt(js->arena, "%.*s%s", STR_ARG(base), tries[i]);
        if (is_file(js, *path))
            return true;
    }
    return false;
}

/* Node's order for a path: the file, with extensions, the folder's index. */
bool js_resolve_path(struct js *js, struct str name, struct str *path) {
    static const char *const tries[] = {"", ".js", ".json", "/index.js", "/index.json"};
    struct str base = path_join(js->arena, js->module->dir, name);
    if (js_is_typescript(js->module->path) && resolve_typed(js, base, path))
        return true;
    bool wants_folder = str_ends(name, STR("/")) || str_eqz(name, ".") || str_eqz(name, "..") ||
                        str_ends(name, STR("/..")) || str_ends(name, STR("/."));
    for (size_t i = wants_folder ? 3 : 0; i < ARRAY_LEN(tries); i++) {
        *path = arena_fmt(js->arena, "%.*s%s", STR_ARG(base), tries[i]);
        if (is_file(js, *path))
            return true;
    }
    return false;
}

static bool is_esm_text(const struct js_tree *t, struct str path) {
    for (const struct js_node *n = t->root->first; n; n = n->next)
        if (n->kind == JS_N_IMPORT_STATEMENT || n->kind == JS_N_EXPORT_STATEMENT)
            return true;
    return str_ends(path, STR(".mjs")) || str_ends(path, STR(".mts"));
}

static void define_hidden(struct js *js, struct js_object *o, const char *key, struct span span,
                          const struct js_value *v) {
    js_define(js, o, str_of(key), span, v);
    js_prop_find(o, str_of(key))->is_hidden = true;
}

/* What `module` has from its prototype: PM2 requires the configuration, so it has a parent. */
static void inherit_module(struct js *js, struct js_module *m, struct span span) {
    static const char *const unlisted[] = {"require", "load", "_compile", "isPreloading"};
    struct js_object *parent = js_object_new(js, JS_OPAQUE);
    parent->what = STR("the module that requires it");
    define_hidden(js, m->object, "parent", span, js_object_value(js->arena, parent, span));
    for (size_t i = 0; i < ARRAY_LEN(unlisted); i++)
        define_hidden(js, m->object, unlisted[i], span,
                      js_unknown_builtin(js, span, arena_fmt(js->arena, "module.%s", unlisted[i])));
}

struct js_module *js_module_new(struct js *js, const struct source *src) {
    struct js_module *m = arena_new(js->arena, struct js_module);
    m->path = src->path;
    m->dir = path_dirname(src->path);
    m->tree.src = src;
    m->is_json = str_ends(src->path, STR(".json"));
    m->object = js_object_new(js, JS_PLAIN);
    struct js_object *exports = js_object_new(js, JS_PLAIN);
    struct span span = span_of(src, 0, 0);
    js_define(js, m->object, STR("id"), span, js_string(js->arena, m->path, span));
    js_define(js, m->object, STR("path"), span, js_string(js->arena, m->dir, span));
    js_define(js, m->object, STR("exports"), span, js_object_value(js->arena, exports, span));
    js_define(js, m->object, STR("filename"), span, js_string(js->arena, m->path, span));
    js_define(js, m->object, STR("loaded"), span, js_bool(js->arena, false, span));
    js_define(js, m->object, STR("children"), span,
              js_unknown_builtin(js, span, STR("module.children")));
    js_define(js, m->object, STR("paths"), span, js_unknown_builtin(js, span, STR("module.paths")));
    inherit_module(js, m, span);
    VEC_PUSH(js->arena, &js->modules, m);
    return m;
}

/* module, exports, require and the file's names, as parameters of Node's wrapper. */
static void open_commonjs(struct js *js, struct js_module *m) {
    struct span span = span_of(m->tree.src, 0, 0);
    const struct js_value *exports = js_prop_find(m->object, STR("exports"))->value;
    const struct js_row *row = js_row_find(&js_table_wrapper, STR("require"));
    js_declare(js, m->scope, STR("module"), js_object_value(js->arena, m->object, span), false,
               false);
    js_declare(js, m->scope, STR("exports"), exports, false, false);
    js_declare(js, m->scope, STR("require"), js_row_get(js, &js_table_wrapper, row, span), false,
               false);
    js_declare(js, m->scope, STR("__dirname"), js_own_path(js, m->dir, span), false, false);
    js_declare(js, m->scope, STR("__filename"), js_own_path(js, m->path, span), false, false);
    m->scope->this_value = exports;
}

static bool run_statements(struct js *js, struct js_module *m) {
    const struct js_node *first = m->tree.root->first;
    if (m->is_esm && !js_link_imports(js, m))
        return false;
    if (first && first->kind == JS_N_EXPRESSION_STATEMENT && first->first &&
        first->first->kind == JS_N_STRING && js_source(js, first->first).n == 12 &&
        memcmp(js_source(js, first->first).p + 1, "use strict", 10) == 0)
        js->is_strict = true;
    if (!js_hoist(js, first, m->scope, true))
        return false;
    struct js_done done = js_exec_list(js, first, m->scope);
    if (done.flow == JS_BREAK || done.flow == JS_CONTINUE)
        return js_throw(js, js->place, "SyntaxError", "Undefined label or no loop") != NULL;
    return done.flow != JS_THROW;
}

bool js_module_run(struct js *js, struct js_module *m) {
    struct js_syntax_error error;
    if (!js_tree_parse(js->arena, m->tree.src, false, &m->tree, &error)) {
        (void)js_fatal(js, error.span, "%s", error.text);
        return false;
    }
    struct js_module *outer = js->module;
    bool is_strict = js->is_strict;
    struct span place = js->place;
    m->is_esm = is_esm_text(&m->tree, m->path);
    m->has_arguments = memmem(m->tree.text.p, m->tree.text.n, "arguments", 9) != NULL;
    m->scope = js_scope_new(js, NULL, true);
    if (m->is_esm && !js_is_typescript(m->path)) /* which may be compiled to CommonJS */
        m->scope->this_value = js_undefined(js->arena, span_of(m->tree.src, 0, 0));
    else
        open_commonjs(js, m);
    js->module = m;
    js->is_strict = m->is_esm;
    js->place = span_of(m->tree.src, 0, 0);
    m->is_loading = true;
    bool ok = js_regexp_check(js, m->tree.root) && run_statements(js, m);
    m->is_loading = false;
    js->module = outer;
    js->is_strict = is_strict;
    js->place = place;
    return ok;
}

static const struct js_value *load_json(struct js *js, struct js_module *m) {
    const struct js_value *v = js_json_parse_source(js, m->tree.src);
    if (v)
        js_define(js, m->object, STR("exports"), v->span, v);
    return v;
}

/* The module at the path, loaded now or before; NULL where thrown. */
struct js_module *js_load_module(struct js *js, struct str path, struct span span) {
    struct err err = {0};
    for (size_t i = 0; i < js->modules.n; i++)
        if (str_eq(js->modules.at[i]->path, path))
            return js->modules.at[i];
    if (js->depth + 40 > JS_EVAL_DEPTH || js->modules.n > 500) {
        (void)js_fatal(js, span, "too many modules are loaded from here");
        return NULL;
    }
    const struct source *src = front_source(js->f, path, &err);
    if (!src) {
        (void)js_throw(js, span, "Error", "Cannot find module: %s", err.msg);
        return NULL;
    }
    struct js_module *m = js_module_new(js, src);
    js->depth += 20;
    bool ok = m->is_json ? load_json(js, m) != NULL : js_module_run(js, m);
    js->depth -= 20;
    return ok ? m : NULL;
}

static int compare_export(const void *x, const void *y) {
    return str_cmp(((const struct js_export *)x)->name, ((const struct js_export *)y)->name);
}

static bool mentions(const struct js_tree *t, const struct js_node *n, struct str name) {
    if ((n->kind == JS_N_IDENTIFIER || n->kind == JS_N_SHORTHAND_PATTERN) &&
        str_eq(js_node_text(t, n), name))
        return true;
    for (const struct js_node *c = n->first; c; c = c->next)
        if (mentions(t, c, name))
            return true;
    return false;
}

/* True where something below n assigns to that name. */
static bool is_assigned(const struct js_tree *t, const struct js_node *n, struct str name) {
    bool assigns = n->kind == JS_N_ASSIGNMENT || n->kind == JS_N_AUGMENTED ||
                   n->kind == JS_N_UPDATE || n->kind == JS_N_FOR_IN_STATEMENT;
    const struct js_node *left = assigns ? js_node_field(n, JS_F_LEFT) : NULL;
    if (assigns && mentions(t, left ? left : n, name))
        return true;
    for (const struct js_node *c = n->first; c; c = c->next)
        if (is_assigned(t, c, name))
            return true;
    return false;
}

/* True where the export has its value and keeps it. */
static bool is_settled(const struct js *js, const struct js_binding *b) {
    for (size_t i = 0; b->value && !b->is_const && i < js->modules.n; i++) {
        const struct js_module *m = js->modules.at[i];
        if (m->scope && js_binding_find(m->scope, b->name, true) == b &&
            is_assigned(&m->tree, m->tree.root, b->name))
            return false;
    }
    return b->value != NULL;
}

/* A module's namespace: its exports in the order of their names. In Node it shows what the exports
 * are when they are read; what may be another value then is unknown here. */
const struct js_value *js_namespace_of(struct js *js, struct js_module *m, struct span span) {
    if (m->is_loading)
        return js_maybe_own(js,
                            js_unknown(js, span, "ecoc does not evaluate this import in a cycle"),
                            JS_OURS_OBJECT);
    struct js_object *ns = js_object_new(js, JS_PLAIN);
    struct js_export *sorted = arena_array(js->arena, struct js_export, m->exports.n);
    if (m->exports.n)
        memcpy(sorted, m->exports.at, m->exports.n * sizeof *sorted);
    qsort(sorted, m->exports.n, sizeof *sorted, compare_export);
    for (size_t i = 0; i < m->exports.n; i++) {
        const struct js_binding *b = sorted[i].binding;
        while (b->alias)
            b = b->alias;
        const struct js_value *v = b->value;
        if (js->module && !is_settled(js, b))
            v = js_maybe_own(js,
                             js_unknown(js, span,
                                        "the export '%.*s' changes while the configuration is read",
                                        STR_ARG(sorted[i].name)),
                             JS_OURS_OBJECT);
        v = v ? v : js_undefined(js->arena, span);
        js_define(js, ns, sorted[i].name, v->span, v);
    }
    ns->is_frozen = true;
    return js_object_value(js->arena, ns, span);
}

struct js_binding *js_find_export(const struct js_module *m, struct str name) {
    for (size_t i = 0; i < m->exports.n; i++)
        if (str_eq(m->exports.at[i].name, name))
            return m->exports.at[i].binding;
    return NULL;
}

const struct js_value *js_module_value(struct js *js, struct js_module *m, struct span span) {
    if (!m->is_esm || (js_is_typescript(m->path) && !m->exports.n))
        return js_prop_find(m->object, STR("exports"))
                   ? js_prop_find(m->object, STR("exports"))->value
                   : js_undefined(js->arena, span);
    const struct js_binding *b = js_find_export(m, STR("default"));
    while (b && b->alias)
        b = b->alias;
    return b && b->value ? b->value : js_namespace_of(js, m, span);
}

static const struct js_value *not_found(struct js *js, struct str name, struct span span) {
    (void)js_throw(js, span, "Error", "Cannot find module '%.*s'", STR_ARG(name));
    js_define(js, js->thrown->object, STR("code"), span,
              js_string(js->arena, STR("MODULE_NOT_FOUND"), span));
    return NULL;
}

static const struct js_value *package(struct js *js, struct str name, struct span span) {
    js->may_throw = true;
    if (str_starts(name, STR("dotenv")))
        return js_dotenv_module(js, name, span);
    if (str_starts(name, STR("lodash")))
        return js_lodash_module(js, name, span);
    return js_unmodelled(js, span, "", arena_fmt(js->arena, "the package '%.*s'", STR_ARG(name)));
}

/* What is not in the repository is not read; without a repository, files are where they are. */
const struct js_value *js_module_refused(struct js *js, struct str path, struct span span) {
    if (!js->f->files || !files_repository(js->f->files, js->arena, js->modules.at[0]->dir).n)
        return NULL;
    const struct js_value *refused = js_file_refused(js, path, span);
    js->may_throw = js->may_throw || refused;
    return refused;
}

const struct js_value *js_require(struct js *js, struct str name, struct span span) {
    struct str path;
    if (!js_is_relative(name)) {
        const struct js_value *core = js_core_module(js, name, span);
        return core ? core : package(js, name, span);
    }
    if (!js_resolve_path(js, name, &path)) {
        struct str folder = path_join(js->arena, js->module->dir, name);
        const struct js_value *hidden = js_module_refused(js, folder, span);
        if (hidden)
            return hidden;
        if (is_file(js, arena_fmt(js->arena, "%.*s/package.json", STR_ARG(folder))) ||
            is_file(js, arena_fmt(js->arena, "%.*s.node", STR_ARG(folder))))
            return js_unknown(js, span, "ecoc does not load '%.*s' as a package", STR_ARG(name));
        return not_found(js, name, span);
    }
    const struct js_value *refused = js_module_refused(js, path, span);
    struct js_module *m = refused ? NULL : js_load_module(js, path, span);
    if (!m)
        return refused;
    if (m->is_esm)
        return js_namespace_of(js, m, span);
    return js_module_value(js, m, span);
}

/* ---- require.resolve and its like ---- */

static const struct js_value *require_resolve(struct js *js, const struct js_call *call) {
    const struct js_value *v = js_arg(call, 0);
    struct str path;
    if (v->kind != JS_STRING || call->n > 1)
        return js_decline(js, call);
    if (!js_is_relative(v->string) && js_core_module(js, v->string, call->span))
        return v;
    if (!js_is_relative(v->string)) {
        js->may_throw = true;
        return js_unknown(js, call->span, "where the package '%.*s' is installed is not known",
                          STR_ARG(v->string));
    }
    if (js_resolve_path(js, v->string, &path)) {
        const struct js_value *refused = js_module_refused(js, path, call->span);
        return refused ? refused : js_own_path(js, path, call->span);
    }
    return js_require(js, v->string, call->span); /* why it is not found */
}

static const struct js_value *require_main(struct js *js, const struct js_call *call) {
    struct js_object *o = js_object_new(js, JS_OPAQUE);
    o->what = STR("the main module");
    return js_object_value(js->arena, o, call->span);
}

static const struct js_value *require_cache(struct js *js, const struct js_call *call) {
    struct js_object *o = js_object_new(js, JS_OPAQUE);
    o->what = STR("require.cache");
    o->table = &js_table_module_cache;
    return js_object_value(js->arena, o, call->span);
}

void js_forget_module(struct js *js, struct str path, struct span span) {
    if (js->level)
        js_poison(js, js_unknown(js, span, "a module is forgotten under a condition"));
    for (size_t i = 1; i < js->modules.n; i++)
        if (str_eq(js->modules.at[i]->path, path) && !js->modules.at[i]->is_loading) {
            if (js->modules.at[i]->is_esm)
                js_poison(js, js_unknown(js, span, "an ES module is taken from require.cache"));
            memmove(&js->modules.at[i], &js->modules.at[i + 1],
                    (js->modules.n - i - 1) * sizeof *js->modules.at);
            js->modules.n--;
            return;
        }
}

static const struct js_row cache_rows[] = {{"constructor", JS_ROW_VALUE, NULL}};
JS_TABLE(module_cache, "require.cache", false, cache_rows);

static const struct js_row require_rows[] = {
    {"resolve", JS_ROW_PURE, require_resolve},
    {"main", JS_ROW_VALUE, require_main},
    {"cache", JS_ROW_VALUE, require_cache},
    {"extensions", JS_ROW_VALUE, NULL},
};
JS_TABLE(require, "require", true, require_rows);
