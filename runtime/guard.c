/* Memory. */
#include "runtime/guard.h"

#include <stdlib.h>

#include "runtime/os/clock.h"
#include "runtime/text.h"
#include "runtime/usage.h"

enum { INTERVAL_MS = 30000, INTERVAL_LEAST_MS = 10 };

static int64_t interval_ms(const struct sup *sup) {
    const char *own = text_getenv(sup->environ, "ECORT_GUARD_MS");
    int64_t ms = own ? strtoll(own, NULL, 10) : 0;
    return ms >= INTERVAL_LEAST_MS ? ms : INTERVAL_MS;
}

static bool is_limited(const struct inst *inst) {
    return inst->app->max_memory_bytes > 0 && !inst->is_leaving;
}

void guard_restart(struct inst *inst) {
    sup_event(inst, PROC_STOP);
    sup_event(inst, PROC_START);
}

static void look(struct inst *inst, const struct usage *usage) {
    int64_t used = (int64_t)usage->rss_pages * os_page_bytes();
    if (!is_limited(inst) || inst->proc.state != PROC_ONLINE || !usage->is_known ||
        used <= inst->app->max_memory_bytes)
        return;
    say_trouble(&inst->sup->say, "%s %u uses %lld KiB, max_memory_restart is %lld KiB: restarting",
                inst->app->name, inst->pm_id, (long long)used / 1024,
                (long long)inst->app->max_memory_bytes / 1024);
    guard_restart(inst);
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
        timer_arm(&sup->timers, timer, os_now_ms() + interval_ms(sup));
}

void guard_set(struct inst *inst) {
    struct sup *sup = inst->sup;
    sup->guard.fire = on_timer;
    if (is_limited(inst) && sup->guard.place == 0)
        timer_arm(&sup->timers, &sup->guard, os_now_ms() + interval_ms(sup));
}
