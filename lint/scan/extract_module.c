/* What comes into a file and what goes out of it: import, require, export, module.exports. */
#include "lint/scan/extract_in.h"

/* ---- in ------------------------------------------------------------------------------------ */

static uint32_t import_add(struct extract *x, struct js_node *source, struct str name,
                           struct str local, struct where p) {
    struct str module;
    (void)node_string(x, source, &module);
    uint32_t index = FACT_PUSH(x, imports);
    struct fact_import *i = &x->facts->imports.at[index];
    i->module = fact_put(x, module);
    i->name = fact_put(x, name);
    i->local = fact_put(x, local);
    i->span = node_span(source);
    i->guard = FACT_NONE;
    i->is_dynamic = p.function != 0;
    return index;
}

static uint32_t import_bind(struct extract *x, struct js_node *source, struct str name,
                            struct js_node *local, struct where p) {
    uint32_t index = import_add(x, source, name, node_text(x, local), p);
    struct binding *b = scope_bind(x, p.scope, node_text(x, local), BIND_IMPORT);
    b->kind = BIND_IMPORT;
    b->at = local;
    b->index = index;
    b->flags |= BIND_CONST;
    return index;
}

static void import_specifiers(struct extract *x, struct js_node *list, struct js_node *source,
                              struct where p) {
    for (struct js_node *c = list->first; c; c = c->next) {
        struct js_node *name = node_field(c, JS_F_NAME), *alias = node_field(c, JS_F_ALIAS);
        if (c->kind != JS_N_IMPORT_SPECIFIER || !name)
            continue;
        uint32_t index = import_bind(x, source, node_key(x, name), alias ? alias : name, p);
        x->facts->imports.at[index].is_type = js_node_marked(c, JS_T_TYPE);
    }
}

static void import_clause(struct extract *x, struct js_node *clause, struct js_node *source,
                          struct where p) {
    for (struct js_node *c = clause->first; c; c = c->next) {
        if (c->kind == JS_N_IDENTIFIER)
            (void)import_bind(x, source, STR("default"), c, p);
        else if (c->kind == JS_N_NAMESPACE_IMPORT && c->first)
            (void)import_bind(x, source, STR("*"), c->first, p);
        else if (c->kind == JS_N_NAMED_IMPORTS)
            import_specifiers(x, c, source, p);
    }
}

void declare_import(struct extract *x, struct js_node *n, struct where p) {
    struct js_node *source = node_field(n, JS_F_SOURCE);
    uint32_t first = x->facts->imports.n;
    struct str module;
    for (struct js_node *c = n->first; c && !source; c = c->next)
        if (c->kind == JS_N_OTHER && node_string(x, node_field(c, JS_F_SOURCE), &module) &&
            c->first)
            (void)import_bind(x, node_field(c, JS_F_SOURCE), STR("*"), c->first, p);
    if (!source || source->kind != JS_N_STRING)
        return;
    for (struct js_node *c = n->first; c; c = c->next)
        if (c->kind == JS_N_IMPORT_CLAUSE)
            import_clause(x, c, source, p);
    if (x->facts->imports.n == first)
        (void)import_add(x, source, (struct str){NULL, 0}, (struct str){NULL, 0}, p);
    for (uint32_t i = first; i < x->facts->imports.n; i++)
        x->facts->imports.at[i].is_type |= js_node_marked(n, JS_T_TYPE);
}

/* The call of require or import below wrappers: __importDefault(require('x')), await import('x'). */
static struct js_node *require_call(const struct extract *x, struct js_node *n) {
    static const char *const wrappers[] = {"__importDefault", "__importStar",
                                           "_interopRequireDefault", "_interopRequireWildcard"};
    n = node_settled(n);
    for (int depth = 0; n && n->kind == JS_N_CALL && depth < 3; depth++) {
        struct js_node *callee = node_callee(n), *first = node_argument(n, 0);
        struct str text;
        if (!callee)
            return NULL;
        if (callee->kind == JS_N_IMPORT || node_is(x, callee, "require"))
            return node_string(x, first, &text) ? n : NULL;
        struct js_node *name =
            callee->kind == JS_N_MEMBER ? node_field(callee, JS_F_PROPERTY) : callee;
        bool is_wrapper = false;
        for (size_t i = 0; i < ARRAY_LEN(wrappers); i++)
            is_wrapper |= node_is(x, name, wrappers[i]);
        n = is_wrapper ? node_settled(first) : NULL;
    }
    return NULL;
}

bool require_module(const struct extract *x, struct js_node *n, struct str *module) {
    struct js_node *call = require_call(x, n);
    return call && node_string(x, node_argument(call, 0), module);
}

static void require_pattern(struct extract *x, struct js_node *pattern, struct js_node *source,
                            struct where p) {
    for (struct js_node *c = pattern->first; c; c = c->next) {
        struct js_node *local = c, *key = c;
        if (c->kind == JS_N_PAIR_PATTERN) {
            key = node_field(c, JS_F_KEY);
            local = node_field(c, JS_F_VALUE);
        } else if (c->kind == JS_N_REST_PATTERN || c->kind == JS_N_OBJECT_ASSIGNMENT_PATTERN) {
            local = key = c->first;
        }
        if (local && local->kind == JS_N_ASSIGNMENT_PATTERN)
            local = node_field(local, JS_F_LEFT);
        bool is_name = local && key &&
                       (local->kind == JS_N_IDENTIFIER || local->kind == JS_N_SHORTHAND_PATTERN);
        if (is_name)
            (void)import_bind(x, source, c->kind == JS_N_REST_PATTERN ? STR("*") : node_key(x, key),
                              local, p);
    }
}

bool declare_require(struct extract *x, struct js_node *name, struct js_node *value,
                     struct where p) {
    struct js_node *bare = node_settled(value), *call = require_call(x, bare);
    struct str member = STR("*");
    if (!call && bare && bare->kind == JS_N_MEMBER) {
        call = require_call(x, node_field(bare, JS_F_OBJECT));
        member = node_key(x, node_field(bare, JS_F_PROPERTY));
    }
    if (!call)
        return false;
    struct js_node *source = node_argument(call, 0);
    uint32_t first = x->facts->imports.n;
    if (name->kind == JS_N_IDENTIFIER)
        (void)import_bind(x, source, member, name, p);
    else if (name->kind == JS_N_OBJECT_PATTERN && str_eqz(member, "*"))
        require_pattern(x, name, source, p);
    if (x->facts->imports.n == first)
        return false;
    call->tag = first + 1;
    return true;
}

void declare_require_call(struct extract *x, struct js_node *n, struct where p) {
    struct js_node *callee = node_callee(n);
    struct str module;
    bool is_require = n->kind == JS_N_CALL && callee &&
                      (callee->kind == JS_N_IMPORT || node_is(x, callee, "require"));
    if (!is_require || n->tag || !node_string(x, node_argument(n, 0), &module))
        return;
    n->tag = import_add(x, node_argument(n, 0), STR("*"), (struct str){NULL, 0}, p) + 1;
    x->facts->imports.at[n->tag - 1].is_dynamic |= callee->kind == JS_N_IMPORT;
}

/* ---- out ----------------------------------------------------------------------------------- */

static uint32_t export_add(struct extract *x, struct str name, struct str local, struct str module,
                           struct js_node *value) {
    uint32_t index = FACT_PUSH(x, exports);
    struct fact_export *e = &x->facts->exports.at[index];
    e->name = fact_put(x, name);
    e->local = fact_put(x, local);
    e->module = fact_put(x, module);
    e->function = e->klass = e->state = e->guard = FACT_NONE;
    VEC_PUSH(x->arena, &x->given, ((struct given){0, value}));
    return index;
}

static const struct str none = {NULL, 0};

static void export_names(struct extract *x, struct js_node *pattern) {
    if (pattern->kind == JS_N_IDENTIFIER || pattern->kind == JS_N_SHORTHAND_PATTERN) {
        (void)export_add(x, node_text(x, pattern), node_text(x, pattern), none, pattern);
        return;
    }
    for (struct js_node *c = pattern->first; c; c = c->next) {
        bool is_value = c->field == JS_F_RIGHT || c->field == JS_F_KEY;
        if (!is_value)
            export_names(x, c);
    }
}

static void export_declaration(struct extract *x, struct js_node *n, bool is_default) {
    struct js_node *name = node_field(n, JS_F_NAME);
    bool is_list = n->kind == JS_N_LEXICAL_DECLARATION || n->kind == JS_N_VARIABLE_DECLARATION;
    for (struct js_node *c = n->first; is_list && c; c = c->next)
        if (c->kind == JS_N_VARIABLE_DECLARATOR && node_field(c, JS_F_NAME))
            export_names(x, node_field(c, JS_F_NAME));
    if (is_default || (!is_list && name))
        (void)export_add(x, is_default ? STR("default") : node_text(x, name),
                         name ? node_text(x, name) : none, none, n);
}

static void export_specifiers(struct extract *x, struct js_node *clause, struct str module) {
    for (struct js_node *c = clause->first; c; c = c->next) {
        struct js_node *name = node_field(c, JS_F_NAME), *alias = node_field(c, JS_F_ALIAS);
        if (c->kind == JS_N_EXPORT_SPECIFIER && name)
            (void)export_add(x, node_key(x, alias ? alias : name), node_key(x, name), module,
                             module.n ? NULL : name);
    }
}

static void export_from(struct extract *x, struct js_node *n, struct str module) {
    bool has_clause = false;
    for (struct js_node *c = n->first; c; c = c->next) {
        if (c->kind == JS_N_EXPORT_CLAUSE)
            export_specifiers(x, c, module);
        else if (c->kind == JS_N_NAMESPACE_EXPORT && c->first)
            (void)export_add(x, node_key(x, c->first), STR("*"), module, NULL);
        has_clause |= c->kind == JS_N_EXPORT_CLAUSE || c->kind == JS_N_NAMESPACE_EXPORT;
    }
    if (!has_clause && module.n)
        (void)export_add(x, STR("*"), STR("*"), module, NULL);
}

/* The tree keeps no `=` of `export = x`; what else it may be has a declaration, value or clause. */
void declare_export(struct extract *x, struct js_node *n, struct where p) {
    struct js_node *declaration = node_field(n, JS_F_DECLARATION),
                   *value = node_field(n, JS_F_VALUE);
    bool is_default = js_node_marked(n, JS_T_DEFAULT);
    struct str module = none;
    if (js_node_marked(n, JS_T_TYPE))
        return;
    for (struct js_node *c = n->first; c; c = c->next) {
        if (c->kind == JS_N_DECORATOR)
            declare_node(x, c, p);
        else if (!declaration && !value && c->kind == JS_N_IDENTIFIER)
            value = c;
    }
    if (declaration) {
        declare_node(x, declaration, p);
        export_declaration(x, declaration, is_default);
    } else if (value) {
        (void)declare_value(x, value, p, FN_OTHER, NULL);
        (void)export_add(x, STR("default"), node_path(x, value), none, value);
    } else {
        (void)node_string(x, node_field(n, JS_F_SOURCE), &module);
        export_from(x, n, module);
    }
}

static void export_object(struct extract *x, struct js_node *object) {
    for (struct js_node *c = object->first; c; c = c->next) {
        struct js_node *value = c;
        struct str name = none, module;
        if (c->kind == JS_N_PAIR) {
            name = node_key(x, node_field(c, JS_F_KEY));
            value = node_field(c, JS_F_VALUE);
        } else if (c->kind == JS_N_METHOD_DEFINITION) {
            name = node_key(x, node_field(c, JS_F_NAME));
        } else if (c->kind == JS_N_SHORTHAND_PROPERTY_IDENTIFIER) {
            name = node_text(x, c);
        } else if (c->kind == JS_N_SPREAD_ELEMENT && require_module(x, c->first, &module)) {
            (void)export_add(x, STR("*"), STR("*"), module, NULL);
        }
        if (name.n)
            (void)export_add(x, name, node_path(x, value), none, value);
    }
}

/* module.exports = X: the default, and the keys of X. */
static void export_module(struct extract *x, struct js_node *value) {
    struct str module;
    if (require_module(x, value, &module)) {
        (void)export_add(x, STR("default"), STR("default"), module, NULL);
        (void)export_add(x, STR("*"), STR("*"), module, NULL);
        return;
    }
    (void)export_add(x, STR("default"), node_path(x, value), none, value);
    struct js_node *bare = node_bare(value);
    const struct binding *b = binding_of(x, bare);
    if (b && b->kind == BIND_VAR && b->init)
        bare = b->init;
    if (bare->kind == JS_N_OBJECT)
        export_object(x, bare);
}

bool export_assignment(struct extract *x, struct js_node *left, struct js_node *right) {
    struct js_node *value = node_bare(right);
    while (value && value->kind == JS_N_ASSIGNMENT) /* exports = module.exports = X */
        value = node_bare(node_field(value, JS_F_RIGHT));
    struct str path = left->kind == JS_N_MEMBER ? node_path(x, left) : none;
    struct str prefix =
        str_starts(path, STR("module.exports")) ? STR("module.exports") : STR("exports");
    if (!value || !str_starts(path, prefix) || node_is(x, value, "void 0"))
        return false;
    struct str rest = str_skip(path, prefix.n);
    if (rest.n == 0 && prefix.n > 7)
        export_module(x, value);
    else if (rest.n > 1 && rest.p[0] == '.' && str_index(str_skip(rest, 1), '.') == rest.n - 1)
        (void)export_add(x, str_skip(rest, 1), node_path(x, value), none, value);
    else
        return false;
    return true;
}

/* ---- at the end, when states are known ----------------------------------------------------- */

static void settle_one(struct extract *x, struct fact_export *e, struct js_node *value) {
    struct js_node *bare = node_bare(value);
    const struct binding *b = binding_of(x, bare);
    uint32_t klass = class_of(x, bare);
    if (node_is_class(bare) && bare->tag)
        e->klass = bare->tag - 1;
    else if (b && b->kind == BIND_CLASS)
        e->klass = b->index;
    else if (klass != FACT_NONE)
        e->klass = klass; /* an instance: its methods are what is called */
    e->function = function_of(x, bare);
    if (b && b->kind == BIND_VAR)
        e->state = b->index;
    const struct binding *put = scope_own(x, x->exported, fact_str(x->facts, e->name));
    if (e->state == FACT_NONE && put)
        e->state = put->index;
    if (e->klass != FACT_NONE)
        x->facts->classes.at[e->klass].flags |= CLASS_EXPORTED;
    if (e->function != FACT_NONE)
        x->facts->functions.at[e->function].flags |= FN_EXPORTED;
    if (e->state != FACT_NONE)
        x->facts->states.at[e->state].flags |= STATE_EXPORTED;
    struct js_node *given = e->function == FACT_NONE ? bare : node_returned(x, e->function);
    x->function = e->function == FACT_NONE ? 0 : e->function;
    if (given && is_condition(x, given))
        e->guard = guard_of(x, given, false);
    x->function = 0;
}

/* An object handed out: its nested conditions too, as "cron.enabled". */
static void settle_keys(struct extract *x, struct js_node *object, struct str prefix, int depth) {
    for (struct js_node *c = object->first; c && depth < 4; c = c->next) {
        struct js_node *value = c->kind == JS_N_PAIR ? node_bare(node_field(c, JS_F_VALUE)) : NULL;
        if (!value)
            continue;
        struct str key = node_key(x, node_field(c, JS_F_KEY));
        struct str name =
            prefix.n ? arena_fmt(x->arena, "%.*s.%.*s", STR_ARG(prefix), STR_ARG(key)) : key;
        if (value->kind == JS_N_OBJECT) {
            settle_keys(x, value, name, depth + 1);
        } else if (is_condition(x, value)) {
            uint32_t guard = guard_of(x, value, false);
            uint32_t index = export_add(x, name, none, none, NULL);
            x->facts->exports.at[index].guard = guard;
        }
    }
}

void export_settle(struct extract *x) {
    x->guard = FACT_NONE;
    uint32_t n = x->facts->exports.n;
    for (uint32_t i = 0; i < n; i++) {
        struct js_node *value = x->given.at[i].value;
        if (!value)
            continue;
        settle_one(x, &x->facts->exports.at[i], value);
        struct js_node *bare = node_bare(value);
        const struct binding *b = binding_of(x, bare);
        bare = b && b->kind == BIND_VAR ? b->init : bare;
        if (bare && bare->kind == JS_N_OBJECT)
            settle_keys(x, bare, fact_str(x->facts, x->facts->exports.at[i].name), 0);
    }
}
