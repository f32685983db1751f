/* Doing it: each change and each of its instances is looked at again whenever something has
 * changed, and goes as far as it can. */
#include "runtime/apply.h"

#include <stdlib.h>
#include <unistd.h>

#include "runtime/os/clock.h"

static bool is_over(const struct apply_change *change) {
    return change->phase == CHANGE_DONE || change->phase == CHANGE_FAILED;
}

/* The first error is kept. */
static void change_error(struct apply *apply, struct apply_change *change, const char *fmt, ...)
    ATTR_PRINTF(3, 4);
static void change_error(struct apply *apply, struct apply_change *change, const char *fmt, ...) {
    va_list ap;
    if (change->error)
        return;
    va_start(ap, fmt);
    const char *text = arena_vfmt(&apply->arena, fmt, ap).p;
    va_end(ap);
    change->error = text ? text : "no memory to say why";
}

/* ---- one instance ---------------------------------------------------------------------------- */

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
    change_error(apply, change, "the supervisor is out of memory");
    slot->phase = SLOT_FAILED;
    return false;
}

static void begin_slot(struct apply *apply, struct apply_change *change, struct apply_slot *slot) {
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
            change_error(apply, change, "the supervisor is out of memory");
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
        change_error(apply, change, "it was stopped meanwhile");
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
        change_error(apply, change, "%s", inst->reason ? inst->reason : "it cannot be started");
        return;
    }
    struct buf text = {0};
    if (inst->last_exit.by_signal)
        say_signal(&text, inst->last_exit.number);
    else
        buf_fmt(&text, "code %d", inst->last_exit.number);
    buf_char(&text, 0);
    change_error(apply, change, "it ended with %s after %lld ms (min_uptime is %lld ms)",
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
        change_error(apply, change, "it was stopped meanwhile");
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
static void fall(struct apply_slot *slot) {
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
static bool advance_slot(struct apply *apply, struct apply_change *change,
                         struct apply_slot *slot) {
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

/* ---- one app --------------------------------------------------------------------------------- */

/* Whether the i-th instance may begin: where there is something to lose the first goes ahead, those
 * that go are the last, a reload takes one after the other. */
static bool may_begin(const struct apply_change *change, unsigned i) {
    const struct apply_slot *slot = &change->slots[i];
    if (slot->goal == SLOT_ADOPT)
        return true;
    for (unsigned k = 0; k < change->n_slots; k++) {
        const struct apply_slot *other = &change->slots[k];
        bool comes_first = slot->goal == SLOT_GO ? other->goal != SLOT_GO
                           : change->verdict == VERDICT_RELOAD
                               ? k < i
                               : k == 0 && i > 0 && change->n_before > 0;
        if (comes_first && other->phase != SLOT_UP)
            return false;
    }
    return true;
}

static bool begin_slots(struct apply *apply, struct apply_change *change) {
    bool moved = false;
    for (unsigned i = 0; i < change->n_slots; i++)
        if (change->slots[i].phase == SLOT_WAITS && may_begin(change, i)) {
            begin_slot(apply, change, &change->slots[i]);
            moved = true;
        }
    return moved;
}

static bool has_phase(const struct apply_change *change, enum slot_phase phase) {
    for (unsigned i = 0; i < change->n_slots; i++)
        if (change->slots[i].phase == phase)
            return true;
    return false;
}

static bool is_going_on(const struct apply_change *change) {
    return has_phase(change, SLOT_STOPS) || has_phase(change, SLOT_RISES) ||
           has_phase(change, SLOT_FALLS) || has_phase(change, SLOT_RETURNS);
}

static void tell_change(struct apply *apply, const struct apply_change *change) {
    struct buf text = {0};
    struct json_out j;
    if (!apply->client || (change->verdict == VERDICT_NOTHING && change->phase == CHANGE_DONE))
        return;
    json_out_init(&j, &text, 0);
    json_begin_object(&j);
    json_key(&j, STR("change"));
    apply_show_change(change, &j);
    json_end_object(&j);
    if (!text.failed)
        ctl_progress(apply->client, (struct str){text.p, text.n});
    buf_done(&text);
}

static void end_change(struct apply *apply, struct apply_change *change, enum change_phase phase) {
    change->phase = phase;
    tell_change(apply, change);
}

/* An app that is new has no version to go back to: its restart policy goes on with it. */
static void look_at_running(struct apply *apply, struct apply_change *change) {
    bool has_failed = has_phase(change, SLOT_FAILED), is_lost = has_phase(change, SLOT_LOST);
    if (has_failed && change->n_before > 0) {
        for (unsigned i = 0; i < change->n_slots; i++)
            fall(&change->slots[i]);
        change->phase = CHANGE_FALLS;
    } else if ((has_failed || is_lost) && !is_going_on(change)) {
        end_change(apply, change, CHANGE_FAILED);
    } else if (!has_phase(change, SLOT_WAITS) && !is_going_on(change)) {
        end_change(apply, change, CHANGE_DONE);
    }
}

static void look_at_falling(struct apply *apply, struct apply_change *change) {
    if (is_going_on(change))
        return;
    change->error = arena_fmt(&apply->arena, "the new version does not come up: %s; %s",
                              change->error ? change->error : "",
                              has_phase(change, SLOT_LOST) ? "the old one does not either"
                                                           : "the old one is back")
                        .p;
    end_change(apply, change, CHANGE_FAILED);
}

static bool does_something(const struct apply_change *change) {
    return change->verdict >= VERDICT_RELOAD;
}

static bool app_needs(const struct app *app, const char *name) {
    for (unsigned i = 0; app && i < app->n_needs; i++)
        if (strcmp(app->needs[i], name) == 0)
            return true;
    return false;
}

/* Whether `other` has to be over before `change` begins. */
static bool comes_after(const struct apply_change *change, const struct apply_change *other) {
    if (change == other || is_over(other))
        return false;
    if (change->verdict == VERDICT_STOP) /* who needs it goes first */
        return other->verdict == VERDICT_STOP && app_needs(other->slots[0].old_app, change->name);
    if (!does_something(change))
        return false;
    return other->verdict == VERDICT_STOP || app_needs(change->app, other->name);
}

/* Begins, or fails for what it depends on; whether it did either. */
static bool begin_change(struct apply *apply, struct apply_change *change) {
    const struct apply_change *culprit = NULL;
    for (unsigned i = 0; i < apply->n; i++) {
        const struct apply_change *other = &apply->changes[i];
        if (comes_after(change, other))
            return false;
        if (does_something(change) && other->phase == CHANGE_FAILED &&
            app_needs(change->app, other->name))
            culprit = other;
    }
    if (!culprit) {
        change->phase = CHANGE_RUNS;
        return true;
    }
    change_error(apply, change, "it depends on %s, which did not come up", culprit->name);
    end_change(apply, change, CHANGE_FAILED);
    return true;
}

static bool advance_change(struct apply *apply, struct apply_change *change) {
    enum change_phase before = change->phase;
    bool moved = false;
    if (change->phase == CHANGE_WAITS && !begin_change(apply, change))
        return false;
    for (bool again = true; again;) {
        again = change->phase == CHANGE_RUNS && !has_phase(change, SLOT_FAILED) &&
                !has_phase(change, SLOT_LOST) && begin_slots(apply, change);
        for (unsigned i = 0; i < change->n_slots && !is_over(change); i++)
            again = advance_slot(apply, change, &change->slots[i]) || again;
        if (change->phase == CHANGE_RUNS)
            look_at_running(apply, change);
        else if (change->phase == CHANGE_FALLS)
            look_at_falling(apply, change);
        again = again && !is_over(change);
        moved = moved || again;
    }
    return moved || change->phase != before;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void release(struct apply *apply) {
    struct sup *sup = apply->sup;
    struct apply **at = &sup->applies;
    while (*at && *at != apply)
        at = &(*at)->next;
    if (*at)
        *at = apply->next;
    apply_plan_release(apply);
    timer_disarm(&sup->timers, &apply->timer);
    timers_remove(&sup->timers);
    gen_drop(apply->gen);
    arena_done(&apply->arena);
    free(apply);
    sup->has_leaving = true;
}

static void reply(struct apply *apply) {
    struct buf line = {0};
    if (!apply->client)
        return;
    apply_show_result(apply, &line);
    if (line.failed)
        ctl_reply_error(apply->client, "the supervisor is out of memory");
    else
        ctl_reply(apply->client, (struct str){line.p, line.n});
    buf_done(&line);
}

static void advance(struct apply *apply) {
    bool all_over = true;
    if (apply->sup->is_stopping) {
        if (apply->client)
            ctl_reply_error(apply->client, "the supervisor is stopping");
        release(apply);
        return;
    }
    for (bool moved = true; moved;) {
        moved = false;
        all_over = true;
        for (unsigned i = 0; i < apply->n; i++) {
            if (!is_over(&apply->changes[i]))
                moved = advance_change(apply, &apply->changes[i]) || moved;
            all_over = all_over && is_over(&apply->changes[i]);
        }
    }
    if (!all_over)
        return;
    reply(apply);
    release(apply);
}

void apply_go_on(struct sup *sup) {
    for (struct apply *apply = sup->applies, *next; apply; apply = next) {
        next = apply->next;
        advance(apply);
    }
}

static void on_timer(struct timer *timer) {
    ((struct apply *)timer)->sup->has_changed = true; /* its first member */
}

/* The strings of a block, each with its NUL; NULL without memory. A last one without NUL is none. */
static char **split_block(struct arena *a, struct str block) {
    size_t n = 0;
    for (size_t i = 0; i < block.n; i++)
        n += block.p[i] == 0;
    char **list = arena_array(a, char *, n + 1);
    char *copy = arena_alloc(a, block.n + 1);
    if (!list || !copy)
        return NULL;
    if (block.n)
        memcpy(copy, block.p, block.n);
    for (size_t i = 0; i < n; i++) {
        list[i] = copy;
        copy += strlen(copy) + 1;
    }
    return list;
}

static unsigned count_cpus(void) {
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n > 0 ? (unsigned)n : 1;
}

static void reply_missing(struct ctl_client *client, const struct err *err, struct str details) {
    struct buf line = {0};
    struct json_out j;
    json_out_init(&j, &line, 0);
    json_begin_object(&j);
    json_key_bool(&j, "ok", false);
    json_key_string(&j, "error", str_of(err->msg));
    json_key(&j, STR("missing"));
    json_begin_array(&j);
    while (details.n) {
        size_t n = str_index(details, '\n');
        json_string(&j, (struct str){details.p, n});
        details = str_skip(details, n < details.n ? n + 1 : n);
    }
    json_end_array(&j);
    json_end_object(&j);
    if (line.failed)
        ctl_reply_error(client, err->msg);
    else
        ctl_reply(client, (struct str){line.p, line.n});
    buf_done(&line);
}

/* The generation of the request; where there is none the client has been told. */
static struct generation *load(struct apply *apply, const struct ctl_request *request) {
    struct arena *a = &apply->arena;
    struct generation *gen = NULL;
    struct buf details = {0};
    struct err err = {0};
    char **environ = split_block(a, request->blob[CTL_BLOB_ENVIRON]);
    char **late = split_block(a, request->blob[CTL_BLOB_LATE]);
    if (!environ || !late)
        (void)err_set(&err, "the supervisor is out of memory");
    else if (request->argument[0] != '/')
        (void)err_set(&err, "the directory of the configuration is not absolute");
    else {
        struct gen_source source = {request->blob[CTL_BLOB_PLAN], request->argument, environ, late};
        struct gen_world world = {apply->sup->user_home, apply->sup->home, count_cpus()};
        (void)gen_new(&gen, &source, &world, &details, &err);
    }
    if (!gen)
        reply_missing(apply->client, &err, (struct str){details.p, details.n});
    buf_done(&details);
    return gen;
}

static bool is_under_way(const struct sup *sup, const struct apply *apply) {
    for (const struct apply *other = sup->applies; other; other = other->next)
        if (apply->take || other->take || gen_is_same_ecosystem(other->gen, apply->gen))
            return true;
    return false;
}

static void tell_plan(struct apply *apply) {
    struct buf text = {0};
    apply_show_plan(apply, &text);
    if (!text.failed)
        ctl_progress(apply->client, (struct str){text.p, text.n});
    buf_done(&text);
}

/* Loads and plans; -1: the client has been told why not. */
static int prepare(struct apply *apply, const struct ctl_request *request) {
    struct err err = {0};
    apply->gen = load(apply, request);
    if (!apply->gen)
        return -1;
    if (is_under_way(apply->sup, apply))
        (void)err_set(&err, "an apply of %s/%s is under way", apply->gen->root, apply->gen->file);
    else if (apply_plan(apply, &request->targets, &err) == 0)
        return 0;
    ctl_reply_error(apply->client, err.msg);
    return -1;
}

void apply_request(struct sup *sup, struct ctl_client *client, const struct ctl_request *request) {
    struct apply *apply = calloc(1, sizeof *apply);
    if (!apply || timers_add(&sup->timers) < 0) {
        free(apply);
        ctl_reply_error(client, "the supervisor is out of memory");
        return;
    }
    apply->timer.fire = on_timer;
    apply->sup = sup;
    apply->client = client;
    apply->keep = request->keep;
    apply->take = request->take;
    apply->dry_run = request->dry_run;
    arena_init_may_fail(&apply->arena, 0);
    if (prepare(apply, request) < 0) {
        release(apply);
        return;
    }
    if (apply->dry_run) {
        reply(apply);
        release(apply);
        return;
    }
    tell_plan(apply);
    apply->next = sup->applies;
    sup->applies = apply;
    sup->has_changed = true; /* it begins at the end of this turn */
}

void apply_client_gone(struct sup *sup, const struct ctl_client *client) {
    for (struct apply *apply = sup->applies; apply; apply = apply->next)
        if (apply->client == client)
            apply->client = NULL;
}

void apply_done(struct sup *sup) {
    while (sup->applies)
        release(sup->applies);
}
