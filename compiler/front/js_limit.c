/* The limits: steps, memory, depth, size; and saying what used them up. The innermost loop or call
 * under way that has taken half of a budget by itself is to blame: a loop round it has taken as
 * much, one inside it is only where the end came. */
#include "compiler/front/js.h"

/* Of the text of a built-in that is written in JavaScript: its caller is to blame. */
static bool is_of_prelude(const struct js_frame *f) {
    return (f->loop ? f->module : f->function->module)->is_prelude;
}

/* The function's own name, else what the call calls it. */
static struct str frame_name(struct js *js, const struct js_frame *f) {
    const struct js_function *fn = f->function;
    const struct js_node *name = is_of_prelude(f) ? NULL : js_node_field(fn->node, JS_F_NAME);
    if (name)
        return arena_fmt(js->arena, "`%.*s`", STR_ARG(js_node_text(&fn->module->tree, name)));
    struct str text = {f->span.src ? f->span.src->text.p + f->span.begin : "",
                       f->span.end - f->span.begin};
    text.n = str_index(text, '(');
    bool is_plain = text.n && text.n <= 40 && !memchr(text.p, '\n', text.n);
    return is_plain ? arena_fmt(js->arena, "`%.*s`", STR_ARG(text)) : STR("a function");
}

static const struct js_frame *to_blame(const struct js *js) {
    for (const struct js_frame *f = js->frame; f; f = f->outer) {
        bool is_inside = is_of_prelude(f) && (f->loop || (f->outer && is_of_prelude(f->outer)));
        if (!is_inside && (f->fuel - js->fuel >= JS_FUEL / 2 ||
                           js->arena->used_bytes - f->memory >= JS_MEMORY_MOST / 2))
            return f;
    }
    return NULL;
}

static const struct js_node *condition_of(const struct js_node *loop) {
    const struct js_node *test = js_node_field(loop, JS_F_CONDITION);
    if (test && (test->kind == JS_N_EXPRESSION_STATEMENT || test->kind == JS_N_PARENTHESIZED))
        test = test->first;
    return test && test->kind != JS_N_EMPTY_STATEMENT ? test : NULL;
}

static const char *loop_word(const struct js_node *n) {
    return n->kind == JS_N_DO_STATEMENT                           ? "do ... while"
           : n->kind == JS_N_WHILE_STATEMENT                      ? "while"
           : n->kind == JS_N_FOR_IN_STATEMENT && n->op == JS_T_IN ? "for ... in"
           : n->kind == JS_N_FOR_IN_STATEMENT                     ? "for ... of"
                                                                  : "for";
}

/* In the thousands: how far it comes in a given memory is the machine's business. */
static unsigned about(unsigned rounds) {
    unsigned unit = rounds < 10000 ? 100 : rounds < 100000 ? 10000 : 100000;
    return rounds / unit * unit;
}

static void blame_loop(struct js *js, const struct js_frame *f, const char *what) {
    enum { ROUNDS_FEW = 100, SHOWN_MOST = 60 };
    const struct js_node *test = condition_of(f->loop);
    const struct js_tree *tree = &f->module->tree;
    struct str text = test ? js_node_text(tree, test) : STR("");
    struct str still = {"another round follows", 21};
    if (f->loop->kind == JS_N_FOR_IN_STATEMENT)
        still = STR("there is another item");
    else if (!test)
        still = STR("it has no condition, and runs on");
    else if (text.n <= SHOWN_MOST && !memchr(text.p, '\n', text.n))
        still = arena_fmt(js->arena, "`%.*s` still holds", STR_ARG(text));
    if (f->rounds < ROUNDS_FEW)
        (void)js_fatal(js, f->span, "this `%s` loop takes too %s: it is in round %u",
                       loop_word(f->loop), what, f->rounds);
    else
        (void)js_fatal(js, f->span, "this `%s` loop goes on and on: %.*s after %u rounds and more",
                       loop_word(f->loop), STR_ARG(still), about(f->rounds));
    if (test && f->loop->kind == JS_N_DO_STATEMENT) {
        js->thrown_other = js_tree_span(tree, test);
        js->thrown_remark = "its condition";
    }
    js->thrown_help = "make the loop end; PM2 would wait for it, too";
}

static unsigned times_under_way(const struct js *js, const struct js_function *fn) {
    unsigned n = 0;
    for (const struct js_frame *f = js->frame; f; f = f->outer)
        n += f->function && f->function->node == fn->node;
    return n;
}

static void blame_call(struct js *js, const struct js_frame *f, const char *what) {
    struct str name = frame_name(js, f);
    bool again = times_under_way(js, f->function) > 1;
    (void)js_fatal(js, f->span, again ? "%.*s calls itself and takes too %s" : "%.*s takes too %s",
                   STR_ARG(name), what);
    js->thrown_help = again ? "let it call itself less often" : "let it do less";
}

static void run_out(struct js *js, const char *what) {
    const struct js_frame *f = to_blame(js);
    if (f && f->loop)
        blame_loop(js, f, what);
    else if (f)
        blame_call(js, f, what);
    else
        (void)js_fatal(js, js->place, "evaluating this file takes too %s", what);
}

bool js_step(struct js *js, size_t cost) {
    if (js->is_fatal)
        return false;
    js->fuel -= (long)cost;
    if (js->fuel >= 0 && js->arena->used_bytes - js->memory_base <= JS_MEMORY_MOST)
        return true;
    run_out(js, js->fuel < 0 ? "long" : "much memory");
    js->thrown_note = js->fuel < 0
                          ? arena_fmt(js->arena, "ecoc gives up after %d steps", JS_FUEL)
                          : arena_fmt(js->arena, "ecoc gives up at %d MB", JS_MEMORY_MOST >> 20);
    return false;
}

/* `const f = (d) => isUnknown(d) ? d : f(parent(d))` */
static const struct js_value *depends(struct js *js, struct span span, struct str name) {
    const struct js_value *v = js_unknown(
        js, span, "how often %.*s calls itself depends on what is not known", STR_ARG(name));
    js_poison(js, v);
    return v;
}

/* The function that was called most recently, and one that it called on the way to itself. */
const struct js_value *js_too_deep(struct js *js, struct span span) {
    const struct js_frame *inner = NULL, *other = NULL;
    if (js->is_fatal)
        return NULL;
    for (const struct js_frame *f = js->frame; f; f = f->outer) {
        if (!f->function || is_of_prelude(f))
            continue;
        if (!inner)
            inner = f;
        else if (f->function->node == inner->function->node)
            break;
        else if (!other)
            other = f;
    }
    if (!inner || times_under_way(js, inner->function) < JS_RECURSION)
        return js_fatal(js, span, "expressions and calls are nested too deeply here");
    struct str name = frame_name(js, inner);
    if (js->level)
        return depends(js, span, name);
    if (other)
        (void)js_fatal(js, span, "%.*s and %.*s call each other over and over", STR_ARG(name),
                       STR_ARG(frame_name(js, other)));
    else
        (void)js_fatal(js, span, "%.*s calls itself over and over", STR_ARG(name));
    js->thrown_note =
        arena_fmt(js->arena, "ecoc gives up at %u calls inside each other", js->calls);
    js->thrown_other = js_tree_span(&inner->function->module->tree, inner->function->node);
    js->thrown_remark = "the function";
    js->thrown_help = "let it return before it calls itself";
    return NULL;
}

const struct js_value *js_too_large(struct js *js, struct span span, const char *what) {
    (void)js_fatal(js, span, "%s", what);
    for (const struct js_frame *f = js->frame; f && !js->thrown_other.src; f = f->outer)
        if (f->loop && f->rounds > 1) {
            js->thrown_other = f->span;
            js->thrown_remark = "in this loop";
        }
    return NULL;
}
