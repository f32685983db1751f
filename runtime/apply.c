/* Doing it: each change and each of its instances is looked at again whenever something has
 * changed, and goes as far as it can. */
#include "runtime/apply.h"

#include <stdlib.h>

#include "runtime/workers.h"

static bool is_over(const struct apply_change *change) {
    return change->phase == CHANGE_DONE || change->phase == CHANGE_FAILED;
}

/* ---- one app --------------------------------------------------------------------------------- */

struct roll_rules apply_rules(const struct apply *apply, const struct apply_change *change) {
    bool is_new_version = change->verdict >= VERDICT_RELOAD;
    bool is_anew = change->verdict == VERDICT_RECREATE, has_before = change->n_before > 0;
    int64_t own = change->app ? change->app->reload_parallel : 1;
    return (struct roll_rules){.parallel = apply->parallel ? apply->parallel : (unsigned)own,
                               .has_pioneer = is_new_version && has_before && !is_anew,
                               .has_before = has_before,
                               .is_anew = is_anew};
}

struct roll_count apply_count(const struct apply_change *change) {
    struct roll_count count = {0};
    for (unsigned i = 0; i < change->n_slots; i++)
        count.n[change->slots[i].goal][change->slots[i].phase]++;
    return count;
}

static bool begin_slots(struct apply *apply, struct apply_change *change) {
    struct roll_rules rules = apply_rules(apply, change);
    struct roll_count count = apply_count(change);
    bool moved = false;
    for (unsigned i = 0; i < change->n_slots; i++) {
        struct apply_slot *slot = &change->slots[i];
        if (slot->phase != SLOT_WAITS || !roll_may_begin(&rules, &count, slot->goal))
            continue;
        apply_begin_slot(apply, change, slot);
        count.n[slot->goal][SLOT_WAITS]--;
        count.n[slot->goal][slot->phase]++;
        moved = true;
    }
    return moved;
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
    if (apply->is_takeover && phase == CHANGE_FAILED && change->error)
        say_trouble(&apply->sup->say, "%s: %s", change->name, change->error);
    tell_change(apply, change);
}

static bool is_same_version(const struct apply_change *change) {
    for (unsigned i = 0; i < change->n_slots; i++)
        if (change->slots[i].app != change->slots[i].old_app)
            return false;
    return true;
}

static unsigned count_slots(const struct apply_change *change, enum slot_phase phase) {
    unsigned n = 0;
    for (unsigned i = 0; i < change->n_slots; i++)
        n += change->slots[i].phase == phase;
    return n;
}

static bool was_up(const struct apply_change *change) {
    for (unsigned i = 0; i < change->n_slots; i++)
        if (change->slots[i].was_up)
            return true;
    return false;
}

/* What has become of it all, once the change has failed. */
static const char *describe_end(struct apply *apply, const struct apply_change *change) {
    unsigned n_new = count_slots(change, SLOT_UP);
    if (count_slots(change, SLOT_LOST))
        return "the old one does not either";
    if (change->is_unseen && n_new)
        return arena_fmt(&apply->arena, "%u of %u had been replaced, the others run on", n_new,
                         change->n_slots)
            .p;
    if (!was_up(change))
        return "the old one did not run either";
    if (is_same_version(change) && !change->is_unseen)
        return "its restart policy goes on with it";
    return change->is_unseen ? "the old one runs on" : "the old one is back";
}

static void end_falling(struct apply *apply, struct apply_change *change) {
    const char *text = arena_fmt(&apply->arena, "the new %s does not come up: %s; %s",
                                 is_same_version(change) ? "process" : "version",
                                 change->error ? change->error : "", describe_end(apply, change))
                           .p;
    change->error = text ? text : change->error;
    end_change(apply, change, CHANGE_FAILED);
}

/* Whether what ran before has served all the time. */
static bool is_rolled(const struct apply_change *change) {
    for (unsigned i = 0; i < change->n_slots; i++)
        if (change->slots[i].goal == SLOT_SWAP && change->slots[i].phase != SLOT_WAITS)
            return false;
    return true;
}

/* An app that is new has no version to go back to: its restart policy goes on with it. */
static void look_at(struct apply *apply, struct apply_change *change) {
    struct roll_rules rules = apply_rules(apply, change);
    struct roll_count count = apply_count(change);
    bool is_falling = change->phase == CHANGE_FALLS;
    switch (roll_outcome(&rules, &count, is_falling)) {
    case ROLL_GOES_ON:
        break;
    case ROLL_DONE:
        end_change(apply, change, CHANGE_DONE);
        break;
    case ROLL_TURNS:
        change->is_unseen = is_rolled(change);
        for (unsigned i = 0; i < change->n_slots; i++)
            apply_fall(&change->slots[i]);
        change->phase = CHANGE_FALLS;
        break;
    case ROLL_ENDS:
        if (is_falling)
            end_falling(apply, change);
        else
            end_change(apply, change, CHANGE_FAILED);
        break;
    }
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
    bool has_order = does_something(change) || change->verdict == VERDICT_STOP;
    for (unsigned i = 0; i < apply->n && has_order; i++) {
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
    apply_error(apply, change, "it depends on %s, which did not come up", culprit->name);
    end_change(apply, change, CHANGE_FAILED);
    return true;
}

static bool advance_change(struct apply *apply, struct apply_change *change) {
    enum change_phase before = change->phase;
    bool moved = false;
    if (change->phase == CHANGE_WAITS && !begin_change(apply, change))
        return false;
    for (bool again = true; again;) {
        again = change->phase == CHANGE_RUNS && begin_slots(apply, change);
        for (unsigned i = 0; i < change->n_slots && !is_over(change); i++)
            again = apply_advance_slot(apply, change, &change->slots[i]) || again;
        if (!is_over(change))
            look_at(apply, change);
        again = again && !is_over(change);
        moved = moved || again;
    }
    return moved || change->phase != before;
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* What had begun is over: whoever is there serves. */
static void level(const struct apply *apply) {
    for (unsigned i = 0; i < apply->n; i++)
        for (unsigned k = 0; k < apply->changes[i].n_slots; k++)
            if (apply->changes[i].slots[k].inst)
                workers_level(apply->changes[i].slots[k].inst);
}

void apply_release(struct apply *apply) {
    struct sup *sup = apply->sup;
    struct apply **at = &sup->applies;
    while (*at && *at != apply)
        at = &(*at)->next;
    if (*at) {
        *at = apply->next;
        level(apply);
    }
    if (apply->is_own)
        renewal_let_go(apply);
    apply_plan_release(apply);
    timer_disarm(&sup->timers, &apply->timer);
    timers_remove(&sup->timers);
    gen_drop(apply->gen);
    arena_done(&apply->arena);
    free(apply);
    sup->has_leaving = true;
}

void apply_reply(struct apply *apply) {
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
        apply_release(apply);
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
    if (apply->is_own)
        renewal_ended(apply);
    apply_reply(apply);
    if (apply->is_takeover)
        apply_start_rest(apply);
    apply_release(apply);
}

void apply_go_on(struct sup *sup) {
    for (struct apply *apply = sup->applies, *next; apply; apply = next) {
        next = apply->next;
        advance(apply);
    }
}

void apply_client_gone(struct sup *sup, const struct ctl_client *client) {
    for (struct apply *apply = sup->applies; apply; apply = apply->next)
        if (apply->client == client)
            apply->client = NULL;
}

void apply_done(struct sup *sup) {
    while (sup->applies)
        apply_release(sup->applies);
}

static bool is_slot_due(const struct apply_slot *slot) {
    if (slot->goal == SLOT_SWAP && (slot->phase == SLOT_STOPS || slot->phase == SLOT_DOWN))
        return true;
    return slot->phase == SLOT_FALLS && slot->was_up && slot->goal != SLOT_NEW &&
           slot->goal != SLOT_ROLL;
}

bool apply_is_due(const struct inst *inst) {
    for (const struct apply *apply = inst->sup->applies; apply; apply = apply->next)
        for (unsigned c = 0; c < apply->n; c++)
            for (unsigned i = 0; i < apply->changes[c].n_slots; i++)
                if (apply->changes[c].slots[i].inst == inst &&
                    is_slot_due(&apply->changes[c].slots[i]))
                    return true;
    return false;
}
