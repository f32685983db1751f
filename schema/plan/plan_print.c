/* Sums over the option table. */
#include "schema/plan/plan_print.h"

#include <string.h>

#include "schema/base/hash.h"

static uint64_t mix(uint64_t sum, uint64_t fact) {
    uint64_t both[] = {sum, fact};
    return hash_bytes(both, sizeof both);
}

static uint64_t mix_z(uint64_t sum, const char *text) {
    return mix(sum, text ? hash_bytes(text, strlen(text) + 1) : 0);
}

static uint64_t sum_text(struct plan_text text) {
    unsigned n = plan_text_parts(text);
    uint64_t sum = mix(n, text.ref & PLAN_TEMPLATE);
    for (unsigned i = 0; i < n; i++) {
        struct plan_part part = plan_text_part(text, i);
        sum = mix(sum, (uint64_t)part.kind * 2 + part.empty_is_missing);
        sum = mix_z(mix_z(sum, part.text), part.fallback);
    }
    return sum;
}

static uint64_t sum_list(struct plan_list list, bool numbers) {
    uint64_t sum = list.n;
    for (unsigned i = 0; i < list.n; i++)
        sum = mix(sum, numbers ? list.words[i] : sum_text(plan_list_text(list, i)));
    return sum;
}

/* Their order means nothing. */
static uint64_t sum_env(struct plan_list env) {
    uint64_t sum = 0;
    for (unsigned i = 0; i < env.n; i++)
        sum += mix_z(sum_text(plan_env_text(env, i)), plan_env_name(env, i));
    return sum;
}

static uint64_t sum_value(const struct plan *plan, unsigned app, enum opt_id id) {
    enum plan_shape shape = plan_shape_of(id);
    switch (shape) {
    case PLAN_SHAPE_BOOL:
        return plan_bool(plan, app, id);
    case PLAN_SHAPE_NUMBER:
        return (uint64_t)plan_number(plan, app, id, INT64_MIN);
    case PLAN_SHAPE_TEXT:
        return sum_text(plan_text(plan, app, id));
    case PLAN_SHAPE_TEXTS:
    case PLAN_SHAPE_NUMBERS:
        return sum_list(plan_list(plan, app, id), shape == PLAN_SHAPE_NUMBERS);
    case PLAN_SHAPE_PAIRS:
        return sum_env(plan_list(plan, app, id));
    case PLAN_SHAPE_GROUP:
        break;
    }
    return plan_has_block(plan, app, opt_group_block(id));
}

/* What plan_diff_app looks at. */
static bool is_there(const struct plan *plan, unsigned app, enum opt_id id) {
    if (options[id].repr == REPR_ENV || options[id].repr == REPR_GROUP)
        return true;
    return options[id].wire != OPT_NO_WIRE &&
           (opt_block_of(id) == BLOCK_COMPAT || plan_has_block(plan, app, opt_block_of(id)));
}

struct plan_print plan_print_app(const struct plan *plan, unsigned app) {
    struct plan_print print = {.rolls = plan_can_roll(plan, app)};
    uint64_t *const sums[] = {[IMPACT_LIVE] = &print.live,
                              [IMPACT_RELOAD] = &print.reload,
                              [IMPACT_RESTART] = &print.restart,
                              [IMPACT_RECREATE] = &print.recreate};
    for (unsigned i = 0; i < OPT_COUNT; i++) {
        enum opt_id id = (enum opt_id)i;
        enum opt_impact impact = options[id].impact;
        if (impact == IMPACT_NONE || !is_there(plan, app, id))
            continue;
        uint64_t value = sum_value(plan, app, id);
        if (impact == IMPACT_SCALE)
            print.instances = (uint32_t)mix(print.instances, value);
        else
            *sums[impact] = mix(*sums[impact], mix(i, value));
    }
    return print;
}

void plan_print_add(struct plan_print *print, const char *text) {
    print->reload = mix_z(print->reload, text);
}

void plan_print_add_pair(struct plan_print *print, const char *name, const char *value) {
    print->reload += mix_z(mix_z(1, name), value);
}

enum plan_verdict plan_print_verdict(const struct plan_print *before,
                                     const struct plan_print *after) {
    /* The mode being the same, what lets only one of them roll are its sockets: they change hands. */
    if (before->recreate != after->recreate || before->rolls != after->rolls)
        return VERDICT_RECREATE;
    if (before->restart != after->restart)
        return VERDICT_RESTART;
    if (before->reload != after->reload)
        return before->rolls && after->rolls ? VERDICT_RELOAD : VERDICT_RESTART;
    if (before->instances != after->instances)
        return VERDICT_SCALE;
    return before->live != after->live ? VERDICT_LIVE : VERDICT_NOTHING;
}
