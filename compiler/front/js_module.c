/* Modules: which file a name means, what its scope holds, what it exports. Everything is read
 * through f->files, so that an old revision's configuration requires old files. */
#include <stdlib.h>

#include "compiler/front/js_builtin.h"
#include "compiler/front/js_json.h"

static bool is_relative(struct str name) {
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
static bool resolve_path(struct js *js, struct str name, struct str *path) {
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
static struct js_module *load_module(struct js *js, struct str path, struct span span) {
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
static const struct js_value *namespace_of(struct js *js, struct js_module *m, struct span span) {
    if (m->is_loading)
        return js_unknown(js, span, "ecoc does not evaluate this import in a cycle");
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
            v = js_unknown(js, span, "the export '%.*s' changes while the configuration is read",
                           STR_ARG(sorted[i].name));
        v = v ? v : js_undefined(js->arena, span);
        js_define(js, ns, sorted[i].name, v->span, v);
    }
    ns->is_frozen = true;
    return js_object_value(js->arena, ns, span);
}

static struct js_binding *find_export(const struct js_module *m, struct str name) {
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
    const struct js_binding *b = find_export(m, STR("default"));
    while (b && b->alias)
        b = b->alias;
    return b && b->value ? b->value : namespace_of(js, m, span);
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
    return js_unmodelled(js, span, "", arena_fmt(js->arena, "the package '%.*s'", STR_ARG(name)));
}

/* What is not in the repository is not read; without a repository, files are where they are. */
static const struct js_value *module_refused(struct js *js, struct str path, struct span span) {
    if (!js->f->files || !files_repository(js->f->files, js->arena, js->modules.at[0]->dir).n)
        return NULL;
    const struct js_value *refused = js_file_refused(js, path, span);
    js->may_throw = js->may_throw || refused;
    return refused;
}

const struct js_value *js_require(struct js *js, struct str name, struct span span) {
    struct str path;
    if (!is_relative(name)) {
        const struct js_value *core = js_core_module(js, name, span);
        return core ? core : package(js, name, span);
    }
    if (!resolve_path(js, name, &path)) {
        struct str folder = path_join(js->arena, js->module->dir, name);
        const struct js_value *hidden = module_refused(js, folder, span);
        if (hidden)
            return hidden;
        if (is_file(js, arena_fmt(js->arena, "%.*s/package.json", STR_ARG(folder))) ||
            is_file(js, arena_fmt(js->arena, "%.*s.node", STR_ARG(folder))))
            return js_unknown(js, span, "ecoc does not load '%.*s' as a package", STR_ARG(name));
        return not_found(js, name, span);
    }
    const struct js_value *refused = module_refused(js, path, span);
    struct js_module *m = refused ? NULL : load_module(js, path, span);
    if (!m)
        return refused;
    if (m->is_esm)
        return namespace_of(js, m, span);
    return js_module_value(js, m, span);
}

/* ---- ESM ---- */

static bool string_of(struct js *js, const struct js_node *n, struct str *out) {
    if (n->kind != JS_N_STRING) {
        *out = js_source(js, n);
        return true;
    }
    const struct js_value *v = js_eval(js, n, js->module->scope);
    if (v)
        *out = v->string;
    return v != NULL;
}

/* An imported module: of ours (m) or a value. False where thrown. */
static bool import_source(struct js *js, const struct js_node *n, struct js_module **m,
                          const struct js_value **v) {
    const struct js_node *source = js_node_field(n, JS_F_SOURCE);
    struct str name, path;
    if (!source || !string_of(js, source, &name))
        return false;
    *m = NULL;
    if (is_relative(name) && resolve_path(js, name, &path) &&
        !module_refused(js, path, js_span(js, source))) {
        *m = load_module(js, path, js_span(js, source));
        if (*m && !(*m)->is_esm)
            *v = js_module_value(js, *m, js_span(js, source));
        return *m != NULL;
    }
    *v = js_require(js, name, js_span(js, source));
    return *v != NULL;
}

static bool bind_import(struct js *js, struct str local, struct str name, struct js_module *m,
                        const struct js_value *v, const struct js_node *at) {
    struct js_scope *s = js->module->scope;
    struct span span = js_span(js, at);
    if (js_binding_find(s, local, true))
        return js_throw(js, span, "SyntaxError", "Identifier '%.*s' has already been declared",
                        STR_ARG(local)) != NULL;
    struct js_binding *b = js_declare(js, s, local, NULL, true, true);
    if (m && m->is_esm) {
        struct js_binding *from = find_export(m, name);
        bool is_type = js_is_typescript(js->module->path); /* perhaps only a type */
        if (!from && !m->is_loading && !is_type)
            return js_throw(js, span, "SyntaxError",
                            "The requested module does not provide an export named '%.*s'",
                            STR_ARG(name)) != NULL;
        if (from)
            b->alias = from;
        else
            b->value =
                js_maybe_own(js,
                             js_unknown(js, span,
                                        is_type ? "this import is perhaps a type"
                                                : "ecoc does not evaluate this import in a cycle"),
                             true);
        return true;
    }
    if (str_eqz(name, "default")) {
        b->value = v;
        return true;
    }
    b->value = js_get(js, v, name, span);
    if (b->value && b->value->kind == JS_UNDEFINED && !b->value->late &&
        !js_is_typescript(js->module->path))
        return js_throw(js, span, "SyntaxError",
                        "The requested module does not provide an export named '%.*s'",
                        STR_ARG(name)) != NULL;
    return b->value != NULL;
}

static bool import_named(struct js *js, const struct js_node *list, struct js_module *m,
                         const struct js_value *v) {
    for (const struct js_node *c = list->first; c; c = c->next) {
        const struct js_node *name = js_node_field(c, JS_F_NAME);
        const struct js_node *alias = js_node_field(c, JS_F_ALIAS);
        struct str from, local;
        if (!name || !string_of(js, name, &from) || !string_of(js, alias ? alias : name, &local) ||
            !bind_import(js, local, from, m, v, c))
            return false;
    }
    return true;
}

static bool import_clause(struct js *js, const struct js_node *clause, struct js_module *m,
                          const struct js_value *v) {
    for (const struct js_node *c = clause->first; c; c = c->next) {
        if (c->kind == JS_N_IDENTIFIER) {
            if (!bind_import(js, js_source(js, c), STR("default"), m, v, c))
                return false;
        } else if (c->kind == JS_N_NAMED_IMPORTS) {
            if (!import_named(js, c, m, v))
                return false;
        } else if (c->kind == JS_N_NAMESPACE_IMPORT && c->first) {
            const struct js_value *ns = m && m->is_esm ? namespace_of(js, m, js_span(js, c)) : v;
            if (!bind_import(js, js_source(js, c->first), STR("default"), NULL, ns, c))
                return false;
        }
    }
    return true;
}

static void add_export(struct js *js, struct str name, struct js_binding *b) {
    struct js_export e = {.name = name, .binding = b};
    for (size_t i = 0; i < js->module->exports.n; i++)
        if (js->module->exports.at[i].is_star && str_eq(js->module->exports.at[i].name, name)) {
            js->module->exports.at[i] = e;
            return;
        }
    VEC_PUSH(js->arena, &js->module->exports, e);
}

/* `export { a as b }`, with or without `from`. */
static bool export_clause(struct js *js, const struct js_node *n, const struct js_node *clause) {
    struct js_module *m = NULL;
    const struct js_value *v = NULL;
    bool from = js_node_field(n, JS_F_SOURCE) != NULL;
    if (from && !import_source(js, n, &m, &v))
        return false;
    for (const struct js_node *c = clause->first; c; c = c->next) {
        const struct js_node *name = js_node_field(c, JS_F_NAME);
        const struct js_node *alias = js_node_field(c, JS_F_ALIAS);
        struct str local, shown;
        if (!string_of(js, name, &local) || !string_of(js, alias ? alias : name, &shown))
            return false;
        struct js_binding *b = from ? (m ? find_export(m, local) : NULL)
                                    : js_binding_find(js->module->scope, local, true);
        if (!b && from) {
            b = arena_new(js->arena, struct js_binding);
            b->value = v ? js_get(js, v, local, js_span(js, c)) : NULL;
            if (!b->value)
                return false;
        }
        if (!b)
            return js_throw(js, js_span(js, c), "SyntaxError",
                            "Export '%.*s' is not defined in module", STR_ARG(local)) != NULL;
        add_export(js, shown, b);
    }
    return true;
}

/* `export * from` and `export * as ns from`; of a CommonJS module the names are not known. */
static bool export_star(struct js *js, const struct js_node *n) {
    const struct js_node *space = NULL;
    struct js_module *m = NULL;
    const struct js_value *v = NULL;
    for (const struct js_node *c = n->first; c; c = c->next)
        space = c->kind == JS_N_NAMESPACE_EXPORT ? c : space;
    if (js_node_field(n, JS_F_SOURCE) && !import_source(js, n, &m, &v))
        return false;
    if (!m || !m->is_esm || m->is_loading || (space && !space->first)) {
        js_poison(js, js_unknown(js, js_span(js, n), "ecoc does not evaluate this `export *`"));
        return true;
    }
    if (space) {
        struct js_binding *b = arena_new(js->arena, struct js_binding);
        b->value = namespace_of(js, m, js_span(js, n));
        add_export(js, js_source(js, space->first), b);
    }
    for (size_t i = 0; !space && i < m->exports.n; i++) {
        struct js_export e = m->exports.at[i];
        const struct js_binding *old = find_export(js->module, e.name);
        e.is_star = true;
        if (!old && !str_eqz(e.name, "default"))
            VEC_PUSH(js->arena, &js->module->exports, e);
        else if (old && old != e.binding && !str_eqz(e.name, "default")) /* ambiguous, or its own */
            js_poison(js,
                      js_unknown(js, js_span(js, n), "`%.*s` is exported twice", STR_ARG(e.name)));
    }
    return true;
}

static void export_declared(struct js *js, const struct js_node *n) {
    if (n->kind == JS_N_IDENTIFIER || n->kind == JS_N_SHORTHAND_PATTERN) {
        struct js_binding *b = js_binding_find(js->module->scope, js_source(js, n), true);
        if (b)
            add_export(js, b->name, b);
        return;
    }
    if (n->kind == JS_N_PAIR_PATTERN) {
        export_declared(js, js_node_field(n, JS_F_VALUE));
        return;
    }
    if (n->kind == JS_N_ASSIGNMENT_PATTERN || n->kind == JS_N_OBJECT_ASSIGNMENT_PATTERN) {
        export_declared(js, js_node_field(n, JS_F_LEFT));
        return;
    }
    for (const struct js_node *c = n->first; c; c = c->next)
        export_declared(js, c);
}

static bool export_default(struct js *js, const struct js_node *n, struct js_scope *s) {
    const struct js_node *value = js_node_field(n, JS_F_VALUE);
    const struct js_node *declared = js_node_field(n, JS_F_DECLARATION);
    const struct js_node *name = declared ? js_node_field(declared, JS_F_NAME) : NULL;
    struct js_binding *b = arena_new(js->arena, struct js_binding);
    if (declared && declared->kind == JS_N_CLASS_DECLARATION)
        b->value =
            js_maybe_own(js, js_unmodelled(js, js_head(js, declared), "", STR("classes")), true);
    else if (declared && name)
        b = js_binding_find(s, js_source(js, name), true);
    else if (declared)
        b->value =
            js_object_value(js->arena, js_function_new(js, declared, s), js_span(js, declared));
    else
        b->value = js_eval(js, value, s);
    if (!b || !b->value)
        return false;
    add_export(js, STR("default"), b);
    return true;
}

bool js_import_export(struct js *js, const struct js_node *n, struct js_scope *s) {
    const struct js_node *declared = js_node_field(n, JS_F_DECLARATION);
    if (n->kind == JS_N_IMPORT_STATEMENT)
        return true; /* linked before the first statement ran */
    if (js_node_marked(n, JS_T_DEFAULT))
        return export_default(js, n, s);
    if (declared) {
        if (js_exec(js, declared, s).flow == JS_THROW)
            return false;
        if (declared->kind == JS_N_LEXICAL_DECLARATION ||
            declared->kind == JS_N_VARIABLE_DECLARATION) {
            for (const struct js_node *d = declared->first; d; d = d->next)
                if (js_node_field(d, JS_F_NAME))
                    export_declared(js, js_node_field(d, JS_F_NAME));
        } else if (js_node_field(declared, JS_F_NAME)) {
            export_declared(js, js_node_field(declared, JS_F_NAME));
        }
        return true;
    }
    for (const struct js_node *c = n->first; c; c = c->next)
        if (c->kind == JS_N_EXPORT_CLAUSE)
            return export_clause(js, n, c);
    return export_star(js, n);
}

bool js_link_imports(struct js *js, struct js_module *m) {
    for (const struct js_node *n = m->tree.root->first; n; n = n->next) {
        struct js_module *from = NULL;
        const struct js_value *v = NULL;
        if (n->kind != JS_N_IMPORT_STATEMENT)
            continue;
        if (!js_node_field(n, JS_F_SOURCE)) {
            js_poison(js, js_unknown(js, js_span(js, n), "ecoc does not evaluate this import"));
            continue;
        }
        if (!import_source(js, n, &from, &v))
            return false;
        for (const struct js_node *c = n->first; c; c = c->next)
            if (c->kind == JS_N_IMPORT_CLAUSE && !import_clause(js, c, from, v))
                return false;
    }
    return true;
}

static const struct js_value *file_url(struct js *js, struct str path, struct span span) {
    const struct js_value *scheme = js_string(js->arena, STR("file://"), span);
    const struct late *late = js_late_concat(js, scheme, js_own_path(js, path, span));
    const struct js_value *v =
        js_string(js->arena, arena_fmt(js->arena, "file://%.*s", STR_ARG(path)), span);
    return late ? js_with_late(js->arena, v, late) : v;
}

/* import.meta: paths that need no escapes in a URL. */
const struct js_value *js_meta(struct js *js, struct span span) {
    struct js_object *meta = js_object_new(js, JS_PLAIN);
    struct str path = js->module->path;
    bool plain = true;
    for (size_t i = 0; i < path.n; i++)
        plain =
            plain && path.p[i] > ' ' && path.p[i] < 127 && !strchr("%\\\"<>`{}?#^|[]", path.p[i]);
    js_define(js, meta, STR("dirname"), span, js_own_path(js, js->module->dir, span));
    js_define(js, meta, STR("filename"), span, js_own_path(js, path, span));
    js_define(js, meta, STR("url"), span,
              plain ? file_url(js, path, span)
                    : js_unknown(js, span, "ecoc does not write this path as a URL"));
    meta->open = js_unknown(js, span, "ecoc does not evaluate this of import.meta");
    return js_object_value(js->arena, meta, span);
}
