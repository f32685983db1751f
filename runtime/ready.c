/* Waiting for the word. */
#include "runtime/ready.h"

#include <stddef.h>
#include <stdlib.h>

#include "runtime/health.h"
#include "runtime/os/clock.h"
#include "runtime/sup.h"
#include "runtime/workers.h"
#include "schema/base/utf8.h"

enum { STATUS_MOST = 256 };

static void tell(struct inst *inst) {
    workers_release(inst);
    inst->sup->has_changed = true;
}

const char *ready_missing(const struct inst *inst) {
    if (inst->app->ready_by == READY_BY_LISTENING)
        return "listened on a port of the cluster";
    if (inst->app->ready_by < READY_BY_HEALTH || (inst->app->waits_word && !inst->ready.has_word))
        return "said that it is ready";
    return "passed its health check";
}

static void on_timer(struct timer *timer) {
    struct inst *inst = (struct inst *)((char *)timer - offsetof(struct inst, ready.timer));
    const char *error = health_error(inst);
    inst->ready.state = READY_UNCONFIRMED;
    inst->ready.since_ms = os_now_ms();
    say_trouble(&inst->sup->say,
                "%s %u has not %s in %lld ms (listen_timeout)%s%s; it counts as online, not "
                "confirmed",
                inst->app->name, inst->pm_id, ready_missing(inst),
                (long long)inst->app->listen_timeout_ms, error ? ": " : "", error ? error : "");
    tell(inst);
}

int ready_open(struct inst *inst) {
    inst->ready = (struct ready){.timer = {.fire = on_timer}};
    return timers_add(&inst->sup->timers);
}

void ready_close(struct inst *inst) {
    ready_end(inst);
    timers_remove(&inst->sup->timers);
}

void ready_begin(struct inst *inst) {
    if (inst->ready.state == READY_YES)
        return; /* its word was heard before the news that its program runs; so may be a status */
    if (inst->app->ready_by == READY_AT_ONCE)
        inst->ready.state = READY_YES;
    else
        timer_arm(&inst->sup->timers, &inst->ready.timer,
                  os_now_ms() + inst->app->listen_timeout_ms);
}

void ready_restore(struct inst *inst, enum ready_state state, int64_t at_ms) {
    inst->ready.state = state;
    if (at_ms)
        timer_arm(&inst->sup->timers, &inst->ready.timer, at_ms);
}

/* Whether that was all that is waited for. */
static bool suffices(const struct inst *inst, enum app_ready by) {
    const struct app *app = inst->app;
    if (app->ready_by != READY_BY_HEALTH)
        return by >= app->ready_by;
    return (inst->ready.has_word || !app->waits_word) &&
           (by == READY_BY_HEALTH || health_is_healthy(inst));
}

void ready_confirm(struct inst *inst, enum app_ready by) {
    bool is_late = inst->ready.state == READY_UNCONFIRMED;
    if (!inst->pid)
        return;
    inst->ready.has_word = inst->ready.has_word || by == READY_BY_WORD;
    if (inst->ready.state == READY_YES || !suffices(inst, by))
        return;
    timer_disarm(&inst->sup->timers, &inst->ready.timer);
    inst->ready.state = READY_YES;
    inst->ready.since_ms = os_now_ms();
    say_line(&inst->sup->say, SAY_GOOD, "%s %u is ready%s", inst->app->name, inst->pm_id,
             is_late ? " at last" : "");
    tell(inst);
}

/* Control characters would be commands to a terminal. */
void ready_status(struct inst *inst, struct str text) {
    if (text.n > STATUS_MOST)
        text.n = STATUS_MOST;
    while (text.n && !utf8_is_valid(text))
        text.n--;
    free(inst->ready.status);
    inst->ready.status = text.n ? malloc(text.n + 1) : NULL;
    if (!inst->ready.status)
        return;
    for (size_t i = 0; i < text.n; i++)
        inst->ready.status[i] = (unsigned char)text.p[i] < ' ' ? ' ' : text.p[i];
    inst->ready.status[text.n] = 0;
}

void ready_end(struct inst *inst) {
    timer_disarm(&inst->sup->timers, &inst->ready.timer);
    free(inst->ready.status);
    inst->ready.status = NULL;
    inst->ready.state = READY_NOT;
    inst->ready.has_word = false;
    inst->ready.since_ms = 0;
}

bool ready_is_up(const struct inst *inst) {
    return inst->proc.state == PROC_ONLINE && inst->ready.state != READY_NOT;
}

bool ready_is_unconfirmed(const struct inst *inst) {
    return inst->proc.state == PROC_ONLINE && inst->ready.state == READY_UNCONFIRMED;
}

const char *ready_status_name(const struct inst *inst) {
    if (inst->office == INST_REPLACED && !proc_is_resting(inst->proc.state))
        return "draining";
    bool is_awaited = inst->proc.state == PROC_ONLINE &&
                      (inst->ready.state == READY_NOT || inst->office == INST_COMES);
    return proc_state_name(is_awaited ? PROC_LAUNCHING : inst->proc.state);
}
