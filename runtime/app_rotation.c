/* The rotation of an app's logs: what its plan says, and what `ecort set` says where it does not. */
#include "runtime/app_load.h"
#include "runtime/os/civil.h"
#include "runtime/os/clock.h"

/* Whether the file itself says it; a plan without origins says all that it has. */
static bool is_said(const struct plan *plan, unsigned app, enum opt_id id) {
    const char *file;
    uint32_t line;
    return plan_origin(plan, app, id, &file, &line) ||
           !plan_origin(plan, app, OPT_SCRIPT, &file, &line);
}

/* "?" in an interval is the moment of loading. */
static void plan_rotation(const struct plan *plan, unsigned i, struct log_rotation *r) {
    const struct plan_cron *cron = plan_cron(plan, i, OPT_ROTATE_INTERVAL);
    *r = (struct log_rotation){
        .max_bytes = plan_number(plan, i, OPT_ROTATE_SIZE, 0),
        .retain = (unsigned)plan_number(plan, i, OPT_ROTATE_RETAIN, 0),
        .is_compressed = plan_bool(plan, i, OPT_ROTATE_COMPRESS),
        .has_interval = cron != NULL,
        .stamp = plan_date_program(plan, i, OPT_ROTATE_DATE),
    };
    if (cron) {
        struct civil_time now = os_civil_of(os_wall_ms());
        r->interval = plan_cron_masks(cron);
        cron_settle(&r->interval, &now);
    }
}

static const char *kept(struct generation *gen, const char *text, bool *failed) {
    const char *copy = arena_cstr(&gen->arena, str_of(text));
    *failed = *failed || !copy;
    return copy ? copy : "";
}

/* What is set and what the plan does not say. */
static bool falls_to(const struct plan *plan, unsigned i, const struct log_defaults *d,
                     enum setting_id setting, enum opt_id id) {
    return d->is_set[setting] && !is_said(plan, i, id);
}

const struct log_rotation *app_load_rotation(struct generation *gen, unsigned i,
                                             const struct log_defaults *d, bool *failed) {
    const struct plan *plan = &gen->plan;
    bool has_own = plan_has_block(plan, i, BLOCK_ROTATE);
    if (!has_own && !(d && d->is_on))
        return NULL;
    struct log_rotation *r = arena_new(&gen->arena, struct log_rotation);
    *failed = *failed || !r;
    if (!r)
        return NULL;
    if (has_own)
        plan_rotation(plan, i, r);
    if (!d)
        return r;
    if (!has_own || falls_to(plan, i, d, SETTING_MAX_SIZE, OPT_ROTATE_SIZE))
        r->max_bytes = d->rotation.max_bytes;
    if (!has_own || falls_to(plan, i, d, SETTING_RETAIN, OPT_ROTATE_RETAIN))
        r->retain = d->rotation.retain;
    if (!has_own || falls_to(plan, i, d, SETTING_COMPRESS, OPT_ROTATE_COMPRESS))
        r->is_compressed = d->rotation.is_compressed;
    if (!has_own || falls_to(plan, i, d, SETTING_ROTATE_INTERVAL, OPT_ROTATE_INTERVAL)) {
        r->interval = d->rotation.interval;
        r->has_interval = d->rotation.has_interval;
    }
    if (!has_own || falls_to(plan, i, d, SETTING_DATE_FORMAT, OPT_ROTATE_DATE))
        r->stamp = kept(gen, d->stamp, failed);
    r->zone = *d->zone ? kept(gen, d->zone, failed) : NULL;
    return r;
}
