/* What follows from a count. */
#include "runtime/errors.h"

#include <stdlib.h>

#include "runtime/guard.h"
#include "runtime/sup.h"

static void on_lines(struct log_meter *meter, uint64_t n, int64_t now_ms) {
    struct errors *errors = (struct errors *)meter; /* its first member */
    struct inst *inst = errors->inst;
    const struct app *app = inst->app;
    /* What writes runs: that news may wait behind its lines. */
    sup_on_report(&inst->report, OS_READ);
    if (!error_meter_add(&errors->core, n, app->errors_most, now_ms))
        return;
    bool restarts = app->errors_restart && guard_may_replace(inst);
    unsigned long long sum = error_meter_sum(&errors->core);
    say_trouble(&inst->sup->say,
                "%s %u has written %llu lines to stderr within a minute (error_threshold %llu)%s%s",
                app->name, inst->pm_id, sum, (unsigned long long)app->errors_most,
                restarts ? "; " : "", restarts ? guard_remedy(inst) : "");
    if (restarts)
        guard_replace(inst, RENEWAL_ERRORS);
}

static struct errors *open_errors(struct inst *inst) {
    struct errors *errors = calloc(1, sizeof *errors);
    if (errors)
        *errors = (struct errors){.meter.lines = on_lines, .inst = inst};
    else
        say_trouble(&inst->sup->say, "%s %u: lines on stderr are not counted: out of memory",
                    inst->app->name, inst->pm_id);
    return errors;
}

void errors_set(struct inst *inst) {
    if (inst->app->errors_most == 0)
        errors_close(inst);
    else if (!inst->errors)
        inst->errors = open_errors(inst);
    inst->stream[1].meter = inst->errors ? &inst->errors->meter : NULL;
}

void errors_close(struct inst *inst) {
    inst->stream[1].meter = NULL;
    free(inst->errors);
    inst->errors = NULL;
}

void errors_begin(struct inst *inst) {
    if (inst->errors)
        inst->errors->core = (struct error_meter){.told_ms = inst->errors->core.told_ms};
}
