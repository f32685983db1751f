/* Comparison by meaning: references are followed, never compared. */
#include "schema/plan/plan_diff.h"

#include <string.h>

struct pair {
    const struct plan *old_plan, *new_plan;
    unsigned old_app, new_app;
};

struct changes {
    struct plan_change *at;
    size_t cap, n;
    enum plan_verdict verdict;
};

static bool same_z(const char *a, const char *b) {
    return a == b || (a && b && strcmp(a, b) == 0);
}

bool plan_text_same(struct plan_text a, struct plan_text b) {
    unsigned n = plan_text_parts(a);
    if (n != plan_text_parts(b) || (a.ref & PLAN_TEMPLATE) != (b.ref & PLAN_TEMPLATE))
        return false;
    for (unsigned i = 0; i < n; i++) {
        struct plan_part x = plan_text_part(a, i), y = plan_text_part(b, i);
        if (x.kind != y.kind || x.empty_is_missing != y.empty_is_missing ||
            !same_z(x.text, y.text) || !same_z(x.fallback, y.fallback))
            return false;
    }
    return true;
}

static bool same_list(struct plan_list a, struct plan_list b, bool numbers) {
    if (a.n != b.n)
        return false;
    for (unsigned i = 0; i < a.n; i++)
        if (numbers ? a.words[i] != b.words[i]
                    : !plan_text_same(plan_list_text(a, i), plan_list_text(b, i)))
            return false;
    return true;
}

static bool same_value(const struct pair *p, enum opt_id id) {
    enum plan_shape shape = plan_shape_of(id);
    switch (shape) {
    case PLAN_SHAPE_BOOL:
        return plan_bool(p->old_plan, p->old_app, id) == plan_bool(p->new_plan, p->new_app, id);
    case PLAN_SHAPE_NUMBER:
        return plan_number(p->old_plan, p->old_app, id, INT64_MIN) ==
               plan_number(p->new_plan, p->new_app, id, INT64_MIN);
    case PLAN_SHAPE_TEXT:
        return plan_text_same(plan_text(p->old_plan, p->old_app, id),
                              plan_text(p->new_plan, p->new_app, id));
    case PLAN_SHAPE_TEXTS:
    case PLAN_SHAPE_NUMBERS:
        return same_list(plan_list(p->old_plan, p->old_app, id),
                         plan_list(p->new_plan, p->new_app, id), shape == PLAN_SHAPE_NUMBERS);
    case PLAN_SHAPE_PAIRS:
    case PLAN_SHAPE_GROUP:
        break; /* env is compared variable by variable, groups by their members */
    }
    return true;
}

bool plan_can_roll(const struct plan *plan, unsigned app) {
    return plan_number(plan, app, OPT_EXEC_MODE, 0) == 1 || plan_list(plan, app, OPT_LISTEN).n > 0;
}

/* Rolling needs processes that can share their sockets on both sides; others are restarted. */
static enum plan_verdict verdict_of(const struct pair *p, enum opt_impact impact) {
    bool rolling = plan_can_roll(p->old_plan, p->old_app) && plan_can_roll(p->new_plan, p->new_app);
    switch (impact) {
    case IMPACT_NONE:
        return VERDICT_NOTHING;
    case IMPACT_LIVE:
        return VERDICT_LIVE;
    case IMPACT_RELOAD:
        return rolling ? VERDICT_RELOAD : VERDICT_RESTART;
    case IMPACT_RESTART:
        return VERDICT_RESTART;
    case IMPACT_SCALE:
        return VERDICT_SCALE;
    case IMPACT_RECREATE:
        return VERDICT_RECREATE;
    }
    return VERDICT_NOTHING;
}

/* Processes that get their sockets from now on, or open them themselves again: an address cannot be
 * opened while any instance of before has it, so that all of them stop first. */
static bool moves_sockets(const struct pair *p, enum opt_id id) {
    bool is_fork = plan_number(p->old_plan, p->old_app, OPT_EXEC_MODE, 0) != 1 &&
                   plan_number(p->new_plan, p->new_app, OPT_EXEC_MODE, 0) != 1;
    return id == OPT_LISTEN && is_fork &&
           (plan_list(p->old_plan, p->old_app, id).n == 0) !=
               (plan_list(p->new_plan, p->new_app, id).n == 0);
}

static void add(struct changes *c, struct plan_change change) {
    if (c->n < c->cap)
        c->at[c->n] = change;
    c->n++;
    if (change.verdict > c->verdict)
        c->verdict = change.verdict;
}

static int env_find(struct plan_list env, const char *name) {
    for (unsigned i = 0; i < env.n; i++)
        if (strcmp(plan_env_name(env, i), name) == 0)
            return (int)i;
    return -1;
}

static void diff_env(const struct pair *p, enum opt_id id, struct changes *c) {
    struct plan_list old_env = plan_list(p->old_plan, p->old_app, id);
    struct plan_list new_env = plan_list(p->new_plan, p->new_app, id);
    enum plan_verdict verdict = verdict_of(p, options[id].impact);
    for (unsigned i = 0; i < new_env.n; i++) {
        const char *name = plan_env_name(new_env, i);
        int at = env_find(old_env, name);
        struct plan_change change = {.id = id,
                                     .kind = at < 0 ? CHANGE_ENV_ADDED : CHANGE_ENV_VALUE,
                                     .env_name = name,
                                     .env_index = i,
                                     .new_text = plan_env_text(new_env, i),
                                     .verdict = verdict};
        if (at >= 0)
            change.old_text = plan_env_text(old_env, (unsigned)at);
        if (at < 0 || !plan_text_same(change.old_text, change.new_text))
            add(c, change);
    }
    for (unsigned i = 0; i < old_env.n; i++)
        if (env_find(new_env, plan_env_name(old_env, i)) < 0)
            add(c, (struct plan_change){.id = id,
                                        .kind = CHANGE_ENV_REMOVED,
                                        .env_name = plan_env_name(old_env, i),
                                        .old_text = plan_env_text(old_env, i),
                                        .verdict = verdict});
}

/* A group that only one of the apps has; its members follow it in the table. */
static bool group_differs(const struct pair *p, enum opt_id group) {
    enum opt_block block = opt_group_block(group);
    return plan_has_block(p->old_plan, p->old_app, block) !=
           plan_has_block(p->new_plan, p->new_app, block);
}

/* A member of a group that only one of the apps has does not differ by itself: the group does.
 * Options for compatibility are in no group, and an app without their block has the defaults. */
static bool is_there(const struct pair *p, enum opt_id id) {
    if (options[id].wire == OPT_NO_WIRE)
        return false;
    return opt_block_of(id) == BLOCK_COMPAT ||
           (plan_has_block(p->old_plan, p->old_app, opt_block_of(id)) &&
            plan_has_block(p->new_plan, p->new_app, opt_block_of(id)));
}

enum plan_verdict plan_diff_app(const struct plan *old_plan, unsigned old_app,
                                const struct plan *new_plan, unsigned new_app,
                                struct plan_change *changes, size_t cap, size_t *n) {
    struct pair p = {old_plan, new_plan, old_app, new_app};
    struct changes c = {changes, cap, 0, VERDICT_NOTHING};
    for (unsigned id = 0; id < OPT_COUNT; id++) {
        if (options[id].repr == REPR_ENV)
            diff_env(&p, id, &c);
        else if (options[id].repr == REPR_GROUP && group_differs(&p, id))
            add(&c, (struct plan_change){.id = id,
                                         .kind = CHANGE_VALUE,
                                         .verdict = verdict_of(&p, options[id].impact)});
        else if (is_there(&p, id) && !same_value(&p, id))
            add(&c, (struct plan_change){.id = id,
                                         .kind = CHANGE_VALUE,
                                         .verdict = moves_sockets(&p, id)
                                                        ? VERDICT_RECREATE
                                                        : verdict_of(&p, options[id].impact)});
    }
    *n = c.n;
    return c.verdict;
}

const char *plan_verdict_name(enum plan_verdict verdict) {
    static const char *const names[VERDICT_COUNT] = {"nothing", "applied live", "scale", "reload",
                                                     "restart", "recreate",     "start", "stop"};
    return names[verdict];
}
