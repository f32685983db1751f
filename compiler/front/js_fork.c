/* Trials: run, set aside, take back, join. */
#include "compiler/front/js_fork.h"

/* What one side changed, after it was taken back. */
struct change {
    struct js_binding *binding;
    struct js_object *object;
    struct js_binding new_binding;
    struct js_object new_object;
};

struct side {
    struct js_done done;
    const struct js_value *thrown;
    struct span thrown_span;
    struct str thrown_text;
    VEC(struct change) changes;
};

static void *copy_array(struct js *js, const void *from, size_t n, size_t cap, size_t size) {
    if (!cap)
        return NULL;
    void *to = arena_alloc(js->arena, cap * size);
    if (n)
        memcpy(to, from, n * size);
    return to;
}

void js_touch_object(struct js *js, struct js_object *o) {
    if (!js->level || o->mark == js->level)
        return;
    struct js_save save = {.object = o, .level = js->level, .old_object = *o};
    VEC_PUSH(js->arena, &js->saves, save);
    (void)js_step(js, (o->props.n + o->items.n) / 8 + 1);
    o->props.at = copy_array(js, o->props.at, o->props.n, o->props.cap, sizeof *o->props.at);
    o->items.at = copy_array(js, o->items.at, o->items.n, o->items.cap, sizeof *o->items.at);
    o->index = copy_array(js, o->index, o->index_size, o->index_size, sizeof *o->index);
    o->mark = js->level;
}

void js_touch_binding(struct js *js, struct js_binding *b) {
    if (!js->level || b->mark == js->level)
        return;
    struct js_save save = {.binding = b, .level = js->level, .old_binding = *b};
    VEC_PUSH(js->arena, &js->saves, save);
    b->mark = js->level;
}

/* Sets this level's changes aside and restores what was there. */
static void take_back(struct js *js, size_t base, struct side *side) {
    for (size_t i = js->saves.n; i-- > base;) {
        struct js_save *save = &js->saves.at[i];
        struct change change = {.binding = save->binding, .object = save->object};
        if (save->binding) {
            change.new_binding = *save->binding;
            *save->binding = save->old_binding;
        } else {
            change.new_object = *save->object;
            *save->object = save->old_object;
        }
        VEC_PUSH(js->arena, &side->changes, change);
    }
    js->saves.n = base;
}

static void try_side(struct js *js, js_side_fn *fn, void *context, struct side *side) {
    unsigned parent = js->level;
    size_t base = js->saves.n, modules = js->modules.n;
    js->level = ++js->last_level;
    side->done = fn(js, context);
    side->thrown = js->thrown;
    side->thrown_span = js->thrown_span;
    side->thrown_text = js->thrown_text;
    take_back(js, base, side);
    js->modules.n = modules; /* a module loaded by one side only is loaded again by the next */
    js->level = parent;
}

static struct change *change_of(struct side *side, const struct change *like) {
    for (size_t i = 0; i < side->changes.n; i++) {
        struct change *c = &side->changes.at[i];
        if (c->binding == like->binding && c->object == like->object)
            return c;
    }
    return NULL;
}

static const struct js_value *join_values(struct js *js, const struct js_fork *fork,
                                          const struct js_value *yes, const struct js_value *no) {
    if (js_same(yes, no))
        return js_with_deps(js->arena, yes, no->deps);
    return js_choose(js, fork->cond, fork->when, yes, no);
}

static void join_binding(struct js *js, const struct js_fork *fork, struct js_binding *b,
                         const struct js_binding *yes, const struct js_binding *no) {
    js_touch_binding(js, b);
    if (yes->value && no->value)
        b->value = join_values(js, fork, yes->value, no->value);
    else if (yes->value != no->value)
        js_poison(js, fork->cond);
}

/* An accessor, or what Object.defineProperty made, on one side only. */
static bool differs_in_kind(const struct js_prop *p, const struct js_prop *other) {
    static const struct js_prop absent = {0};
    bool is_there = other != NULL;
    other = other ? other : &absent;
    if (p->is_getter != other->is_getter || p->setter != other->setter ||
        p->is_readonly != other->is_readonly || p->is_fixed != other->is_fixed)
        return true;
    return is_there &&
           (p->is_hidden != other->is_hidden || (p->is_getter && !js_same(p->value, other->value)));
}

static void join_props(struct js *js, const struct js_fork *fork, struct js_object *o,
                       const struct js_object *no) {
    const struct js_value *absent = js_undefined(js->arena, fork->cond->span);
    for (size_t i = 0; i < o->props.n; i++) {
        struct js_prop *p = &o->props.at[i];
        const struct js_prop *other = js_prop_find(no, p->key);
        p->maybe = p->maybe || !other || other->maybe;
        p->deleted = p->deleted && other && other->deleted;
        if (differs_in_kind(p, other))
            js_poison(js, fork->cond);
        p->value = join_values(js, fork, p->value, other ? other->value : absent);
    }
    for (size_t i = 0; i < no->props.n; i++) {
        const struct js_prop *p = &no->props.at[i];
        if (js_prop_find(o, p->key))
            continue;
        if (differs_in_kind(p, NULL))
            js_poison(js, fork->cond);
        const struct js_value *v = join_values(js, fork, absent, p->value);
        struct js_prop *made = js_prop_set(js->arena, o, p->key, p->key_span, v);
        made->maybe = true;
        made->is_hidden = p->is_hidden;
    }
}

/* o becomes the join of its two outcomes; the arrays of `yes` are its own from here on. */
static void join_object(struct js *js, const struct js_fork *fork, struct js_object *o,
                        const struct js_object *yes, const struct js_object *no) {
    js_touch_object(js, o);
    unsigned mark = o->mark;
    *o = *yes;
    o->mark = mark;
    o->props.at = copy_array(js, yes->props.at, yes->props.n, yes->props.cap, sizeof *o->props.at);
    o->items.at = copy_array(js, yes->items.at, yes->items.n, yes->items.cap, sizeof *o->items.at);
    o->index = copy_array(js, yes->index, yes->index_size, yes->index_size, sizeof *o->index);
    if (no->open && !o->open) {
        o->open = no->open;
        o->open_env = no->open_env;
    }
    for (size_t i = 0; o->partial && no->partial && i < no->partial->n; i++)
        js_may_hold(js, o, no->partial->at[i]);
    if (o->open)
        o->open = js_maybe_own(js, o->open, js_holds_own(yes) | js_holds_own(no));
    o->has_index_keys |= no->has_index_keys;
    join_props(js, fork, o, no);
    bool differs = yes->is_frozen != no->is_frozen || yes->proto != no->proto ||
                   yes->next != no->next || yes->removals != no->removals;
    for (size_t i = 0; i < yes->items.n && yes->items.n == no->items.n; i++) {
        if (yes->items.at[i] && no->items.at[i])
            o->items.at[i] = join_values(js, fork, yes->items.at[i], no->items.at[i]);
        else
            differs = differs || yes->items.at[i] != no->items.at[i];
    }
    if (yes->items.n != no->items.n && !differs && !o->open && o->class == JS_ARRAY) {
        js_open_array(js, o, fork->cond);
        for (size_t i = 0; i < no->items.n; i++)
            if (no->items.at[i])
                js_may_hold(js, o, no->items.at[i]);
    } else if (differs || yes->items.n != no->items.n) {
        js_open(js, o, js_maybe_own(js, js_unknown_from(js, fork->cond), js_holds_own(no)));
    }
}

static void join_change(struct js *js, const struct js_fork *fork, const struct change *yes,
                        const struct change *no) {
    const struct change *any = yes ? yes : no;
    if (any->binding) {
        struct js_binding old = *any->binding;
        join_binding(js, fork, any->binding, yes ? &yes->new_binding : &old,
                     no ? &no->new_binding : &old);
    } else {
        struct js_object old = *any->object;
        join_object(js, fork, any->object, yes ? &yes->new_object : &old,
                    no ? &no->new_object : &old);
    }
}

static void join_changes(struct js *js, const struct js_fork *fork, struct side *yes,
                         struct side *no) {
    for (size_t i = 0; i < yes->changes.n && js_step(js, 1); i++)
        join_change(js, fork, &yes->changes.at[i], change_of(no, &yes->changes.at[i]));
    for (size_t i = 0; i < no->changes.n && js_step(js, 1); i++)
        if (!change_of(yes, &no->changes.at[i]))
            join_change(js, fork, NULL, &no->changes.at[i]);
}

/* The side's outcome as it is. */
static void keep_side(struct js *js, struct side *side) {
    for (size_t i = 0; i < side->changes.n; i++) {
        struct change *c = &side->changes.at[i];
        if (c->binding) {
            js_touch_binding(js, c->binding);
            c->binding->value = c->new_binding.value;
        } else {
            js_touch_object(js, c->object);
            unsigned mark = c->object->mark;
            *c->object = c->new_object;
            c->object->mark = mark;
        }
    }
    js->thrown = side->thrown;
    js->thrown_span = side->thrown_span;
    js->thrown_text = side->thrown_text;
}

static struct js_done join_ends(struct js *js, const struct js_fork *fork, struct js_done yes,
                                struct js_done no, bool is_body) {
    const struct js_value *nothing = js_undefined(js->arena, fork->cond->span);
    if (is_body && (yes.flow == JS_RETURN) != (no.flow == JS_RETURN)) {
        if (yes.flow == JS_NORMAL)
            yes = (struct js_done){.flow = JS_RETURN, .value = nothing};
        if (no.flow == JS_NORMAL)
            no = (struct js_done){.flow = JS_RETURN, .value = nothing};
    }
    if (yes.flow != no.flow || !str_eq(yes.label, no.label)) {
        js_poison(js, fork->cond);
        return yes.flow == JS_NORMAL ? yes : no;
    }
    if (yes.value && no.value)
        yes.value = join_values(js, fork, yes.value, no.value);
    return yes;
}

struct js_done js_fork(struct js *js, const struct js_fork *fork, bool is_body) {
    struct side yes = {0}, no = {0};
    try_side(js, fork->yes, fork->context, &yes);
    if (js->is_fatal)
        return js_thrown();
    try_side(js, fork->no, fork->context, &no);
    if (js->is_fatal)
        return js_thrown();
    bool yes_throws = yes.done.flow == JS_THROW, no_throws = no.done.flow == JS_THROW;
    if (yes_throws != no_throws && js->f->mode == FRONT_CONCRETE)
        js_poison(js, fork->cond);
    if (yes_throws != no_throws) /* a `try` round it must look at both */
        js->may_throw = true;
    if (yes_throws || no_throws) {
        struct side *kept = yes_throws ? &no : &yes;
        keep_side(js, kept);
        return kept->done;
    }
    join_changes(js, fork, &yes, &no);
    return join_ends(js, fork, yes.done, no.done, is_body);
}

static bool is_all_open(const struct js *js, const struct js_object *o) {
    for (size_t i = 0; i < o->props.n; i++)
        if (o->props.at[i].value->kind != JS_UNKNOWN)
            return false;
    return o->class == JS_ENV ? js->env_cut != NULL : o->open && !o->open_env;
}

/* True where the change was not expected yet. */
static bool blur_change(struct js *js, const struct change *c, const struct js_value *cause) {
    if (c->binding) {
        c->binding->is_escaped = c->binding->is_escaped || js->is_escaping;
        const struct js_value *old = c->binding->value, *now = c->new_binding.value;
        unsigned was = old ? js_is_own(old) : 0, own = was | (now ? js_is_own(now) : 0);
        if (old && old->kind == JS_UNKNOWN && !old->late && own == was)
            return false;
        js_touch_binding(js, c->binding);
        c->binding->value = js_maybe_own(js, js_unknown_from(js, cause), own);
        return true;
    }
    unsigned own = js_holds_own(&c->new_object);
    bool fresh = !is_all_open(js, c->object) || own != (own & js_holds_own(c->object));
    if (fresh)
        js_open(js, c->object, js_maybe_own(js, js_unknown_from(js, cause), own));
    c->object->is_escaped = c->object->is_escaped || js->is_escaping;
    return fresh;
}

bool js_havoc(struct js *js, js_side_fn *fn, void *context, const struct js_value *cause) {
    enum { ROUNDS_MOST = 12 };
    for (int round = 0; round < ROUNDS_MOST; round++) {
        struct side side = {0};
        bool fresh = false;
        try_side(js, fn, context, &side);
        if (js->is_fatal)
            return false;
        if (side.done.flow == JS_RETURN ||
            (side.done.flow == JS_THROW && js->f->mode == FRONT_CONCRETE))
            js_poison(js, cause);
        for (size_t i = 0; i < side.changes.n; i++)
            fresh = blur_change(js, &side.changes.at[i], cause) || fresh;
        if (!fresh)
            return true;
    }
    js_poison(js, cause);
    return true;
}

bool js_try_once(struct js *js, js_side_fn *fn, void *context, struct js_done *done) {
    struct side side = {0};
    bool before = js->may_throw;
    js->may_throw = false;
    try_side(js, fn, context, &side);
    bool doubtful = js->may_throw && !js->is_fatal;
    js->may_throw = js->may_throw || before;
    if (doubtful)
        return false;
    keep_side(js, &side);
    *done = side.done;
    return true;
}
