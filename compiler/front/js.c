/* What all of the evaluator leans on: the budget, errors, unknowns and choices. */
#include "compiler/front/js.h"

#include "compiler/front/js_fork.h"

struct span js_span(const struct js *js, const struct js_node *n) {
    return js->module->is_prelude ? js->prelude_span : js_tree_span(&js->module->tree, n);
}

struct span js_head(const struct js *js, const struct js_node *n) {
    if (js->module->is_prelude)
        return js->prelude_span;
    const struct js_node *body = js_node_field(n, JS_F_BODY);
    struct span head = js_span(js, n);
    if (body)
        head.end = js_span(js, body).begin;
    while (head.end > head.begin + 1 && strchr(" \t\r\n", head.src->text.p[head.end - 1]))
        head.end--;
    return head;
}

struct str js_source(const struct js *js, const struct js_node *n) {
    return js_node_text(&js->module->tree, n);
}

/* Node's own words, as far as they are known to be: what a program sees as the error's message. */
static bool is_exact_message(const char *fmt, struct str message) {
    static const char *const exact[] = {"Cannot read properties of ",
                                        "Cannot set properties of ",
                                        "%.*s is not defined",
                                        "Cannot access '",
                                        "Assignment to constant",
                                        "Reduce of empty array",
                                        "Cannot convert undefined or",
                                        "%s: %s, ",
                                        "URI malformed"};
    if (memmem(message.p, message.n, "'...'", 5))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(exact); i++)
        if (strncmp(fmt, exact[i], strlen(exact[i])) == 0)
            return true;
    return false;
}

const struct js_value *js_throw(struct js *js, struct span span, const char *class, const char *fmt,
                                ...) {
    va_list ap;
    va_start(ap, fmt);
    struct str message = arena_vfmt(js->arena, fmt, ap);
    va_end(ap);
    struct js_object *error = js_object_new(js, JS_ERROR);
    error->what = str_of(class);
    error->bound = js_string(js->arena, message, span);
    js_define(js, error, STR("message"), span,
              is_exact_message(fmt, message)
                  ? error->bound
                  : js_unknown(js, span, "ecoc does not know Node's words for this error"));
    js->thrown = js_object_value(js->arena, error, span);
    js->thrown_span = span;
    js->thrown_text =
        arena_fmt(js->arena, "%s: %.*s; Node cannot load this file", class, STR_ARG(message));
    return NULL;
}

const struct js_value *js_fatal(struct js *js, struct span span, const char *fmt, ...) {
    if (js->is_fatal)
        return NULL;
    va_list ap;
    va_start(ap, fmt);
    js->thrown_text = arena_vfmt(js->arena, fmt, ap);
    va_end(ap);
    js->is_fatal = true;
    js->thrown = js_undefined(js->arena, span);
    js->thrown_span = span;
    return NULL;
}

const struct js_value *js_unknown(struct js *js, struct span span, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    struct js_value *v = js_new(js->arena, JS_UNKNOWN, span);
    v->unknown.reason = arena_vfmt(js->arena, fmt, ap);
    va_end(ap);
    return v;
}

const struct js_value *js_unknown_builtin(struct js *js, struct span span, struct str name) {
    struct js_value *v = arena_new(js->arena, struct js_value);
    *v = *js_unmodelled(js, span, "", name);
    v->unknown.is_builtin = true;
    return v;
}

/* The unknown alternative of a choice, whose reason is the choice's; in concrete mode, where only what
 * cannot be evaluated makes choices, what decides it. */
static const struct js_value *first_unknown(const struct js *js, const struct js_value *v) {
    for (size_t i = 0; v->kind == JS_CHOICE && i < v->choice.n; i++)
        if (v->choice.at[i].value->kind == JS_UNKNOWN)
            return v->choice.at[i].value;
    return v->kind == JS_CHOICE && js->f->mode == FRONT_CONCRETE ? v->choice.cause : v;
}

const struct js_value *js_unknown_from(struct js *js, const struct js_value *cause) {
    const struct js_value *root = first_unknown(js, cause);
    struct js_value *v = js_new(js->arena, JS_UNKNOWN, root->span);
    v->deps = js_deps_union(js->arena, cause->deps, root->deps);
    v->unknown.is_builtin = root->kind == JS_UNKNOWN && root->unknown.is_builtin;
    v->unknown.ours = (uint8_t)js_is_own(cause);
    v->unknown.help = root->kind == JS_UNKNOWN ? root->unknown.help : NULL;
    if (root->kind == JS_UNKNOWN)
        v->unknown.reason = root->unknown.reason;
    else if (v->deps)
        v->unknown.reason =
            arena_fmt(js->arena, "%.*s is read from the environment", STR_ARG(v->deps->names[0]));
    else
        v->unknown.reason = STR("it is one of several values");
    return v;
}

void js_poison(struct js *js, const struct js_value *cause) {
    if (!js->poison)
        js->poison = js_unknown_from(js, cause);
}

/* The text with blanks squeezed and "process.env." dropped, cut to a readable length. */
static struct str squeeze(struct js *js, struct str text) {
    enum { WHEN_MOST = 72 };
    const struct str env = STR("process.env.");
    char *out = arena_alloc(js->arena, text.n + 4);
    size_t n = 0;
    for (size_t i = 0; i < text.n;) {
        if (str_starts(str_skip(text, i), env)) {
            i += env.n;
        } else if (strchr(" \t\r\n", text.p[i])) {
            if (n && out[n - 1] != ' ')
                out[n++] = ' ';
            i++;
        } else {
            out[n++] = text.p[i++];
        }
    }
    if (n > WHEN_MOST) {
        for (n = WHEN_MOST; n && ((unsigned char)out[n] & 0xc0) == 0x80;)
            n--;
        memcpy(out + n, "...", 3);
        n += 3;
    }
    return (struct str){out, n};
}

struct str js_when(struct js *js, const struct js_value *cond, const struct js_node *n) {
    if (cond->kind == JS_UNKNOWN && cond->unknown.when.n)
        return cond->unknown.when;
    while (n->kind == JS_N_PARENTHESIZED && n->first)
        n = n->first;
    return squeeze(js, js_source(js, n));
}

bool js_same(const struct js_value *x, const struct js_value *y) {
    if (x == y)
        return true;
    if (x->kind != y->kind)
        return false;
    switch (x->kind) {
    case JS_UNDEFINED:
    case JS_NULL:
        return true;
    case JS_BOOL:
        return x->boolean == y->boolean;
    case JS_NUMBER:
        return memcmp(&x->number, &y->number, sizeof x->number) == 0;
    case JS_STRING:
        return str_eq(x->string, y->string);
    case JS_OBJECT:
        return x->object == y->object;
    case JS_UNKNOWN:
        return x->unknown.is_env && y->unknown.is_env && x->deps == y->deps;
    case JS_CHOICE:
        return false;
    }
    return false;
}

static struct str both_when(struct js *js, struct str outer, struct str inner) {
    if (str_eqz(outer, "otherwise"))
        return inner;
    if (str_eqz(inner, "otherwise"))
        return outer;
    return arena_fmt(js->arena, "%.*s and %.*s", STR_ARG(outer), STR_ARG(inner));
}

/* Adds an alternative that is not there yet; false where there are too many. */
static bool add_alt(struct js_alt *alts, size_t *n, struct js_alt alt) {
    for (size_t i = 0; i < *n; i++)
        if (js_same(alts[i].value, alt.value))
            return true;
    if (*n == JS_CHOICE_MOST)
        return false;
    alts[(*n)++] = alt;
    return true;
}

const struct js_value *js_choice_of(struct js *js, const struct js_value *cause,
                                    const struct js_alt *alts, size_t n) {
    struct js_alt *flat = arena_array(js->arena, struct js_alt, JS_CHOICE_MOST);
    size_t n_flat = 0;
    const struct env_deps *deps = cause->deps;
    struct span span = n ? alts[0].value->span : cause->span;
    bool fits = true;
    for (size_t i = 0; i < n; i++) {
        const struct js_value *v = alts[i].value;
        deps = js_deps_union(js->arena, deps, v->deps);
        if (v->kind != JS_CHOICE)
            fits = add_alt(flat, &n_flat, alts[i]) && fits;
        for (size_t k = 0; v->kind == JS_CHOICE && k < v->choice.n; k++) {
            struct js_alt alt = {v->choice.at[k].value,
                                 both_when(js, alts[i].when, v->choice.at[k].when)};
            fits = add_alt(flat, &n_flat, alt) && fits;
        }
    }
    if (n_flat == 1 && fits)
        return js_with_deps(js->arena, js_with_late(js->arena, flat[0].value, NULL), deps);
    if (!fits || js->f->mode == FRONT_CONCRETE) {
        unsigned own = 0;
        for (size_t i = 0; i < n; i++)
            own |= js_is_own(alts[i].value);
        return js_with_deps(js->arena, js_maybe_own(js, js_unknown_from(js, cause), own), deps);
    }
    struct js_value *choice = js_new(js->arena, JS_CHOICE, span);
    choice->deps = deps;
    choice->choice.at = flat;
    choice->choice.n = n_flat;
    choice->choice.cause = cause->kind == JS_CHOICE ? cause->choice.cause : cause;
    return choice;
}

const struct js_value *js_choose(struct js *js, const struct js_value *cause, struct str when,
                                 const struct js_value *yes, const struct js_value *no) {
    struct js_alt alts[] = {{yes, when}, {no, STR("otherwise")}};
    return js_choice_of(js, cause, alts, ARRAY_LEN(alts));
}

const struct js_value *js_map(struct js *js, const struct js_value *v, js_map_fn *fn,
                              void *context) {
    if (v->kind != JS_CHOICE)
        return fn(js, v, context);
    struct js_alt alts[JS_CHOICE_MOST];
    for (size_t i = 0; i < v->choice.n; i++) {
        alts[i].when = v->choice.at[i].when;
        alts[i].value = fn(js, v->choice.at[i].value, context);
        if (!alts[i].value) {
            /* One alternative would throw: what the others give is not certain. */
            if (js->is_fatal)
                return NULL;
            alts[i].value = js_unknown(js, v->span, "%.*s", STR_ARG(js->thrown_text));
        }
    }
    return js_choice_of(js, v, alts, v->choice.n);
}
