/* What follows from a count. */
#include "runtime/errors.h"

#include <stddef.h>

#include "runtime/guard.h"
#include "runtime/sup.h"

static void on_lines(struct log_meter *meter, uint64_t n, int64_t now_ms) {
    struct inst *inst = (struct inst *)((char *)meter - offsetof(struct inst, errors.meter));
    const struct app *app = inst->app;
    sup_on_report(&inst->report, OS_READ); /* what writes runs: that news may wait behind its lines */
    if (!error_meter_add(&inst->errors.core, n, app->errors_most, now_ms))
        return;
    bool restarts = app->errors_restart && inst->proc.state == PROC_ONLINE &&
                    inst->office == INST_HOLDS && !inst->is_leaving;
    unsigned long long sum = error_meter_sum(&inst->errors.core);
    say_trouble(&inst->sup->say,
                "%s %u has written %llu lines to stderr within a minute (error_threshold %llu)%s%s",
                app->name, inst->pm_id, sum, (unsigned long long)app->errors_most,
                restarts ? "; " : "", restarts ? guard_remedy(inst) : "");
    if (restarts)
        guard_replace(inst, RENEWAL_ERRORS);
}

void errors_set(struct inst *inst) {
    inst->errors.meter.lines = on_lines;
    inst->stream[1].meter = inst->app->errors_most ? &inst->errors.meter : NULL;
}

void errors_begin(struct inst *inst) {
    inst->errors.core = (struct error_meter){.told_ms = inst->errors.core.told_ms};
}
