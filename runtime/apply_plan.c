/* What an apply has to do. Looks and compares; changes nothing. */
#include <stdlib.h>

#include "runtime/apply.h"

struct planner {
    struct apply *apply;
    struct inst **insts; /* all that are not leaving, by name and number */
    bool *is_taken;      /* belongs to an app of the new plan */
    unsigned n;
};

static int no_memory(struct err *err) {
    return err_set(err, "the supervisor is out of memory");
}

static int by_name(const void *a, const void *b) {
    const struct inst *x = *(struct inst *const *)a, *y = *(struct inst *const *)b;
    int order = strcmp(x->app->name, y->app->name);
    if (order)
        return order;
    if (x->number != y->number)
        return x->number < y->number ? -1 : 1;
    return x->pm_id < y->pm_id ? -1 : 1;
}

static int sort_insts(struct planner *p, const struct sup *sup) {
    struct arena *a = &p->apply->arena;
    p->insts = arena_array(a, struct inst *, sup->n_insts + 1);
    p->is_taken = arena_array(a, bool, sup->n_insts + 1);
    if (!p->insts || !p->is_taken)
        return -1;
    for (struct inst *inst = sup->first; inst; inst = inst->next)
        if (!inst->is_leaving && inst->office == INST_HOLDS)
            p->insts[p->n++] = inst;
    if (p->n)
        qsort(p->insts, p->n, sizeof(struct inst *), by_name);
    return 0;
}

/* The first instance of that name; *end is beyond the last. */
static unsigned find_range(const struct planner *p, const char *name, unsigned *end) {
    unsigned low = 0, high = p->n;
    while (low < high) {
        unsigned middle = low + (high - low) / 2;
        if (strcmp(p->insts[middle]->app->name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (*end = low; *end < p->n && strcmp(p->insts[*end]->app->name, name) == 0;)
        ++*end;
    return low;
}

/* ---- why ------------------------------------------------------------------------------------- */

enum { WHY_MOST = 8, CHANGES_MOST = 64 };

struct why {
    struct buf text;
    unsigned n;
};

static void why_add(struct why *why, const char *option, const char *key) {
    if (why->n++ < WHY_MOST)
        buf_fmt(&why->text, "%s%s%s%s", why->n > 1 ? ", " : "", option, key ? "." : "",
                key ? key : "");
}

static const char *why_end(struct why *why, struct arena *a) {
    if (why->n > WHY_MOST)
        buf_fmt(&why->text, " and %u more", why->n - WHY_MOST);
    const char *text =
        why->text.failed ? NULL : arena_cstr(a, (struct str){why->text.p, why->text.n});
    buf_done(&why->text);
    return text;
}

static bool same(const char *a, const char *b) {
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_list(const struct app_list *a, const struct app_list *b) {
    bool is_same = a->n == b->n;
    for (unsigned i = 0; i < a->n && is_same; i++)
        is_same = strcmp(a->at[i], b->at[i]) == 0;
    return is_same;
}

/* What the plans say alike and the world fills in differently; whether there is any. */
static bool compare_resolved(const struct app *old, const struct app *new, struct why *why) {
    unsigned before = why->n;
    if (!same(old->script, new->script))
        why_add(why, options[OPT_SCRIPT].name, NULL);
    if (!same(old->cwd, new->cwd))
        why_add(why, options[OPT_CWD].name, NULL);
    if (!same(old->interpreter, new->interpreter))
        why_add(why, options[OPT_INTERPRETER].name, NULL);
    if (!same_list(&old->args, &new->args))
        why_add(why, options[OPT_ARGS].name, NULL);
    if (!same_list(&old->node_args, &new->node_args))
        why_add(why, options[OPT_NODE_ARGS].name, NULL);
    for (unsigned i = 0; i < new->n_env; i++) {
        bool is_same = false;
        for (unsigned k = 0; k < old->n_env && !is_same; k++)
            is_same = same(old->env[k].name, new->env[i].name) &&
                      same(old->env[k].value, new->env[i].value);
        if (!is_same)
            why_add(why, options[OPT_ENV].name, new->env[i].name);
    }
    if (old->n_env > new->n_env && why->n == before)
        why_add(why, options[OPT_ENV].name, NULL);
    return why->n != before;
}

/* How the app differs from what one of its instances was made from. */
static enum plan_verdict compare(const struct inst *inst, const struct generation *gen,
                                 const struct app *app, struct why *why) {
    struct plan_change changes[CHANGES_MOST];
    size_t n = 0;
    enum plan_verdict foreign = plan_print_verdict(&inst->was, &app->print);
    if (inst->is_foreign && foreign != VERDICT_NOTHING)
        why_add(why, "another version runs", NULL);
    if (inst->is_foreign)
        return foreign;
    enum plan_verdict verdict = plan_diff_app(&inst->gen->plan, inst->app->index, &gen->plan,
                                              app->index, changes, CHANGES_MOST, &n);
    for (size_t i = 0; i < n && i < CHANGES_MOST; i++)
        why_add(why, options[changes[i].id].name, changes[i].env_name);
    bool can_roll = app_can_overlap(inst->app) && app_can_overlap(app);
    enum plan_verdict otherwise = can_roll ? VERDICT_RELOAD : VERDICT_RESTART;
    return verdict < VERDICT_RELOAD && compare_resolved(inst->app, app, why) ? otherwise : verdict;
}

/* ---- goals ----------------------------------------------------------------------------------- */

static bool is_new_version(enum plan_verdict verdict) {
    return verdict == VERDICT_RELOAD || verdict == VERDICT_RESTART || verdict == VERDICT_RECREATE;
}

static enum slot_goal goal_of(const struct inst *inst, const struct app *app,
                              enum plan_verdict verdict) {
    bool rests = proc_is_resting(inst->proc.state);
    bool is_wanted =
        app->autostart && (inst->is_held || inst->starts == 0 || inst->proc.state == PROC_ERRORED);
    if (!rests && verdict == VERDICT_RELOAD && !inst->is_held)
        return SLOT_ROLL;
    if (!rests)
        return is_new_version(verdict) || inst->is_held ? SLOT_SWAP : SLOT_ADOPT;
    return is_wanted || (app->autostart && is_new_version(verdict)) ? SLOT_START : SLOT_ADOPT;
}

/* gen NULL: it is to go. */
static void fill_slot(struct apply_slot *slot, struct inst *inst, enum slot_goal goal,
                      struct generation *gen, const struct app *app) {
    inst->holds++;
    *slot = (struct apply_slot){.inst = inst,
                                .old_gen = gen_hold(inst->gen),
                                .old_app = inst->app,
                                .gen = gen ? gen_hold(gen) : NULL,
                                .app = app,
                                .goal = goal,
                                .number = inst->number,
                                .was_up = !proc_is_resting(inst->proc.state) && !inst->is_held};
}

static bool has_number(const struct apply_change *change, unsigned number) {
    for (unsigned i = 0; i < change->n_slots; i++)
        if (change->slots[i].number == number)
            return true;
    return false;
}

/* Instances to be made take the smallest numbers that are free. */
static void add_new(struct apply_change *change, struct generation *gen) {
    unsigned number = 0;
    while (change->n_slots < change->n_after) {
        while (has_number(change, number))
            number++;
        change->slots[change->n_slots++] = (struct apply_slot){
            .gen = gen_hold(gen), .app = change->app, .goal = SLOT_NEW, .number = number};
    }
}

/* The verdict is that of the change; what is to be done may be less (nothing runs) or more (it is
 * to be started). */
static void name_action(struct apply_change *change, bool starts) {
    if (change->n_before == 0)
        change->verdict = VERDICT_START;
    else if (!change->app)
        change->verdict = VERDICT_STOP;
    else if (change->verdict < VERDICT_SCALE && change->n_before != change->n_after)
        change->verdict = VERDICT_SCALE;
    else if (change->verdict < VERDICT_SCALE && starts)
        change->verdict = VERDICT_START;
    else if (change->verdict == VERDICT_SCALE && change->n_before == change->n_after)
        change->verdict = starts ? VERDICT_START : VERDICT_LIVE;
}

static int fill_change(struct planner *p, struct apply_change *change, unsigned begin,
                       unsigned end) {
    unsigned n_most = end - begin > change->n_after ? end - begin : change->n_after;
    bool starts = false;
    change->n_before = end - begin;
    change->slots = arena_array(&p->apply->arena, struct apply_slot, n_most);
    if (!change->slots)
        return -1;
    for (unsigned i = begin; i < end; i++) {
        bool goes = i - begin >= change->n_after;
        enum slot_goal goal = goes ? SLOT_GO : goal_of(p->insts[i], change->app, change->verdict);
        fill_slot(&change->slots[change->n_slots++], p->insts[i], goal,
                  change->app ? p->apply->gen : NULL, change->app);
        change->slots[change->n_slots - 1].was_held = p->insts[i]->is_held;
        starts = starts || goal == SLOT_START || (goal == SLOT_SWAP && p->insts[i]->is_held);
        p->is_taken[i] = true;
    }
    add_new(change, p->apply->gen);
    name_action(change, starts);
    return 0;
}

/* ---- all apps -------------------------------------------------------------------------------- */

static bool is_asked_for(const struct ctl_texts *only, const char *name) {
    for (unsigned i = 0; i < only->n; i++)
        if (strcmp(only->at[i], name) == 0)
            return true;
    return only->n == 0;
}

static int check_owner(const struct planner *p, unsigned begin, unsigned end, struct err *err) {
    for (unsigned i = begin; i < end && !p->apply->take; i++) {
        const struct inst *inst = p->insts[i];
        if (!gen_is_same_ecosystem(inst->gen, p->apply->gen))
            return err_set(err,
                           "app %s runs already, from %s/%s; --take makes it one of this "
                           "configuration",
                           inst->app->name, inst->gen->root, inst->gen->file);
    }
    return 0;
}

/* Somebody had scaled it. Where records were damaged, fewer than the plan says are no wish. */
static bool keeps_count(const struct apply *apply, const struct apply_change *change, unsigned n) {
    return apply->is_takeover && n > 0 && change->verdict == VERDICT_NOTHING &&
           (n > change->n_after || !apply->sup->relics.is_partial);
}

/* What is done at least to a process that there is. */
static enum plan_verdict least(const struct apply *apply, const struct inst *inst,
                               const struct app *app) {
    bool can_roll = app_can_overlap(inst->app) && app_can_overlap(app);
    if ((!apply->reloads && !apply->restarts) || proc_is_resting(inst->proc.state))
        return VERDICT_NOTHING;
    return can_roll && !apply->restarts ? VERDICT_RELOAD : VERDICT_RESTART;
}

static int plan_app(struct planner *p, const struct app *app, struct err *err) {
    struct apply_change *change = &p->apply->changes[p->apply->n];
    unsigned end, begin = find_range(p, app->name, &end);
    struct why why = {0};
    if (check_owner(p, begin, end, err) < 0)
        return -1;
    *change = (struct apply_change){.name = app->name, .app = app, .n_after = app->n_instances};
    for (unsigned i = begin; i < end; i++) {
        if (i > begin && p->insts[i]->app == p->insts[i - 1]->app && !p->insts[i]->is_foreign &&
            !p->insts[i - 1]->is_foreign)
            continue;
        why.n = 0; /* instances of several versions: the last one tells why */
        buf_done(&why.text);
        enum plan_verdict verdict = compare(p->insts[i], p->apply->gen, app, &why);
        enum plan_verdict asked = least(p->apply, p->insts[i], app);
        if (asked > verdict && why.n == 0)
            why_add(&why, "asked for", NULL);
        verdict = asked > verdict ? asked : verdict;
        change->verdict = verdict > change->verdict ? verdict : change->verdict;
    }
    if (keeps_count(p->apply, change, end - begin))
        change->n_after = end - begin;
    p->apply->n++; /* before it holds anything, so that all is given back */
    change->why = why_end(&why, &p->apply->arena);
    return !change->why || fill_change(p, change, begin, end) < 0 ? no_memory(err) : 0;
}

/* What is of this ecosystem and not in the new plan. */
static int plan_leaving(struct planner *p, struct err *err) {
    for (unsigned begin = 0, end; begin < p->n; begin = end) {
        const struct inst *inst = p->insts[begin];
        (void)find_range(p, inst->app->name, &end);
        if (p->is_taken[begin] || !gen_is_same_ecosystem(inst->gen, p->apply->gen))
            continue;
        struct apply_change *change = &p->apply->changes[p->apply->n];
        *change = (struct apply_change){.name = inst->app->name, .why = ""};
        p->apply->n++;
        if (fill_change(p, change, begin, end) < 0)
            return no_memory(err);
    }
    return 0;
}

int apply_plan(struct apply *apply, const struct ctl_texts *only, struct err *err) {
    struct planner p = {.apply = apply};
    const struct generation *gen = apply->gen;
    for (unsigned i = 0; i < only->n; i++)
        if (!gen_find(gen, only->at[i]))
            return err_set(err, "no app of the plan is called \"%s\"", only->at[i]);
    apply->changes =
        arena_array(&apply->arena, struct apply_change, gen->n_apps + apply->sup->n_insts);
    if (!apply->changes || sort_insts(&p, apply->sup) < 0)
        return no_memory(err);
    for (unsigned i = 0; i < gen->n_apps; i++)
        if (is_asked_for(only, gen->apps[i].name) && plan_app(&p, &gen->apps[i], err) < 0)
            return -1;
    return apply->keep || only->n ? 0 : plan_leaving(&p, err);
}

/* ---- reload ---------------------------------------------------------------------------------- */

/* Instances of one app, each in the version that it has. */
static int plan_reload(struct apply *apply, struct inst **insts, unsigned n) {
    struct apply_change *change = &apply->changes[apply->n];
    bool can_roll = true;
    *change = (struct apply_change){.name = insts[0]->app->name,
                                    .app = insts[0]->app,
                                    .why = "",
                                    .n_before = n,
                                    .n_after = n,
                                    .slots = arena_array(&apply->arena, struct apply_slot, n)};
    if (!change->slots)
        return -1;
    apply->n++;
    for (unsigned i = 0; i < n; i++) {
        struct inst *inst = insts[i];
        bool rests = proc_is_resting(inst->proc.state), rolls = app_can_overlap(inst->app);
        enum slot_goal goal = rests ? SLOT_START : rolls && !inst->is_held ? SLOT_ROLL : SLOT_SWAP;
        fill_slot(&change->slots[change->n_slots++], inst, goal, inst->gen, inst->app);
        can_roll = can_roll && rolls;
    }
    change->verdict = can_roll ? VERDICT_RELOAD : VERDICT_RESTART;
    return 0;
}

int apply_plan_reload(struct apply *apply, const struct inst_set *set, struct err *err) {
    struct inst **insts = arena_array(&apply->arena, struct inst *, set->n + 1);
    apply->changes = arena_array(&apply->arena, struct apply_change, set->n + 1);
    if (!insts || !apply->changes)
        return no_memory(err);
    for (unsigned i = 0; i < set->n; i++)
        insts[i] = set->at[i];
    qsort(insts, set->n, sizeof(struct inst *), by_name);
    for (unsigned begin = 0, end; begin < set->n; begin = end) {
        for (end = begin + 1; end < set->n; end++)
            if (strcmp(insts[end]->app->name, insts[begin]->app->name) != 0)
                break;
        if (plan_reload(apply, insts + begin, end - begin) < 0)
            return no_memory(err);
    }
    return 0;
}

void apply_plan_release(struct apply *apply) {
    for (unsigned i = 0; i < apply->n; i++) {
        apply_give_sockets(apply, &apply->changes[i]);
        for (unsigned k = 0; k < apply->changes[i].n_slots; k++) {
            struct apply_slot *slot = &apply->changes[i].slots[k];
            apply_let_go(slot);
            gen_drop(slot->old_gen);
            gen_drop(slot->gen);
        }
    }
    apply->n = 0;
}
