/* Modules of the language's own: import, export, import.meta. */
#include "compiler/front/js_builtin.h"
#include "compiler/front/js_module.h"

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
    if (js_is_relative(name) && js_resolve_path(js, name, &path) &&
        !js_module_refused(js, path, js_span(js, source))) {
        *m = js_load_module(js, path, js_span(js, source));
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
        struct js_binding *from = js_find_export(m, name);
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
                             JS_OURS_OBJECT);
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
            const struct js_value *ns = m && m->is_esm ? js_namespace_of(js, m, js_span(js, c)) : v;
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
        struct js_binding *b = from ? (m ? js_find_export(m, local) : NULL)
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
        b->value = js_namespace_of(js, m, js_span(js, n));
        add_export(js, js_source(js, space->first), b);
    }
    for (size_t i = 0; !space && i < m->exports.n; i++) {
        struct js_export e = m->exports.at[i];
        const struct js_binding *old = js_find_export(js->module, e.name);
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
    if (declared && declared->kind == JS_N_CLASS_DECLARATION && name) {
        if (js_exec(js, declared, s).flow == JS_THROW)
            return false;
        b = js_binding_find(s, js_source(js, name), true);
    } else if (declared && declared->kind == JS_N_CLASS_DECLARATION)
        b->value = js_eval_class(js, declared, s);
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
