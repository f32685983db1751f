/* Memory. */
#include "runtime/guard.h"

#include <stdlib.h>

#include "runtime/core/renew.h"
#include "runtime/os/clock.h"
#include "runtime/text.h"
#include "runtime/usage.h"

enum { INTERVAL_MS = 30000, INTERVAL_LEAST_MS = 10 };

int64_t guard_interval_ms(const struct sup *sup) {
    const char *own = text_getenv(sup->environ, "ECORT_GUARD_MS");
    int64_t ms = own ? strtoll(own, NULL, 10) : 0;
    return ms >= INTERVAL_LEAST_MS ? ms : INTERVAL_MS;
}

static bool is_limited(const struct inst *inst) {
    return inst->app->max_memory_bytes > 0 && !inst->is_leaving;
}

static void restart(struct inst *inst) {
    struct inst_set set = {.at = &inst, .n = 1};
    renewal_yield(inst->sup, &set);
    sup_event(inst, PROC_STOP);
    sup_event(inst, PROC_START);
}

bool guard_may_replace(const struct inst *inst) {
    return inst->proc.state == PROC_ONLINE && inst->office == INST_HOLDS && !inst->is_leaving;
}

const char *guard_remedy(const struct inst *inst) {
    return app_can_overlap(inst->app) ? "replacing it" : "restarting";
}

void guard_replace(struct inst *inst, enum renewal_why why) {
    if (app_can_overlap(inst->app))
        (void)renewal_ask(inst, why);
    else
        restart(inst);
}

static void give_up(struct inst *inst, int64_t used) {
    bool is_beside = app_can_overlap(inst->app);
    say_trouble(&inst->sup->say,
                "%s %u uses %lld KiB, max_memory_restart is %lld KiB%s: restarting",
                inst->app->name, inst->pm_id, (long long)used / 1024,
                (long long)inst->app->max_memory_bytes / 1024,
                is_beside ? ", and it could not be replaced" : "");
    restart(inst);
}

static void roll(struct inst *inst, int64_t used) {
    if (renewal_ask(inst, RENEWAL_MEMORY))
        say_trouble(&inst->sup->say,
                    "%s %u uses %lld KiB, max_memory_restart is %lld KiB: replacing it",
                    inst->app->name, inst->pm_id, (long long)used / 1024,
                    (long long)inst->app->max_memory_bytes / 1024);
}

static void look(struct inst *inst, const struct usage *usage) {
    int64_t used = (int64_t)usage->rss_pages * os_page_bytes();
    if (!is_limited(inst) || !guard_may_replace(inst) || !usage->is_known)
        return;
    struct renew_memory memory = {.used_bytes = used,
                                  .most_bytes = inst->app->max_memory_bytes,
                                  .can_roll = app_can_overlap(inst->app),
                                  .was_over = inst->renewal.why & RENEWAL_MEMORY};
    switch (renew_for_memory(&memory)) {
    case RENEW_LET_BE:
        renewal_spare(inst, RENEWAL_MEMORY);
        break;
    case RENEW_ROLL:
        roll(inst, used);
        break;
    case RENEW_RESTART:
        give_up(inst, used);
        break;
    }
}

static void on_timer(struct timer *timer) {
    struct sup *sup = (struct sup *)((char *)timer - offsetof(struct sup, guard));
    struct usage *usage = sup->is_stopping ? NULL : usage_take(sup);
    bool any = false;
    unsigned i = 0;
    for (struct inst *inst = sup->first; inst; inst = inst->next, i++) {
        any = any || is_limited(inst);
        if (usage)
            look(inst, &usage[i]);
    }
    free(usage);
    if (any)
        timer_arm(&sup->timers, timer, os_now_ms() + guard_interval_ms(sup));
}

void guard_set(struct inst *inst) {
    struct sup *sup = inst->sup;
    sup->guard.fire = on_timer;
    if (is_limited(inst) && sup->guard.place == 0)
        timer_arm(&sup->timers, &sup->guard, os_now_ms() + guard_interval_ms(sup));
}
