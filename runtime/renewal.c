/* Wanting, beginning, trying again. */
#include "runtime/renewal.h"

#include <stdlib.h>

#include "runtime/apply.h"
#include "runtime/core/renew.h"
#include "runtime/guard.h"
#include "runtime/os/clock.h"

enum { BUSY_MS = 1000, FAILURES_MOST = 255, WHY_MASK = 15 };

static void on_timer(struct timer *timer) {
    struct sup *sup = (struct sup *)((char *)timer - offsetof(struct sup, renewal));
    sup->has_changed = true;
}

void renewal_set_up(struct sup *sup) {
    sup->renewal.fire = on_timer;
}

/* ---- what is wanted -------------------------------------------------------------------------- */

static void note(struct inst *inst, unsigned why) {
    struct sup *sup = inst->sup;
    sup->n_renewals += (why != 0) - (unsigned)(inst->renewal.why != 0);
    inst->renewal.why = why;
    sup->is_unsaved = true;
}

bool renewal_ask(struct inst *inst, enum renewal_why why) {
    if (inst->renewal.why & why)
        return false;
    note(inst, inst->renewal.why | why);
    inst->sup->has_changed = true;
    return true;
}

void renewal_settle(struct inst *inst) {
    if (inst->renewal.why)
        note(inst, 0);
    inst->renewal = (struct renewal){0};
}

void renewal_spare(struct inst *inst, enum renewal_why why) {
    if (!(inst->renewal.why & why))
        return;
    note(inst, inst->renewal.why & ~(unsigned)why);
    if (inst->renewal.why)
        return;
    if (inst->renewal.failures)
        inst_no_reason(inst);
    inst->renewal.failures = 0;
    inst->renewal.at_ms = 0;
}

uint32_t renewal_pack(const struct inst *inst) {
    return inst->renewal.why | inst->renewal.failures << 8;
}

void renewal_unpack(struct inst *inst, uint32_t packed) {
    note(inst, packed & WHY_MASK);
    if (!inst->renewal.why)
        return;
    inst->renewal.failures = packed >> 8 & FAILURES_MOST;
    if (inst->renewal.failures)
        inst->renewal.at_ms =
            os_now_ms() + renew_pause_ms(inst->renewal.failures, guard_interval_ms(inst->sup));
}

static const char *describe(const struct inst *inst) {
    static const struct {
        enum renewal_why why;
        enum opt_id option;
    } reasons[] = {{RENEWAL_MEMORY, OPT_MAX_MEMORY_RESTART},
                   {RENEWAL_HEALTH, OPT_HTTP},
                   {RENEWAL_ERRORS, OPT_ERROR_RESTART},
                   {RENEWAL_CRON, OPT_CRON_RESTART}};
    size_t i = 0;
    while (i + 1 < ARRAY_LEN(reasons) && !(inst->renewal.why & reasons[i].why))
        i++;
    return options[reasons[i].option].name;
}

/* ---- beginning ------------------------------------------------------------------------------- */

static bool is_wanted(const struct inst *inst) {
    enum proc_state state = inst->proc.state;
    return inst->renewal.why && !inst->renewal.is_begun && inst->office == INST_HOLDS &&
           !inst->is_held && !inst->is_leaving && (state == PROC_ONLINE || state == PROC_LAUNCHING);
}

/* Nobody else is about to do something to it or to others of its app. */
static bool is_free(const struct inst *inst) {
    return inst->holds == 0 && !apply_concerns(inst->sup, inst->app->name);
}

static void put_off(struct inst *inst, int64_t now_ms, const char *why) {
    struct renewal *r = &inst->renewal;
    r->failures += r->failures < FAILURES_MOST;
    r->at_ms = now_ms + renew_pause_ms(r->failures, guard_interval_ms(inst->sup));
    inst_reason(inst, "was to be replaced (%s): %s", describe(inst), why);
    inst->sup->is_unsaved = true;
}

static void tell_put_off(const struct inst *inst, int64_t now_ms, const char *why) {
    struct buf text = {0};
    say_duration(&text, inst->renewal.at_ms - now_ms);
    say_trouble(&inst->sup->say, "%s %u was to be replaced (%s): %s; tried again in %.*s",
                inst->app->name, inst->pm_id, describe(inst), why, text.failed ? 0 : (int)text.n,
                text.n ? text.p : "");
    buf_done(&text);
}

/* All of its app that are due go together, so that the app's rules for a reload hold. */
static bool begin(struct inst *first, int64_t now_ms) {
    struct sup *sup = first->sup;
    struct inst_set set = {.at = calloc(sup->n_insts, sizeof(struct inst *))};
    struct err err = {.msg = "the supervisor is out of memory"};
    if (!set.at)
        return false;
    for (struct inst *inst = first; inst; inst = inst->next)
        if (is_wanted(inst) && inst->renewal.at_ms <= now_ms && inst->holds == 0 &&
            strcmp(inst->app->name, first->app->name) == 0)
            set.at[set.n++] = inst;
    bool has_begun = apply_roll(sup, &set, &err) == 0;
    for (unsigned i = 0; i < set.n; i++) {
        set.at[i]->renewal.is_begun = has_begun;
        if (!has_begun)
            put_off(set.at[i], now_ms, err.msg);
    }
    if (!has_begun)
        tell_put_off(first, now_ms, err.msg);
    inst_set_done(&set);
    return true;
}

void renewal_go_on(struct sup *sup) {
    int64_t now_ms = os_now_ms(), next_ms = 0;
    if (sup->n_renewals == 0 || sup->is_stopping)
        return;
    for (struct inst *inst = sup->first; inst; inst = inst->next) {
        int64_t at_ms = inst->renewal.at_ms;
        if (!is_wanted(inst))
            continue;
        if (at_ms <= now_ms && is_free(inst) && begin(inst, now_ms) && inst->renewal.is_begun)
            continue;
        at_ms = inst->renewal.at_ms > now_ms ? inst->renewal.at_ms : now_ms + BUSY_MS;
        next_ms = next_ms == 0 || at_ms < next_ms ? at_ms : next_ms;
    }
    timer_disarm(&sup->timers, &sup->renewal);
    if (next_ms)
        timer_arm(&sup->timers, &sup->renewal, next_ms);
}

/* ---- ending ---------------------------------------------------------------------------------- */

void renewal_let_go(const struct apply *apply) {
    for (unsigned i = 0; i < apply->n; i++)
        for (unsigned k = 0; k < apply->changes[i].n_slots; k++)
            apply->changes[i].slots[k].inst->renewal.is_begun = false;
}

void renewal_ended(const struct apply *apply) {
    int64_t now_ms = os_now_ms();
    renewal_let_go(apply);
    for (unsigned i = 0; i < apply->n; i++) {
        const struct apply_change *change = &apply->changes[i];
        const struct inst *first = NULL;
        const char *why = change->error ? change->error : "it did not come up";
        for (unsigned k = 0; k < change->n_slots; k++) {
            struct inst *inst = change->slots[k].inst;
            if (change->phase != CHANGE_FAILED || !is_wanted(inst))
                continue;
            put_off(inst, now_ms, why);
            first = first ? first : inst;
        }
        if (first)
            tell_put_off(first, now_ms, why);
    }
}

static bool concerns(const struct apply *apply, const struct inst_set *set) {
    for (unsigned i = 0; set && i < set->n; i++)
        if (apply_has(apply, set->at[i]->app->name))
            return true;
    return !set;
}

void renewal_yield(struct sup *sup, const struct inst_set *set) {
    for (struct apply *apply = sup->applies, *next; apply; apply = next) {
        next = apply->next;
        if (apply->is_own && concerns(apply, set))
            apply_release(apply);
    }
}
