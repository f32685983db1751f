/* Methods, getters and setters, of object literals and of classes. */
#include "compiler/front/js_builtin.h"

/* A call in a getter that certainly changes nothing: of path, JSON and the like, or of a method
 * that only strings and lists have. */
static bool is_quiet_call(struct js *js, const struct js_node *n) {
    static const char *const owners[] = {"path", "String", "Number", "JSON", "Math", "parseInt"};
    static const char *const methods[] = {"toString", "toUpperCase", "toLowerCase", "trim",
                                          "replace",  "slice",       "split",       "includes",
                                          "join",     "startsWith",  "endsWith",    "padStart"};
    const struct js_node *callee = js_node_field(n, JS_F_FUNCTION), *owner = callee, *name = NULL;
    if (callee && callee->kind == JS_N_MEMBER) {
        owner = js_node_field(callee, JS_F_OBJECT);
        name = js_node_field(callee, JS_F_PROPERTY);
    }
    for (size_t i = 0; owner && owner->kind == JS_N_IDENTIFIER && i < ARRAY_LEN(owners); i++)
        if (str_eqz(js_source(js, owner), owners[i]))
            return true;
    for (size_t i = 0; name && i < ARRAY_LEN(methods); i++)
        if (str_eqz(js_source(js, name), methods[i]))
            return true;
    return false;
}

bool js_is_quiet(struct js *js, const struct js_node *n) {
    static const uint8_t writing[] = {
        JS_N_ASSIGNMENT, JS_N_AUGMENTED, JS_N_UPDATE,          JS_N_NEW,
        JS_N_AWAIT,      JS_N_YIELD,     JS_N_FOR_IN_STATEMENT};
    if ((n->kind == JS_N_CALL && !is_quiet_call(js, n)) || n->op == JS_T_DELETE ||
        memchr(writing, n->kind, sizeof writing))
        return false;
    for (const struct js_node *c = n->first; c; c = c->next)
        if (!js_is_quiet(js, c))
            return false;
    return true;
}

static const struct js_value *refuse_getter(struct js *js, struct js_object *o,
                                            const struct js_node *n) {
    const struct js_value *v = js_maybe_own(
        js, js_unknown(js, js_span(js, n), "ecoc does not evaluate this getter"), JS_OURS_OBJECT);
    js_open(js, o, v);
    if (js_could_write(js_node_field(n, JS_F_BODY)))
        js_poison(js, v);
    return v;
}

/* One half of an accessor: the other stays as it is. */
static void define_accessor(struct js *js, struct js_object *o, struct str key, struct span span,
                            const struct js_value *f, bool is_setter) {
    const struct js_prop *old = js_prop_find(o, key);
    const struct js_value *getter =
        old && old->is_getter ? old->value : js_undefined(js->arena, span);
    const struct js_value *setter = old && old->is_getter ? old->setter : NULL;
    js_define(js, o, key, span, is_setter ? getter : f);
    struct js_prop *p = js_prop_find(o, key);
    if (!p)
        return;
    p->is_getter = true;
    p->setter = is_setter ? f : setter;
}

bool js_add_method(struct js *js, struct js_object *o, const struct js_node *n, struct js_scope *s,
                   bool is_hidden) {
    const struct js_node *name = js_node_field(n, JS_F_NAME);
    const struct js_value *unknown = NULL, *v;
    bool is_setter = js_node_marked(n, JS_T_SET), is_getter = js_node_marked(n, JS_T_GET);
    struct str key;
    if (name->kind == JS_N_PRIVATE_PROPERTY_IDENTIFIER)
        key = js_private_key(js, name, s);
    else if (!js_property_key(js, name, s, &key, &unknown))
        return false;
    struct js_object *f = js_function_new(js, n, s);
    f->function->home = o;
    v = js_object_value(js->arena, f, js_span(js, n));
    if (is_getter && key.p && !js_is_quiet(js, js_node_field(n, JS_F_BODY))) {
        v = refuse_getter(js, o, n);
        is_getter = false;
    }
    if (!key.p)
        js_open(js, o, js_maybe_own(js, js_unknown_from(js, unknown), js_is_own(v)));
    else if (is_getter || is_setter)
        define_accessor(js, o, key, js_span(js, name), v, is_setter);
    else
        js_define(js, o, key, js_span(js, name), v);
    struct js_prop *p = key.p ? js_prop_find(o, key) : NULL;
    if (p)
        p->is_hidden = is_hidden;
    return !js->is_fatal;
}

const struct js_value *js_call_quietly(struct js *js, const struct js_value *self,
                                       const struct js_prop *p, bool *ran) {
    bool is_own = !p->is_getter && !p->maybe && js_is_class(p->value, JS_FUNCTION);
    struct js_function *fn = is_own ? p->value->object->function : NULL;
    const struct js_node *body = fn ? js_node_field(fn->node, JS_F_BODY) : NULL;
    struct js_module *module = js->module;
    *ran = false;
    if (!body || fn->class_of || fn->is_async || fn->is_generator)
        return NULL;
    js->module = fn->module;
    *ran = js_is_quiet(js, body);
    js->module = module;
    const struct js_value *key =
        js_unknown(js, self->span, "ecoc does not evaluate the key that toJSON is given");
    struct js_call call = {.self = self, .args = &key, .n = 1, .span = self->span};
    return *ran ? js_call_value(js, p->value, &call) : NULL;
}
