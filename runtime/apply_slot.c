/* One instance on its way to the new version, or back. */
#include "runtime/apply.h"
#include "runtime/health.h"
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

static bool is_due(const struct apply_slot *slot) {
    bool is_back = slot->goal == SLOT_SWAP ||
                   (slot->goal == SLOT_GO && slot->was_up && !slot->inst->is_leaving);
    if (is_back && (slot->phase == SLOT_STOPS || slot->phase == SLOT_DOWN))
        return true;
    bool falls = slot->phase == SLOT_FALLS || slot->phase == SLOT_FALLEN;
    return falls && slot->was_up && slot->goal != SLOT_NEW && slot->goal != SLOT_ROLL;
}

/* Where it is about to be started, in the version that it has then, the state page says so. */
static void count_due(struct apply_slot *slot, bool is_due_now) {
    if (slot->is_due != is_due_now)
        slot->inst->n_due += (unsigned)is_due_now - (unsigned)slot->is_due;
    slot->is_due = is_due_now;
}

static void set_phase(struct apply_slot *slot, enum slot_phase phase) {
    slot->phase = phase;
    count_due(slot, is_due(slot));
}

/* Starts the instance of the slot, or its twin; its last lines are kept, should it not come up. */
static void start(struct apply_slot *slot, struct inst *inst) {
    inst_keep_tail(inst, true);
    slot->starts_before = inst->starts;
    slot->ends_before = inst->ends;
    inst->past = (struct policy_past){0};
    inst->is_held = false;
    sup_event(inst, PROC_START);
}

/* The new version; false where there is no memory for it. */
static bool adopt(struct apply *apply, struct apply_change *change, struct apply_slot *slot) {
    if (inst_adopt(slot->inst, slot->gen, slot->app) == 0)
        return true;
    apply_error(apply, change, "the supervisor is out of memory");
    set_phase(slot, SLOT_FAILED);
    return false;
}

/* ---- twins ----------------------------------------------------------------------------------- */

static void drop(struct inst **inst) {
    if (!*inst)
        return;
    (*inst)->holds--;
    (*inst)->sup->has_leaving = true;
    *inst = NULL;
}

static bool is_taken_away(const struct inst *inst) {
    return inst->is_held || inst->is_leaving;
}

static void begin_twin(struct apply *apply, struct apply_change *change, struct apply_slot *slot,
                       struct generation *gen, const struct app *app) {
    struct inst *twin = is_taken_away(slot->inst) ? NULL : inst_new_twin(slot->inst, gen, app);
    if (!twin) {
        apply_error(apply, change,
                    is_taken_away(slot->inst) ? "it was stopped meanwhile"
                                              : "the supervisor is out of memory");
        set_phase(slot, SLOT_LOST);
        return;
    }
    twin->holds++;
    slot->twin = twin;
    start(slot, twin);
}

static void swap_twins(struct apply_slot *slot) {
    drop(&slot->drained);
    slot->drained = slot->inst;
    slot->inst = slot->twin;
    slot->twin = NULL;
    inst_keep_tail(slot->inst, false);
    inst_take_office(slot->inst, slot->drained);
}

static bool is_drained(struct apply_slot *slot) {
    if (slot->drained && !proc_is_resting(slot->drained->proc.state))
        return false;
    drop(&slot->drained);
    return true;
}

void apply_let_go(struct apply_slot *slot) {
    count_due(slot, false);
    if (slot->inst)
        inst_keep_tail(slot->inst, false);
    if (slot->twin)
        sup_leave(slot->twin);
    drop(&slot->twin);
    drop(&slot->drained);
    drop(&slot->inst);
}

/* ---- forward --------------------------------------------------------------------------------- */

/* A hand has ended it while it waited for its turn. */
static bool is_withdrawn(const struct apply_slot *slot) {
    const struct inst *inst = slot->inst;
    bool is_run = slot->goal == SLOT_START || slot->goal == SLOT_SWAP;
    return is_run && (inst->is_leaving || (slot->was_up && inst->is_held));
}

static void begin_new(struct apply *apply, struct apply_change *change, struct apply_slot *slot) {
    struct inst *inst = inst_new(apply->sup, slot->gen, slot->app, slot->number);
    slot->inst = inst;
    set_phase(slot, inst && slot->app->autostart ? SLOT_RISES : inst ? SLOT_UP : SLOT_FAILED);
    if (!inst) {
        apply_error(apply, change, "the supervisor is out of memory");
        return;
    }
    inst->holds++;
    if (slot->app->autostart)
        start(slot, inst);
}

static void leave(struct apply_slot *slot) {
    slot->inst->is_held = true;
    sup_leave(slot->inst);
}

void apply_begin_slot(struct apply *apply, struct apply_change *change, struct apply_slot *slot) {
    struct roll_count count = apply_count(change);
    struct inst *inst = slot->inst;
    if (is_withdrawn(slot)) {
        apply_error(apply, change, "it was stopped meanwhile");
        set_phase(slot, SLOT_LOST);
        return;
    }
    switch (slot->goal) {
    case SLOT_ADOPT:
        if (adopt(apply, change, slot))
            set_phase(slot, SLOT_UP);
        break;
    case SLOT_SWAP:
        inst->is_held = false;
        set_phase(slot, SLOT_STOPS);
        sup_event(inst, PROC_STOP);
        break;
    case SLOT_ROLL:
        set_phase(slot, SLOT_RISES);
        begin_twin(apply, change, slot, slot->gen, slot->app);
        if (apply->is_own && slot->twin) /* not by hand: the record stays as it is */
            slot->twin->past = inst->past;
        break;
    case SLOT_START:
        if (adopt(apply, change, slot)) {
            set_phase(slot, SLOT_RISES);
            start(slot, slot->inst);
        }
        break;
    case SLOT_NEW:
        begin_new(apply, change, slot);
        break;
    case SLOT_GO:
        if (roll_may_leave(&count))
            leave(slot);
        else
            sup_event(inst, PROC_STOP);
        set_phase(slot, SLOT_STOPS);
        break;
    case SLOT_GOALS:
        break;
    }
}

static void old_is_down(struct apply *apply, struct apply_change *change, struct apply_slot *slot) {
    if (slot->goal == SLOT_GO && slot->inst->is_leaving) {
        set_phase(slot, SLOT_UP);
    } else if (slot->goal != SLOT_GO && is_taken_away(slot->inst)) {
        apply_error(apply, change, "it was stopped meanwhile");
        set_phase(slot, SLOT_LOST);
    } else {
        /* What opens its addresses itself from now on finds them free: nothing of it starts before
         * all of the old version are down. */
        if (change->verdict == VERDICT_RECREATE && slot->app->n_listen == 0)
            sockets_drop(slot->inst);
        set_phase(slot, SLOT_DOWN);
    }
}

static void follow(struct apply *apply, struct apply_change *change, struct apply_slot *slot) {
    struct roll_rules rules = apply_rules(apply, change);
    struct roll_count count = apply_count(change);
    if (slot->goal == SLOT_GO && roll_may_leave(&count)) {
        leave(slot);
        set_phase(slot, SLOT_UP);
    } else if (slot->goal == SLOT_GO) {
        return;
    } else if (is_taken_away(slot->inst)) {
        old_is_down(apply, change, slot);
    } else if (roll_may_follow(&rules, &count) && adopt(apply, change, slot)) {
        set_phase(slot, SLOT_RISES);
        start(slot, slot->inst);
    }
}

static bool rests(const struct apply_slot *slot) {
    return !slot->inst || proc_is_resting(slot->inst->proc.state);
}

/* Ended by itself, and that was all it had to do. */
static bool has_ended_well(const struct inst *inst) {
    return inst->proc.state == PROC_STOPPED && !inst->last_exit.by_signal &&
           (inst->last_exit.number == 0 || inst->app->policy.autorestart);
}

/* The first that fails tells why, with its last lines. */
static void keep_log(struct apply *apply, struct apply_change *change, const struct inst *inst) {
    unsigned n = inst->tail ? log_tail_count(inst->tail) : 0;
    if (change->error || n == 0)
        return;
    change->log = arena_array(&apply->arena, const char *, n);
    for (unsigned i = 0; i < n && change->log; i++) {
        const char *line = arena_cstr(&apply->arena, log_tail_line(inst->tail, i));
        change->log[change->n_log++] = line ? line : "";
    }
}

static void describe_failure(struct apply *apply, struct apply_change *change,
                             const struct inst *inst) {
    keep_log(apply, change, inst);
    if (ready_is_unconfirmed(inst)) {
        const char *error = health_error(inst);
        apply_error(apply, change, "it has not %s in %lld ms (listen_timeout)%s%s",
                    ready_missing(inst), (long long)inst->app->listen_timeout_ms, error ? ": " : "",
                    error ? error : "");
        return;
    }
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

enum climb { CLIMB_GOES_ON, CLIMB_UP, CLIMB_FAILED };

/* When it has lasted: counted from where it was ready, for a slow start must not hide a crash that
 * comes right after it. */
static int64_t lasts_at_ms(const struct inst *inst) {
    bool was_slow = inst->ready.since_ms > inst->started_ms;
    return (was_slow ? inst->ready.since_ms : inst->started_ms) + inst->app->policy.min_uptime_ms;
}

/* How far the process that was started has come. */
static enum climb look_at_climb(struct apply *apply, const struct apply_slot *slot,
                                const struct inst *inst) {
    enum proc_state state = inst->proc.state;
    int64_t up_at_ms = lasts_at_ms(inst);
    if (slot->twin && inst->ends != slot->ends_before) /* no ended one replaces one that runs */
        return CLIMB_FAILED;
    if (inst->ends != slot->ends_before || state == PROC_ERRORED)
        return state != PROC_ERRORED && has_ended_well(inst) ? CLIMB_UP : CLIMB_FAILED;
    if (!ready_is_up(inst) || inst->starts == slot->starts_before)
        return CLIMB_GOES_ON;
    bool was_there = slot->goal == SLOT_ROLL || slot->goal == SLOT_SWAP;
    bool may_lack = apply->allow_unconfirmed ||
                    (apply->is_own && slot->twin && ready_is_unconfirmed(slot->inst)); /* as is */
    if (was_there && ready_is_unconfirmed(inst) && !may_lack)
        return CLIMB_FAILED;
    if (os_now_ms() >= up_at_ms)
        return CLIMB_UP;
    if (!apply->timer.place || apply->timer.at_ms > up_at_ms)
        timer_arm(&apply->sup->timers, &apply->timer, up_at_ms);
    return CLIMB_GOES_ON;
}

static void look_at_rising(struct apply *apply, struct apply_change *change,
                           struct apply_slot *slot) {
    struct inst *inst = slot->twin ? slot->twin : slot->inst;
    enum climb climb = look_at_climb(apply, slot, inst);
    if (is_taken_away(slot->inst) || inst->is_leaving) {
        apply_error(apply, change, "it was stopped meanwhile");
        set_phase(slot, SLOT_LOST);
        if (slot->twin)
            sup_leave(slot->twin);
    } else if (climb == CLIMB_FAILED) {
        describe_failure(apply, change, inst);
        set_phase(slot, SLOT_FAILED);
    } else if (climb == CLIMB_UP) {
        set_phase(slot, slot->twin ? SLOT_DRAINS : SLOT_UP);
        if (slot->twin)
            swap_twins(slot);
        inst_keep_tail(slot->inst, false);
    }
}

/* ---- back ------------------------------------------------------------------------------------- */

static bool is_same_version(const struct apply_slot *slot) {
    return slot->app == slot->old_app;
}

/* What has come up in the version that there was before, too, stays; so does what has not and is
 * left to its restart policy, unless a hand had stopped it. */
static bool falls_nowhere(const struct apply_slot *slot) {
    bool is_rolled = slot->goal == SLOT_ROLL;
    return is_same_version(slot) && slot->phase != SLOT_STOPS && slot->phase != SLOT_DOWN &&
           !slot->was_held &&
           !(is_rolled && (slot->phase == SLOT_RISES || slot->phase == SLOT_FAILED));
}

static void begin_fall(struct apply_slot *slot) {
    struct inst *inst = slot->inst;
    set_phase(slot, SLOT_FALLS);
    if (slot->twin)
        sup_leave(slot->twin);
    else if (slot->goal == SLOT_NEW && inst)
        sup_leave(inst);
    else if (inst && slot->goal != SLOT_ADOPT && slot->goal != SLOT_ROLL)
        sup_event(inst, PROC_STOP);
}

/* Back to the version before, where there was one. */
void apply_fall(struct apply_slot *slot) {
    switch (slot->phase) {
    case SLOT_WAITS:
        set_phase(slot, SLOT_BACK);
        break;
    case SLOT_UP:
    case SLOT_DRAINS:
    case SLOT_FAILED:
    case SLOT_RISES:
    case SLOT_STOPS:
    case SLOT_DOWN:
        if (!falls_nowhere(slot))
            begin_fall(slot);
        else if (slot->phase != SLOT_UP && slot->phase != SLOT_DRAINS)
            set_phase(slot, SLOT_BACK);
        break;
    case SLOT_FALLS:
    case SLOT_FALLEN:
    case SLOT_RETURNS:
    case SLOT_BACK:
    case SLOT_LOST:
    case SLOT_PHASES:
        break;
    }
}

static void go_back(struct apply *apply, struct apply_change *change, struct apply_slot *slot) {
    struct inst *inst = slot->inst;
    if (slot->goal == SLOT_NEW) {
        set_phase(slot, SLOT_BACK);
        return;
    }
    if (slot->goal == SLOT_ROLL) { /* by a twin of the version before */
        set_phase(slot, SLOT_RETURNS);
        begin_twin(apply, change, slot, slot->old_gen, slot->old_app);
        return;
    }
    if (inst_adopt(inst, slot->old_gen, slot->old_app) < 0 || is_taken_away(inst)) {
        set_phase(slot, SLOT_LOST);
        return;
    }
    set_phase(slot, slot->was_up && slot->goal != SLOT_ADOPT ? SLOT_RETURNS : SLOT_BACK);
    if (slot->goal != SLOT_ADOPT)
        inst->is_held = slot->was_held;
    if (slot->phase == SLOT_RETURNS)
        start(slot, inst);
}

static void look_at_returning(struct apply *apply, struct apply_slot *slot) {
    const struct inst *inst = slot->twin ? slot->twin : slot->inst;
    enum climb climb = slot->twin ? look_at_climb(apply, slot, inst) : CLIMB_UP;
    if (inst->is_leaving || climb == CLIMB_FAILED) {
        set_phase(slot, SLOT_LOST);
        if (slot->twin)
            sup_leave(slot->twin);
    } else if (inst->starts != slot->starts_before && climb == CLIMB_UP) {
        set_phase(slot, SLOT_BACK);
        if (slot->twin)
            swap_twins(slot);
    } else if (proc_is_resting(inst->proc.state)) {
        set_phase(slot, SLOT_LOST);
    }
}

/* Whether what had to end before the way back has. */
static bool has_fallen(struct apply_slot *slot) {
    const struct inst *inst = slot->twin ? slot->twin : slot->inst;
    if (slot->goal == SLOT_ROLL && !slot->twin)
        return is_drained(slot);
    return !inst || proc_is_resting(inst->proc.state) || slot->goal == SLOT_ADOPT;
}

static void look_at_fallen(struct apply *apply, struct apply_change *change,
                           struct apply_slot *slot) {
    struct roll_rules rules = apply_rules(apply, change);
    struct roll_count count = apply_count(change);
    if (!has_fallen(slot)) { /* a hand has started it meanwhile */
        set_phase(slot, SLOT_FALLS);
    } else if (slot->twin) { /* it has not come up: nothing else has happened */
        drop(&slot->twin);
        set_phase(slot, SLOT_BACK);
    } else if (roll_may_return(&rules, &count, slot->goal)) {
        go_back(apply, change, slot);
    }
}

/* One step, where it can be taken; whether it was. */
bool apply_advance_slot(struct apply *apply, struct apply_change *change, struct apply_slot *slot) {
    enum slot_phase before = slot->phase;
    switch (slot->phase) {
    case SLOT_STOPS:
        if (rests(slot))
            old_is_down(apply, change, slot);
        break;
    case SLOT_DOWN:
        follow(apply, change, slot);
        break;
    case SLOT_RISES:
        look_at_rising(apply, change, slot);
        break;
    case SLOT_DRAINS:
        if (is_drained(slot))
            set_phase(slot, SLOT_UP);
        break;
    case SLOT_FALLS:
        if (has_fallen(slot))
            set_phase(slot, SLOT_FALLEN);
        break;
    case SLOT_FALLEN:
        look_at_fallen(apply, change, slot);
        break;
    case SLOT_RETURNS:
        look_at_returning(apply, slot);
        break;
    case SLOT_WAITS: /* the change begins it */
    case SLOT_UP:
    case SLOT_FAILED:
    case SLOT_BACK:
    case SLOT_LOST:
    case SLOT_PHASES:
        break;
    }
    return slot->phase != before;
}
