/* Expressions: one switch over the kinds of nodes, and what decides which operand is evaluated. */
#include "compiler/front/js_builtin.h"
#include "compiler/front/js_fork.h"
#include "compiler/front/js_text.h"

struct branches {
    const struct js_node *yes, *no; /* or */
    const struct js_value *yes_value, *no_value;
    struct js_scope *scope;
};

static struct js_done side_of(struct js *js, const struct js_node *n, const struct js_value *v,
                              struct js_scope *s) {
    v = n ? js_eval(js, n, s) : v;
    return v ? (struct js_done){.flow = JS_NORMAL, .value = v} : js_thrown();
}

static struct js_done yes_side(struct js *js, void *context) {
    const struct branches *b = context;
    return side_of(js, b->yes, b->yes_value, b->scope);
}

static struct js_done no_side(struct js *js, void *context) {
    const struct branches *b = context;
    return side_of(js, b->no, b->no_value, b->scope);
}

static const struct js_value *fork_value(struct js *js, const struct js_value *cond,
                                         struct str when, struct branches *b) {
    struct js_fork fork = {cond, when, yes_side, no_side, b};
    struct js_done done = js_fork(js, &fork, false);
    return done.flow == JS_THROW ? NULL : js_with_deps(js->arena, done.value, cond->deps);
}

static const struct js_value *eval_ternary(struct js *js, const struct js_node *n,
                                           struct js_scope *s) {
    const struct js_node *test = js_node_field(n, JS_F_CONDITION);
    struct branches b = {.yes = js_node_field(n, JS_F_CONSEQUENCE),
                         .no = js_node_field(n, JS_F_ALTERNATIVE),
                         .scope = s};
    const struct js_value *cond = js_eval(js, test, s), *v;
    if (!cond)
        return NULL;
    js_gap_test(js, cond);
    enum js_truth truth = js_truth(cond);
    if (truth == JS_MAYBE)
        return fork_value(js, cond, js_when(js, cond, test), &b);
    v = js_eval(js, truth == JS_TRUE ? b.yes : b.no, s);
    if (!v || !cond->deps)
        return v;
    return js_with_deps(js->arena, js_with_late(js->arena, v, NULL), cond->deps);
}

/* Does the left side decide? For ?? "true" means: is not nullish. */
static enum js_truth decides(enum js_token op, const struct js_value *v) {
    enum js_truth t;
    if (op != JS_T_NULLISH) {
        t = js_truth(v);
        return t == JS_MAYBE ? t : (op == JS_T_OR) == (t == JS_TRUE) ? JS_TRUE : JS_FALSE;
    }
    if (v->kind == JS_UNKNOWN)
        return JS_MAYBE;
    if (v->kind != JS_CHOICE)
        return js_is_nullish(v) ? JS_FALSE : JS_TRUE;
    t = decides(op, v->choice.at[0].value);
    for (size_t i = 1; i < v->choice.n; i++)
        if (decides(op, v->choice.at[i].value) != t)
            return JS_MAYBE;
    return t;
}

/* An alternative that holds exactly when it is truthy: "X is set" of X itself. */
static bool is_own_condition(const struct js_alt *alt) {
    return alt->value->kind == JS_UNKNOWN && alt->value->unknown.is_env &&
           str_eq(alt->when, alt->value->unknown.when);
}

/* The left side is a choice of which some alternatives decide and some do not. */
static const struct js_value *logical_choice(struct js *js, enum js_token op,
                                             const struct js_value *left,
                                             const struct js_value *right) {
    struct js_alt alts[JS_CHOICE_MOST];
    for (size_t i = 0; i < left->choice.n; i++) {
        const struct js_alt *alt = &left->choice.at[i];
        enum js_truth t = decides(op, alt->value);
        alts[i] = *alt;
        if (t == JS_FALSE)
            alts[i].value = right;
        else if (t == JS_MAYBE && op == JS_T_AND)
            alts[i].value = js_choose(js, alt->value, alt->value->unknown.when, right, alt->value);
        else if (t == JS_MAYBE && !is_own_condition(alt))
            alts[i].value = js_choose(js, alt->value, alt->value->unknown.when, alt->value, right);
    }
    return js_choice_of(js, left, alts, left->choice.n);
}

static bool is_literal(const struct js_node *n) {
    return n->kind == JS_N_STRING || n->kind == JS_N_NUMBER || n->kind == JS_N_TRUE ||
           n->kind == JS_N_FALSE || (n->kind == JS_N_TEMPLATE_STRING && !n->first);
}

/* The right side as far as the recipe of the whole needs it, when it is not evaluated as such. */
static const struct js_value *peek(struct js *js, const struct js_node *n, struct js_scope *s) {
    if (is_literal(n))
        return js_eval(js, n, s);
    const struct js_binding *b =
        n->kind == JS_N_IDENTIFIER ? js_binding_find(s, js_source(js, n), false) : NULL;
    return b ? b->value : NULL;
}

/* The left side, unknown, where the operator gives it: of a comparison it is false after && and
 * true after ||. */
static const struct js_value *undecided(struct js *js, enum js_token op,
                                        const struct js_value *left, struct span span) {
    if (op == JS_T_NULLISH || (op == JS_T_OR && !left->unknown.is_bool))
        return left;
    if (left->unknown.is_bool)
        return js_with_deps(js->arena, js_bool(js->arena, op == JS_T_OR, span), left->deps);
    struct js_value *v = arena_new(js->arena, struct js_value);
    *v = *left;
    v->unknown.is_falsy = true;
    return v;
}

const struct js_value *js_logical(struct js *js, const struct js_node *n, enum js_token op,
                                  const struct js_value *left, struct js_scope *s) {
    const struct js_node *right = js_node_field(n, JS_F_RIGHT);
    enum js_truth t = decides(op, left);
    const struct late *late = NULL;
    const struct js_value *v = left->late && op != JS_T_AND ? peek(js, right, s) : NULL;
    if (v)
        late = js_late_or(js, left, v, op == JS_T_OR);
    if (t == JS_TRUE)
        return js_with_late(js->arena, left, late);
    if (t == JS_FALSE) {
        v = js_eval(js, right, s);
        if (!v || (!left->deps && !late))
            return v;
        v = js_with_deps(js->arena, js_with_late(js->arena, v, NULL), left->deps);
        return js_with_late(js->arena, v, late);
    }
    struct branches b = {.scope = s};
    bool right_if_yes = op == JS_T_AND;
    *(right_if_yes ? &b.yes : &b.no) = right;
    if (left->kind == JS_CHOICE)
        b.yes_value = b.no_value = js_undefined(js->arena, left->span);
    else
        *(right_if_yes ? &b.no_value : &b.yes_value) =
            undecided(js, op, left, js_span(js, js_node_field(n, JS_F_LEFT)));
    if (left->kind != JS_CHOICE) {
        v = fork_value(js, left, js_when(js, left, js_node_field(n, JS_F_LEFT)), &b);
        return v ? js_with_late(js->arena, v, late) : NULL;
    }
    /* The effects of the right side are joined; its value is then dealt to the alternatives. */
    struct js_fork fork = {left, js_when(js, left, n), yes_side, no_side, &b};
    v = js_could_write(right) ? NULL : js_eval(js, right, s);
    if (v)
        return logical_choice(js, op, left, v);
    if (js->is_fatal || js_fork(js, &fork, false).flow == JS_THROW)
        return NULL;
    return js_unknown_from(js, left);
}

/* A comparison that fails does not give way to a default: it has used what it compared. */
static bool gives_way(enum js_token op, const struct js_value *left) {
    return left->kind != JS_BOOL && js_is_known(left) && decides(op, left) == JS_FALSE;
}

static const struct js_value *eval_logical(struct js *js, const struct js_node *n,
                                           struct js_scope *s) {
    const struct js_node *right = js_node_field(n, JS_F_RIGHT);
    size_t from = js->f->gaps.n;
    const struct js_value *x = js_eval(js, js_node_field(n, JS_F_LEFT), s), *v;
    size_t to = js->f->gaps.n;
    v = x ? js_logical(js, n, n->op, x, s) : NULL;
    if (!v)
        return NULL;
    if (n->op == JS_T_AND)
        js_gap_test(js, x);
    else if (gives_way(n->op, x) && (v->kind != JS_UNDEFINED || right->kind == JS_N_UNDEFINED))
        js_gap_default(js, x, from, to);
    return v;
}

static const struct js_value *eval_binary(struct js *js, const struct js_node *n,
                                          struct js_scope *s) {
    if (n->op == JS_T_AND || n->op == JS_T_OR || n->op == JS_T_NULLISH)
        return eval_logical(js, n, s);
    const struct js_value *x = js_eval(js, js_node_field(n, JS_F_LEFT), s), *y;
    if (!x)
        return NULL;
    y = js_eval(js, js_node_field(n, JS_F_RIGHT), s);
    return y ? js_binary(js, n->op, x, y, n) : NULL;
}

/* Does the unary's operand name nothing? Then typeof is "undefined" and does not throw. */
static bool is_undeclared(struct js *js, const struct js_node *n, struct js_scope *s) {
    if (n->kind != JS_N_IDENTIFIER)
        return false;
    struct str name = js_source(js, n);
    return !js_binding_find(s, name, false) && !js_binding_find(js->globals, name, true) &&
           !js_row_find(&js_table_globals, name);
}

static const struct js_value *eval_unary(struct js *js, const struct js_node *n,
                                         struct js_scope *s) {
    const struct js_node *arg = js_node_field(n, JS_F_ARGUMENT);
    if (n->op == JS_T_DELETE)
        return js_eval_delete(js, arg, s);
    if (n->op == JS_T_TYPEOF && is_undeclared(js, arg, s))
        return js_string(js->arena, STR("undefined"), js_span(js, n));
    const struct js_value *v = js_eval(js, arg, s);
    return v ? js_unary(js, n->op, v, n) : NULL;
}

static const struct js_value *eval_string(struct js *js, const struct js_node *n) {
    struct str raw = js_source(js, n), out;
    size_t at = 0;
    struct js_escape_rules rules = {.is_strict = js->is_strict};
    raw = (struct str){raw.p + 1, raw.n - 2};
    if (!js_text_unescape(js->arena, raw, rules, &out, &at))
        return js_throw(js, js_span(js, n), "SyntaxError", "Invalid escape sequence in a string");
    return js_string(js->arena, out, js_span(js, n));
}

static const struct js_value *eval_number(struct js *js, const struct js_node *n) {
    struct str raw = js_source(js, n);
    char *text = arena_alloc(js->arena, raw.n + 2);
    size_t k = 0;
    bool octal = raw.n > 1 && raw.p[0] == '0';
    for (size_t i = 0; i < raw.n; i++) {
        if (raw.p[i] != '_')
            text[k++] = raw.p[i];
        octal = octal && raw.p[i] >= '0' && raw.p[i] <= '7';
    }
    if (text[k - 1] == 'n')
        return js_unknown(js, js_span(js, n), "ecoc does not evaluate BigInt");
    bool legacy = raw.n > 1 && raw.p[0] == '0' && raw.p[1] >= '0' && raw.p[1] <= '9';
    if (legacy && js->is_strict)
        return js_throw(js, js_span(js, n), "SyntaxError",
                        "Octal literals are not allowed in strict mode.");
    if (octal) {
        memmove(text + 2, text + 1, --k);
        text[1] = 'o';
        k += 2;
    }
    bool radix = k > 2 && text[0] == '0' && strchr("xXoObB", text[1]);
    double value = js_text_number((struct str){text, k});
    if (radix && value >= 9007199254740992.0)
        return js_unknown(js, js_span(js, n), "this number is too large to be read exactly");
    return js_number(js->arena, value, js_span(js, n));
}

const struct js_value *js_eval_this(struct js *js, const struct js_node *n, struct js_scope *s) {
    for (; s; s = s->parent) {
        if (s->this_value)
            return s->this_value;
        if (s->activation)
            return js_throw(js, js_span(js, n), "ReferenceError",
                            "Must call super constructor in derived class before accessing 'this' "
                            "or returning from derived constructor");
    }
    return js_undefined(js->arena, js_span(js, n));
}

static const struct js_value *eval_sequence(struct js *js, const struct js_node *n,
                                            struct js_scope *s) {
    const struct js_value *v = NULL;
    for (const struct js_node *c = n->first; c; c = c->next)
        if (!(v = js_eval(js, c, s)))
            return NULL;
    return v;
}

/* await of a value that is no promise is the value. A call of an async function that is awaited where
 * it stands runs at once: nothing else runs until it ends. Others are unknown. */
static const struct js_value *eval_await(struct js *js, const struct js_node *n,
                                         struct js_scope *s) {
    js->awaited = n->first && n->first->kind == JS_N_CALL ? n->first : NULL;
    const struct js_value *v = n->first ? js_eval(js, n->first, s) : NULL;
    js->awaited = NULL;
    if (!v || !js_is_known(v) || v->kind != JS_OBJECT)
        return v;
    bool is_plain = v->object->class == JS_ARRAY || v->object->class == JS_PLAIN;
    for (const struct js_object *o = v->object; o; o = o->proto)
        is_plain = is_plain && !o->open;
    if (is_plain && !js_find_inherited(v->object, STR("then")))
        return v;
    return js_maybe_own(js, js_unmodelled(js, js_span(js, n), "", STR("await")), JS_OURS_OBJECT);
}

static const struct js_value *eval_meta(struct js *js, const struct js_node *n,
                                        struct js_scope *s) {
    const struct js_activation *activation = js_activation_of(s);
    if (str_starts(js_source(js, n), STR("import")))
        return js_meta(js, js_span(js, n));
    return activation && activation->new_target
               ? js_object_value(js->arena, activation->new_target, js_span(js, n))
               : js_undefined(js->arena, js_span(js, n));
}

static const struct js_value *eval_yield(struct js *js, const struct js_node *n) {
    const struct js_value *v = js_unmodelled(js, js_span(js, n), "", STR("generators"));
    js_poison(js, v);
    return v;
}

static const struct js_value *eval_node(struct js *js, const struct js_node *n,
                                        struct js_scope *s) {
    switch ((enum js_node_kind)n->kind) {
    case JS_N_STRING:
        return eval_string(js, n);
    case JS_N_NUMBER:
        return eval_number(js, n);
    case JS_N_TRUE:
    case JS_N_FALSE:
        return js_bool(js->arena, n->kind == JS_N_TRUE, js_span(js, n));
    case JS_N_NULL:
        return js_new(js->arena, JS_NULL, js_span(js, n));
    case JS_N_UNDEFINED: /* a name like others */
    case JS_N_IDENTIFIER:
        return js_identifier(js, n, s);
    case JS_N_TEMPLATE_STRING:
        return js_eval_template(js, n, s);
    case JS_N_ARRAY:
        return js_eval_array(js, n, s);
    case JS_N_OBJECT:
        return js_eval_object(js, n, s);
    case JS_N_PARENTHESIZED:
    case JS_N_SEQUENCE:
        return eval_sequence(js, n, s);
    case JS_N_TERNARY:
        return eval_ternary(js, n, s);
    case JS_N_BINARY:
        return eval_binary(js, n, s);
    case JS_N_UNARY:
        return eval_unary(js, n, s);
    case JS_N_UPDATE:
        return js_eval_update(js, n, s);
    case JS_N_ASSIGNMENT:
        return js_eval_assignment(js, n, s);
    case JS_N_AUGMENTED:
        return js_eval_augmented(js, n, s);
    case JS_N_MEMBER:
    case JS_N_SUBSCRIPT:
    case JS_N_CALL:
        return js_eval_member(js, n, s);
    case JS_N_NEW:
        return js_eval_new(js, n, s);
    case JS_N_THIS:
        return js_eval_this(js, n, s);
    case JS_N_REGEX:
        return js_regexp_literal(js, n);
    case JS_N_CLASS:
        return js_eval_class(js, n, s);
    case JS_N_AWAIT:
        return eval_await(js, n, s);
    case JS_N_YIELD:
        return eval_yield(js, n);
    case JS_N_META_PROPERTY:
        return eval_meta(js, n, s);
    case JS_N_FUNCTION_EXPRESSION:
    case JS_N_GENERATOR_FUNCTION:
    case JS_N_ARROW_FUNCTION:
        return js_object_value(js->arena, js_function_new(js, n, s), js_span(js, n));
    default:
        break;
    }
    const struct js_value *v =
        js_unknown(js, js_span(js, n), "ecoc does not evaluate this kind of expression");
    if (js_could_write(n))
        js_poison(js, v);
    return v;
}

const struct js_value *js_eval(struct js *js, const struct js_node *n, struct js_scope *s) {
    if (!n || !js_step(js, 1))
        return n ? NULL : js_undefined(js->arena, js->place);
    if (js->depth >= JS_EVAL_DEPTH)
        return js_too_deep(js, js_span(js, n));
    js->depth++;
    const struct js_value *v = eval_node(js, n, s);
    js->depth--;
    return v;
}
