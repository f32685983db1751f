/* Array, object and template literals. */
#include "compiler/front/js_builtin.h"
#include "compiler/front/js_text.h"
#include "lint/lint.h"

/* Spreads an iterable into the array; what cannot be listed opens it. */
static bool spread_element(struct js *js, struct js_object *array, const struct js_value *v) {
    const struct js_value *unknown = NULL;
    const struct js_object *list = js_iter_list(js, v, SIZE_MAX, &unknown);
    for (size_t i = 0; list && i < list->items.n && js_step(js, 1); i++)
        js_push(js, array, js_with_deps(js->arena, js_item(js, list, i), v->deps));
    if (unknown) {
        js_open_array(js, array, unknown);
        const struct js_partial *p = js_is_class(v, JS_ARRAY) ? v->object->partial : NULL;
        for (size_t i = 0; p && i < p->n; i++)
            js_may_hold(js, array, p->at[i]);
    }
    return (list || unknown) && !js->is_fatal;
}

/* The rest of an array literal from `at`, once per alternative of a spread choice. */
static const struct js_value *array_from(struct js *js, struct js_object *array,
                                         const struct js_node *at, struct js_scope *s,
                                         struct span span);

struct array_rest {
    struct js_object *so_far;
    const struct js_node *next;
    struct js_scope *scope;
    struct span span;
};

static const struct js_value *array_alternative(struct js *js, const struct js_value *v,
                                                void *context) {
    const struct array_rest *rest = context;
    struct js_object *array = js_object_new(js, JS_ARRAY);
    for (size_t i = 0; i < rest->so_far->items.n; i++)
        js_push(js, array, rest->so_far->items.at[i]);
    if (!js_is_known(v))
        js_open(js, array, v);
    else if (!spread_element(js, array, v))
        return NULL;
    return array_from(js, array, rest->next, rest->scope, rest->span);
}

static bool could_write_rest(const struct js_node *n) {
    for (; n; n = n->next)
        if (js_could_write(n))
            return true;
    return false;
}

static const struct js_value *array_from(struct js *js, struct js_object *array,
                                         const struct js_node *at, struct js_scope *s,
                                         struct span span) {
    for (const struct js_node *c = at; c; c = c->next) {
        if (c->kind == JS_N_HOLE) {
            js_push(js, array, NULL);
            continue;
        }
        bool is_spread = c->kind == JS_N_SPREAD_ELEMENT;
        const struct js_value *v = js_eval(js, is_spread ? c->first : c, s);
        if (!v)
            return NULL;
        if (is_spread && v->kind == JS_CHOICE && !could_write_rest(c->next)) {
            struct array_rest rest = {array, c->next, s, span};
            return js_map(js, v, array_alternative, &rest);
        }
        if (!is_spread)
            js_push(js, array, v);
        else if (!spread_element(js, array, v))
            return NULL;
    }
    return js->is_fatal ? NULL : js_object_value(js->arena, array, span);
}

const struct js_value *js_eval_array(struct js *js, const struct js_node *n, struct js_scope *s) {
    return array_from(js, js_object_new(js, JS_ARRAY), n->first, s, js_span(js, n));
}

bool js_property_key(struct js *js, const struct js_node *n, struct js_scope *s, struct str *key,
                     const struct js_value **unknown) {
    const struct js_value *v;
    switch (n->kind) {
    case JS_N_PROPERTY_IDENTIFIER:
    case JS_N_SHORTHAND_PROPERTY_IDENTIFIER:
    case JS_N_SHORTHAND_PATTERN:
    case JS_N_IDENTIFIER:
        *key = js_source(js, n);
        if (memchr(key->p, '\\', key->n)) {
            *unknown = js_unknown(js, js_span(js, n), "ecoc does not read escapes in names");
            *key = (struct str){NULL, 0};
        }
        return true;
    case JS_N_COMPUTED_PROPERTY_NAME:
        v = js_eval(js, n->first, s);
        break;
    case JS_N_STRING:
    case JS_N_NUMBER:
        v = js_eval(js, n, s);
        break;
    default:
        v = js_unknown(js, js_span(js, n), "ecoc does not evaluate this name");
        break;
    }
    if (!v)
        return false;
    if (js_to_text(js, v, key, unknown))
        return true;
    *key = (struct str){NULL, 0};
    return *unknown != NULL;
}

static void report_duplicate(struct js *js, struct str key, struct span span, struct span first) {
    struct diag *d = diag_add(js->f->sink, RULE_DUPLICATE_KEY, span,
                              "`%.*s` is given twice; the first one is lost", STR_ARG(key));
    diag_relate(js->f->sink, d, first, "the first `%.*s`", STR_ARG(key));
    diag_help(js->f->sink, d, "remove one of them, or merge the two");
    d->token = key;
}

/* `key: v` in a literal; a repeated plain key is worth a word. */
static void define_literal(struct js *js, struct js_object *o, struct str key, struct span span,
                           const struct js_value *v, bool is_plain) {
    const struct js_prop *old = is_plain ? js_prop_find(o, key) : NULL;
    if (old && old->deleted) /* the mark of a key written in this very literal */
        report_duplicate(js, key, span, old->key_span);
    js_define(js, o, key, span, v);
    struct js_prop *p = is_plain ? js_prop_find(o, key) : NULL;
    if (p)
        p->deleted = true;
}

static bool set_proto(struct js *js, struct js_object *o, const struct js_value *v) {
    if (v->kind == JS_OBJECT) {
        o->proto = v->object;
        o->no_proto = false;
    } else if (v->kind == JS_NULL) {
        o->no_proto = true;
    } else if (!js_is_known(v)) {
        js_open(js, o, v);
    }
    return true;
}

static bool add_pair(struct js *js, struct js_object *o, const struct js_node *n,
                     struct js_scope *s) {
    const struct js_node *name = js_node_field(n, JS_F_KEY);
    const struct js_value *unknown = NULL;
    struct str key;
    if (!js_property_key(js, name, s, &key, &unknown))
        return false;
    const struct js_value *v = js_eval(js, js_node_field(n, JS_F_VALUE), s);
    if (!v)
        return false;
    bool is_plain = name->kind != JS_N_COMPUTED_PROPERTY_NAME;
    if (!key.p) /* whatever is read from it may be v */
        js_open(js, o, js_maybe_own(js, js_unknown_from(js, unknown), js_is_own(v)));
    else if (is_plain && str_eqz(key, "__proto__"))
        return set_proto(js, o, v);
    else
        define_literal(js, o, key, js_span(js, name), v, is_plain);
    return !js->is_fatal;
}

static bool add_member(struct js *js, struct js_object *o, const struct js_node *c,
                       struct js_scope *s) {
    const struct js_value *v;
    switch (c->kind) {
    case JS_N_PAIR:
        return add_pair(js, o, c, s);
    case JS_N_SHORTHAND_PROPERTY_IDENTIFIER:
        v = js_identifier(js, c, s);
        if (v)
            define_literal(js, o, js_source(js, c), js_span(js, c), v, true);
        return v != NULL;
    case JS_N_SPREAD_ELEMENT:
        v = js_eval(js, c->first, s);
        return v && js_spread_into(js, o, v, false);
    case JS_N_METHOD_DEFINITION:
        return js_add_method(js, o, c, s, false);
    default:
        js_open(js, o, js_unknown(js, js_span(js, c), "ecoc does not evaluate this property"));
        if (js_could_write(c))
            js_poison(js, o->open);
        return true;
    }
}

/* The name of a member that is written with it; false of spreads and computed ones. */
static bool static_key(struct js *js, const struct js_node *c, struct js_scope *s, struct str *key,
                       struct span *span) {
    const struct js_value *unknown = NULL;
    const struct js_node *name = c->kind == JS_N_PAIR                ? js_node_field(c, JS_F_KEY)
                                 : c->kind == JS_N_METHOD_DEFINITION ? js_node_field(c, JS_F_NAME)
                                                                     : c;
    if (c->kind == JS_N_SPREAD_ELEMENT || !name || name->kind == JS_N_COMPUTED_PROPERTY_NAME)
        return false;
    *span = js_span(js, name);
    if (c->kind == JS_N_SHORTHAND_PROPERTY_IDENTIFIER)
        *key = js_source(js, c);
    else if (!js_property_key(js, name, s, key, &unknown) || !key->p)
        return false;
    if (c->kind == JS_N_PAIR && str_eqz(*key, "__proto__"))
        *key = STR("\xff"); /* no key at all */
    return true;
}

/* In a literal that begins with a spread, V8 does not even store what a later member replaces, so that
 * the key stands where it is given last. Up to the next spread or computed key, that is; in all other
 * literals a key stands where it is given first, as the standard says. */
static bool is_replaced(struct js *js, const struct js_node *c, struct js_scope *s) {
    struct str key, other;
    struct span span, other_span;
    bool is_value = c->kind == JS_N_PAIR || c->kind == JS_N_SHORTHAND_PROPERTY_IDENTIFIER;
    if (!is_value || !static_key(js, c, s, &key, &span))
        return false;
    for (const struct js_node *later = c->next; later && js_step(js, 1); later = later->next)
        if (static_key(js, later, s, &other, &other_span) && str_eq(key, other)) {
            report_duplicate(js, key, other_span, span);
            return true;
        }
    return false;
}

const struct js_value *js_eval_object(struct js *js, const struct js_node *n, struct js_scope *s) {
    struct js_object *o = js_object_new(js, JS_PLAIN);
    struct str key;
    struct span span;
    bool after_spread = n->first && n->first->kind == JS_N_SPREAD_ELEMENT;
    size_t members = 0;
    for (const struct js_node *c = n->first; c; c = c->next)
        members++;
    if (members)
        js_prop_reserve(js->arena, o, members);
    for (const struct js_node *c = n->first; c; c = c->next) {
        after_spread = after_spread && (c == n->first || static_key(js, c, s, &key, &span));
        bool is_lost = after_spread && is_replaced(js, c, s);
        if (!add_member(js, is_lost ? js_object_new(js, JS_PLAIN) : o, c, s))
            return NULL;
    }
    for (size_t i = 0; i < o->props.n; i++)
        o->props.at[i].deleted = false;
    return js->is_fatal ? NULL : js_object_value(js->arena, o, js_span(js, n));
}

/* ---- templates ---- */

struct template {
    const struct js_value *so_far;
    struct span span;
};

static const struct js_value *append_one(struct js *js, const struct js_value *piece,
                                         void *context) {
    const struct template *t = context;
    const struct js_value *unknown = NULL;
    struct str text;
    const struct js_value *head = t->so_far, *out;
    if (js_is_known(head) && js_is_known(piece) && js_to_text(js, piece, &text, &unknown)) {
        if (head->string.n + text.n > JS_TEXT_MOST)
            return js_too_large(js, t->span, "a string grows over 16 MB");
        out = js_string(js->arena, js_text_join(js->arena, head->string, text), t->span);
    } else if (unknown || !js_is_known(piece) || !js_is_known(head)) {
        out = js_unknown_from(js, unknown ? unknown : js_is_known(piece) ? head : piece);
    } else {
        return NULL;
    }
    return js_with_deps(js->arena, out, js_deps_union(js->arena, head->deps, piece->deps));
}

struct template_piece {
    const struct js_node *node;
    const struct js_value *value;
};

static const struct js_value *append_head(struct js *js, const struct js_value *head,
                                          void *context) {
    const struct template_piece *piece = context;
    struct template t = {head, js_span(js, piece->node)};
    return js_map(js, piece->value, append_one, &t);
}

/* so_far + piece, with the recipe of both. */
static const struct js_value *append(struct js *js, const struct js_value *so_far,
                                     const struct js_value *piece, const struct js_node *n) {
    if (!js_step(js, 1 + (so_far->kind == JS_STRING ? so_far->string.n / 64 : 0)))
        return NULL;
    struct template_piece context = {n, piece};
    const struct js_value *v = js_map(js, so_far, append_head, &context);
    bool is_empty = so_far->kind == JS_STRING && so_far->string.n == 0 && !so_far->late;
    const struct late *late = is_empty ? piece->late : js_late_concat(js, so_far, piece);
    return v ? js_with_late(js->arena, v, late) : NULL;
}

static const struct js_value *text_piece(struct js *js, const struct js_node *n, uint32_t begin,
                                         uint32_t end) {
    struct str raw = {js->module->tree.text.p + begin, end - begin}, out;
    struct js_escape_rules rules = {.is_template = true};
    size_t at = 0;
    if (!js_text_unescape(js->arena, raw, rules, &out, &at))
        return js_throw(js, js_span(js, n), "SyntaxError", "Invalid escape sequence in a template");
    return js_string(js->arena, out, js_span(js, n));
}

/* One text of a tagged template, as it is meant and as it is written. */
static void add_texts(struct js *js, const struct js_node *n, uint32_t begin, uint32_t end,
                      struct js_object *cooked, struct js_object *raw) {
    struct str text = {js->module->tree.text.p + begin, end - begin}, out;
    struct js_escape_rules rules = {.is_template = true};
    struct span span = js_span(js, n);
    size_t at = 0, k = 0;
    char *plain = arena_alloc(js->arena, text.n + 1);
    for (size_t i = 0; i < text.n; i++) /* \r\n and \r are \n even here */
        if (text.p[i] != '\r')
            plain[k++] = text.p[i];
        else if (i + 1 == text.n || text.p[i + 1] != '\n')
            plain[k++] = '\n';
    bool is_right = js_text_unescape(js->arena, text, rules, &out, &at);
    js_push(js, cooked, is_right ? js_string(js->arena, out, span) : js_undefined(js->arena, span));
    js_push(js, raw, js_string(js->arena, (struct str){plain, k}, span));
}

bool js_template_arguments(struct js *js, const struct js_node *n, struct js_scope *s,
                           struct js_object *args) {
    struct js_object *cooked = js_object_new(js, JS_ARRAY), *raw = js_object_new(js, JS_ARRAY);
    struct span span = js_span(js, n);
    uint32_t from = n->begin + 1;
    js_push(js, args, js_object_value(js->arena, cooked, span));
    for (const struct js_node *c = n->first; c; c = c->next) {
        const struct js_value *v;
        if (c->kind != JS_N_TEMPLATE_SUBSTITUTION)
            continue;
        add_texts(js, n, from, c->begin, cooked, raw);
        if (!(v = js_eval(js, c->first, s)))
            return false;
        js_push(js, args, v);
        from = c->end;
    }
    add_texts(js, n, from, n->end - 1, cooked, raw);
    js_define(js, cooked, STR("raw"), span, js_object_value(js->arena, raw, span));
    js_prop_find(cooked, STR("raw"))->is_hidden = true;
    cooked->is_frozen = raw->is_frozen = true;
    return !js->is_fatal;
}

const struct js_value *js_eval_template(struct js *js, const struct js_node *n,
                                        struct js_scope *s) {
    uint32_t from = n->begin + 1;
    const struct js_value *v = js_string(js->arena, STR(""), js_span(js, n)), *piece;
    for (const struct js_node *c = n->first; c; c = c->next) {
        if (c->kind != JS_N_TEMPLATE_SUBSTITUTION)
            continue;
        piece = text_piece(js, n, from, c->begin);
        if (!piece || (piece->string.n && !(v = append(js, v, piece, n))))
            return NULL;
        piece = js_eval(js, c->first, s);
        if (!piece || !(v = append(js, v, piece, n)))
            return NULL;
        from = c->end;
    }
    piece = text_piece(js, n, from, n->end - 1);
    if (!piece || (piece->string.n && !(v = append(js, v, piece, n))))
        return NULL;
    return v;
}
