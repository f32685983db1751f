/* One instance on its way to the new version, or back. */
#include "runtime/apply.h"
#include "runtime/os/clock.h"

/* The first error is kept. */
void apply_error(struct apply *apply, struct apply_change *change, const char *fmt, ...) {
    va_list ap;
    if (change->error)
        return;
    va_start(ap, fmt);
    const char *text = arena_vfmt(&apply->arena, fmt, ap).p;
    va_end(ap);
    change->error = text ? text : "no memory to say why";
}

static void start_slot(struct apply_slot *slot) {
    struct inst *inst = slot->inst;
    slot->starts_before = inst->starts;
    slot->ends_before = inst->ends;
    inst->past = (struct policy_past){0};
    inst->is_held = false;
    sup_event(inst, PROC_START);
}

/* The new version; false where there is no memory for it. */
static bool adopt(struct apply *apply, struct apply_change *change, struct apply_slot *slot) {
    if (inst_adopt(slot->inst, apply->gen, change->app) == 0)
        return true;
    apply_error(apply, change, "the supervisor is out of memory");
    slot->phase = SLOT_FAILED;
    return false;
}

void apply_begin_slot(struct apply *apply, struct apply_change *change, struct apply_slot *slot) {
    struct inst *inst = slot->inst;
    switch (slot->goal) {
    case SLOT_ADOPT:
        if (adopt(apply, change, slot))
            slot->phase = SLOT_UP;
        break;
    case SLOT_SWAP:
        inst->is_held = false;
        slot->phase = SLOT_STOPS;
        sup_event(inst, PROC_STOP);
        break;
    case SLOT_START:
        if (adopt(apply, change, slot)) {
            slot->phase = SLOT_RISES;
            start_slot(slot);
        }
        break;
    case SLOT_NEW:
        slot->inst = inst = inst_new(apply->sup, apply->gen, change->app, slot->number);
        slot->phase = inst && change->app->autostart ? SLOT_RISES : inst ? SLOT_UP : SLOT_FAILED;
        if (!inst) {
            apply_error(apply, change, "the supervisor is out of memory");
            break;
        }
        inst->holds++;
        if (change->app->autostart)
            start_slot(slot);
        break;
    case SLOT_GO:
        slot->phase = SLOT_STOPS;
        inst->is_held = true;
        sup_leave(inst);
        break;
    }
}

static void old_is_down(struct apply *apply, struct apply_change *change, struct apply_slot *slot) {
    struct inst *inst = slot->inst;
    if (slot->goal == SLOT_GO) {
        slot->phase = SLOT_UP;
    } else if (inst->is_held || inst->is_leaving) {
        apply_error(apply, change, "it was stopped meanwhile");
        slot->phase = SLOT_LOST;
    } else if (adopt(apply, change, slot)) {
        slot->phase = SLOT_RISES;
        start_slot(slot);
    }
}

/* Ended by itself, and that was all it had to do. */
static bool has_ended_well(const struct inst *inst) {
    return inst->proc.state == PROC_STOPPED && !inst->last_exit.by_signal &&
           (inst->last_exit.number == 0 || inst->app->policy.autorestart);
}

static void describe_failure(struct apply *apply, struct apply_change *change,
                             const struct inst *inst) {
    if (inst->proc.state == PROC_ERRORED || !inst->has_exited) {
        apply_error(apply, change, "%s", inst->reason ? inst->reason : "it cannot be started");
        return;
    }
    struct buf text = {0};
    if (inst->last_exit.by_signal)
        say_signal(&text, inst->last_exit.number);
    else
        buf_fmt(&text, "code %d", inst->last_exit.number);
    buf_char(&text, 0);
    apply_error(apply, change, "it ended with %s after %lld ms (min_uptime is %lld ms)",
                text.failed ? "?" : text.p, (long long)inst->last_exit.uptime_ms,
                (long long)inst->app->policy.min_uptime_ms);
    buf_done(&text);
}

static void look_at_rising(struct apply *apply, struct apply_change *change,
                           struct apply_slot *slot) {
    const struct inst *inst = slot->inst;
    enum proc_state state = inst->proc.state;
    int64_t up_at_ms = inst->started_ms + inst->app->policy.min_uptime_ms;
    if (inst->is_held || inst->is_leaving) {
        apply_error(apply, change, "it was stopped meanwhile");
        slot->phase = SLOT_LOST;
    } else if (inst->ends != slot->ends_before || state == PROC_ERRORED) {
        bool well = state != PROC_ERRORED && has_ended_well(inst);
        slot->phase = well ? SLOT_UP : SLOT_FAILED;
        if (!well)
            describe_failure(apply, change, inst);
    } else if (state == PROC_ONLINE && inst->starts != slot->starts_before) {
        if (os_now_ms() >= up_at_ms)
            slot->phase = SLOT_UP;
        else if (!apply->timer.place || apply->timer.at_ms > up_at_ms)
            timer_arm(&apply->sup->timers, &apply->timer, up_at_ms);
    }
}

/* Back to the version before, where there was one. */
void apply_fall(struct apply_slot *slot) {
    struct inst *inst = slot->inst;
    switch (slot->phase) {
    case SLOT_WAITS:
        slot->phase = SLOT_BACK;
        break;
    case SLOT_UP:
    case SLOT_FAILED:
    case SLOT_RISES:
    case SLOT_STOPS:
        if (slot->goal == SLOT_NEW && inst)
            sup_leave(inst);
        else if (inst && slot->goal != SLOT_ADOPT)
            sup_event(inst, PROC_STOP);
        slot->phase = SLOT_FALLS;
        break;
    case SLOT_FALLS:
    case SLOT_RETURNS:
    case SLOT_BACK:
    case SLOT_LOST:
        break;
    }
}

static void go_back(struct apply_slot *slot) {
    struct inst *inst = slot->inst;
    if (slot->goal == SLOT_NEW) {
        slot->phase = SLOT_BACK;
        return;
    }
    if (inst_adopt(inst, slot->old_gen, slot->old_app) < 0 || inst->is_held || inst->is_leaving) {
        slot->phase = SLOT_LOST;
        return;
    }
    slot->phase = slot->was_up && slot->goal != SLOT_ADOPT ? SLOT_RETURNS : SLOT_BACK;
    if (slot->phase == SLOT_RETURNS)
        start_slot(slot);
}

static void look_at_returning(struct apply_slot *slot) {
    const struct inst *inst = slot->inst;
    if (inst->starts != slot->starts_before)
        slot->phase = SLOT_BACK;
    else if (proc_is_resting(inst->proc.state))
        slot->phase = SLOT_LOST;
}

/* One step, where it can be taken; whether it was. */
bool apply_advance_slot(struct apply *apply, struct apply_change *change, struct apply_slot *slot) {
    enum slot_phase before = slot->phase;
    bool rests = !slot->inst || proc_is_resting(slot->inst->proc.state);
    switch (slot->phase) {
    case SLOT_STOPS:
        if (rests)
            old_is_down(apply, change, slot);
        break;
    case SLOT_RISES:
        look_at_rising(apply, change, slot);
        break;
    case SLOT_FALLS:
        if (rests || slot->goal == SLOT_ADOPT)
            go_back(slot);
        break;
    case SLOT_RETURNS:
        look_at_returning(slot);
        break;
    case SLOT_WAITS: /* the change begins it */
    case SLOT_UP:
    case SLOT_FAILED:
    case SLOT_BACK:
    case SLOT_LOST:
        break;
    }
    return slot->phase != before;
}
