/* From records to instances. */
#include "runtime/takeover.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/cron.h"
#include "runtime/gen_pack.h"
#include "runtime/health.h"
#include "runtime/keep.h"
#include "runtime/steer.h"
#include "runtime/sup.h"
#include "runtime/takeover_check.h"
#include "runtime/workers.h"

enum {
    PATIENCE_MS = 100, /* for the keeper to tell of an end that it has just seen */
    TRIES = 4,         /* to take over everything; then what can be */
};

struct taker {
    struct sup *sup;
    const struct keeper_gift *gift;
    struct inst_set due;
    unsigned n_damaged, n_taken, n_lost;
};

/* ---- generations ------------------------------------------------------------------------------ */

static int read_all(int fd, struct buf *out) {
    struct stat st;
    if (fstat(fd, &st) < 0)
        return -1;
    char *bytes = malloc((size_t)st.st_size + 1);
    bool ok = bytes && pread(fd, bytes, (size_t)st.st_size, 0) == (ssize_t)st.st_size;
    if (ok)
        buf_add(out, bytes, (size_t)st.st_size);
    free(bytes);
    return ok && !out->failed ? 0 : -1;
}

static void take_generation(struct taker *t, uint32_t id, int fd) {
    struct gen_world world = sup_world(t->sup);
    struct generation *gen = NULL;
    struct buf bytes = {0};
    struct err err = {0};
    if (read_all(fd, &bytes) < 0)
        (void)err_set(&err, "it cannot be read");
    else
        (void)gen_unpack((struct str){bytes.p, bytes.n}, &world, &gen, &err);
    buf_done(&bytes);
    if (gen)
        (void)state_take_generation(t->sup, gen, id);
    else
        say_trouble(&t->sup->say, "a plan cannot be taken over: %s", err.msg);
    gen_drop(gen);
    (void)close(fd);
}

static void take_generations(struct taker *t) {
    for (unsigned i = 0; i < t->gift->n_fds; i++) {
        uint64_t key = t->gift->fds[i].key;
        if (key >> 32 == KEEP_GENERATION)
            take_generation(t, (uint32_t)key, t->gift->fds[i].fd);
    }
}

static struct generation *find_generation(const struct taker *t, uint32_t id) {
    const struct state *state = &t->sup->state;
    for (unsigned i = 0; i < state->n_kept; i++)
        if (state->kept[i]->id == id)
            return state->kept[i];
    return NULL;
}

/* ---- instances ------------------------------------------------------------------------------- */

static void take_numbers(struct inst *inst, const struct state_inst *r) {
    inst->proc = (struct proc){(enum proc_state)r->state, (enum proc_intent)r->intent};
    inst->office = (enum inst_office)r->office;
    ready_restore(inst, (enum ready_state)r->ready, r->ready_at_ms);
    inst->ready.has_word = r->flags & STATE_WORD;
    inst->is_held = r->flags & STATE_HELD;
    inst->is_leaving = r->flags & STATE_LEAVING;
    inst->is_ended = r->flags & STATE_ENDED;
    inst->has_failed = r->flags & STATE_FAILED;
    inst->has_exited = r->flags & STATE_EXITED;
    inst->is_foreign = r->flags & STATE_FOREIGN;
    inst->was = state_print(r);
    inst->failure = (struct os_spawn_report){r->failure_step, r->failure_sys};
    inst->answer = (struct policy_answer){(enum policy_verdict)r->verdict, r->answer_delay_ms,
                                          r->flags & STATE_UNSTABLE};
    inst->last_exit =
        (struct policy_exit){r->flags & STATE_BY_SIGNAL, r->last_number, r->last_uptime_ms};
    inst->past = (struct policy_past){r->unstable, r->hasty, r->backoff_ms};
    inst->started_ms = r->started_ms;
    inst->started_wall_ms = r->started_wall_ms;
    inst->starts = r->starts;
    inst->forgotten = r->forgotten;
    inst->ends = r->ends;
    inst->busy = r->busy;
    inst->sweeps = r->sweeps;
    inst->logs_dropped = r->logs_dropped;
    renewal_unpack(inst, r->renewal);
    (void)snprintf(inst->mark, sizeof inst->mark, "%s", r->mark);
    if (*r->reason)
        inst_reason(inst, "%s", r->reason);
}

static void take_process(struct inst *inst, const struct state_inst *r) {
    inst->pid = r->pid;
    inst->session = r->session;
    inst->started_ticks = r->started_ticks;
    inst->kin = (enum inst_kin)r->kin == INST_OUTSIDE ? INST_OUTSIDE : INST_KEPT;
    if (inst->pid && inst->kin == INST_OUTSIDE)
        inst_watch_outside(inst);
}

static void take_descriptors(struct taker *t, struct inst *inst) {
    static const enum keep_kind kinds[] = {KEEP_OUT, KEEP_ERR};
    for (int i = 0; i < 2; i++) {
        int fd = keep_given(t->gift, keep_key(kinds[i], inst->serial));
        if (fd >= 0)
            (void)log_stream_open(&inst->stream[i], fd);
    }
    workers_take(inst, t->gift);
    inst->report.fd = keep_given(t->gift, keep_key(KEEP_REPORT, inst->serial));
    if (inst->report.fd >= 0)
        (void)os_poll_set(&t->sup->poll, &inst->report, OS_READ);
}

static void note_due(struct taker *t, struct inst *inst, uint32_t flags) {
    bool is_unborn = inst->app->autostart && inst->starts == 0 &&
                     inst->proc.state == PROC_STOPPED && !inst->is_held && !inst->is_leaving &&
                     inst->office == INST_HOLDS;
    if ((flags & STATE_DUE) || is_unborn)
        t->due.at[t->due.n++] = inst;
}

/* It noted itself as due just now, or did not. */
static void hold_sockets(const struct taker *t, struct inst *inst) {
    struct err err;
    bool is_due = t->due.n && t->due.at[t->due.n - 1] == inst;
    if (proc_is_resting(inst->proc.state) && !is_due)
        return;
    if (sockets_hold(inst, &err) < 0)
        say_trouble(&inst->sup->say, "%s %u: %s", inst->app->name, inst->pm_id, err.msg);
}

static void take_inst(struct taker *t, const struct state_inst *r, uint32_t place) {
    struct sup *sup = t->sup;
    if (r->flags & STATE_RELIC) {
        relics_restore(sup, r, place);
        return;
    }
    struct generation *gen = find_generation(t, r->generation);
    const struct app *app = gen && r->app < gen->n_apps ? &gen->apps[r->app] : NULL;
    sup->next_pm_id = r->pm_id;
    sup->next_serial = r->serial;
    struct inst *inst = app ? inst_new(sup, gen, app, r->number) : NULL;
    if (!inst) {
        t->n_lost++;
        say_trouble(&sup->say, "%s %u cannot be taken over; process %d is left alone", r->name,
                    r->pm_id, (int)r->pid);
        return;
    }
    (void)state_take_place(sup, inst, place);
    take_numbers(inst, r);
    take_process(inst, r);
    take_descriptors(t, inst);
    cron_resume(inst, r->cron_at_s);
    if (r->pid)
        health_restore(inst, r->health);
    if (r->timer_at_ms)
        timer_arm(&sup->timers, &inst->timer, r->timer_at_ms);
    if (r->signal_due) {
        inst->signal_due = r->signal_due;
        sup->has_signals_due = true;
    }
    note_due(t, inst, r->flags);
    hold_sockets(t, inst);
    t->n_taken++;
}

/* ---- the page -------------------------------------------------------------------------------- */

struct page {
    struct buf bytes;
    uint32_t n;
};

static enum state_kind read_place(const struct page *page, uint32_t place, struct state_head *head,
                                  struct state_inst *inst) {
    return state_read(page->bytes.p + (size_t)place * STATE_RECORD_BYTES, STATE_RECORD_BYTES, head,
                      inst);
}

/* In the order of their ids, which is the list's; a twin comes after the one that it is to replace. */
static int by_pm_id(const void *a, const void *b) {
    const struct state_inst *x = a, *y = b;
    if (x->pm_id != y->pm_id)
        return x->pm_id < y->pm_id ? -1 : 1;
    return (x->serial > y->serial) - (x->serial < y->serial);
}

static int load_page(int fd, struct page *page) {
    *page = (struct page){0};
    if (read_all(fd, &page->bytes) < 0)
        return -1;
    page->n = (uint32_t)(page->bytes.n / STATE_RECORD_BYTES);
    return 0;
}

/* All records of instances; `place` of each is left in `number_of_place`. malloc'd, NULL without
 * memory. */
struct found {
    struct state_inst inst; /* its first member, for by_pm_id */
    uint32_t place;
};

static struct found *find_records(const struct page *page, unsigned *n, unsigned *n_damaged) {
    struct found *all = calloc(page->n + 1, sizeof *all);
    struct state_head head;
    *n = 0;
    for (uint32_t place = 1; all && place < page->n; place++) {
        enum state_kind kind = read_place(page, place, &head, &all[*n].inst);
        *n_damaged += kind == STATE_DAMAGED;
        if (kind == STATE_INST)
            all[(*n)++].place = place;
    }
    if (all)
        qsort(all, *n, sizeof *all, by_pm_id);
    return all;
}

static void take_head(struct sup *sup, const struct page *page) {
    struct state_head head;
    struct state_inst none;
    if (page->n == 0 || read_place(page, 0, &head, &none) != STATE_HEAD)
        return; /* the numbers go on after those of the instances */
    sup->next_pm_id = sup->next_pm_id > head.next_pm_id ? sup->next_pm_id : head.next_pm_id;
    if (sup->state.next_generation < head.next_generation)
        sup->state.next_generation = head.next_generation;
    sup->is_stopping = head.is_stopping;
    sup->is_killing = head.is_killing;
}

static int take_page(struct taker *t, int fd, struct err *err) {
    struct page page;
    unsigned n;
    if (load_page(fd, &page) < 0)
        return err_set(err, "the state page cannot be read");
    struct found *all = find_records(&page, &n, &t->n_damaged);
    t->due.at = calloc(n + 1, sizeof(struct inst *));
    if (all && t->due.at)
        for (unsigned i = 0; i < n; i++)
            take_inst(t, &all[i].inst, all[i].place);
    int rc = all && t->due.at ? 0 : err_set(err, "out of memory");
    free(all);
    for (const struct inst *inst = t->sup->first; inst; inst = inst->next)
        if (t->sup->next_serial <= inst->serial)
            t->sup->next_serial = inst->serial + 1;
    take_head(t->sup, &page);
    for (unsigned i = 0; i < t->sup->state.n_kept; i++)
        if (t->sup->state.next_generation < t->sup->state.kept[i]->id)
            t->sup->state.next_generation = t->sup->state.kept[i]->id;
    buf_done(&page.bytes);
    return rc;
}

static bool is_known(const struct sup *sup, uint32_t serial) {
    const struct inst *inst = sup->first;
    while (inst && inst->serial != serial)
        inst = inst->next;
    return inst != NULL;
}

/* What instances have left that are gone: their end was not heard by the keeper. Not where a record
 * is missing: a process may live on these. */
static void drop_forgotten(const struct taker *t) {
    for (unsigned i = 0; i < t->gift->n_fds && !t->n_damaged && !t->n_lost; i++) {
        enum keep_kind kind = (enum keep_kind)(t->gift->fds[i].key >> 32);
        uint32_t serial = (uint32_t)t->gift->fds[i].key;
        bool is_of_inst = kind == KEEP_OUT || kind == KEEP_ERR || kind == KEEP_REPORT ||
                          kind == KEEP_CHANNEL || kind == KEEP_ACTIONS;
        if (!is_of_inst || is_known(t->sup, serial))
            continue;
        keep_drop(t->sup, kind, serial);
        (void)close(t->gift->fds[i].fd);
    }
}

/* ---- going on -------------------------------------------------------------------------------- */

static void go_on(struct taker *t) {
    struct sup *sup = t->sup;
    sockets_close_unused(sup);
    takeover_settle_twins(sup);
    if (sup->is_stopping)
        (void)steer_all(sup, CTL_STOP);
    else if (t->due.n)
        (void)steer_begin(sup, NULL, CTL_START, &t->due);
    for (struct inst *inst = sup->first; inst; inst = inst->next) {
        sup->has_ended = sup->has_ended || inst->is_ended;
        sup->has_leaving = sup->has_leaving || inst->is_leaving;
        if (sup->is_killing && inst->proc.state == PROC_STOPPING)
            sup_event(inst, PROC_TIMER);
    }
    sup->has_changed = true;
}

/* ---- logs ------------------------------------------------------------------------------------ */

static void take_journal(const struct taker *t) {
    struct sup *sup = t->sup;
    int fd = keep_given(t->gift, keep_key(KEEP_JOURNAL, 0));
    int begun_fd = keep_given(t->gift, keep_key(KEEP_PARTIALS, 0));
    if (log_pump_adopt(&sup->pump, fd, begun_fd) == 0)
        return;
    say_trouble(&sup->say, "the journal of log lines is %s; lines that were in hand are lost",
                fd < 0 ? "not there" : "damaged, or of another version");
    keep_hold_logs(sup);
}

static void finish_lines(struct sup *sup) {
    if (!log_pump_recover(&sup->pump))
        say_trouble(&sup->say, "log lines were in hand of what is not taken over; they are lost");
}

int takeover_from_keeper(struct sup *sup, const struct keeper_gift *gift, struct err *err) {
    struct taker t = {.sup = sup, .gift = gift};
    take_generations(&t);
    sockets_restore(sup, gift);
    take_journal(&t);
    workers_take_sockets(sup, gift);
    int rc = take_page(&t, sup->state.fd, err);
    if (rc == 0 && t.n_lost && gift->n_deaths < TRIES) /* most likely there was no memory for it */
        rc = err_set(err, "not everything could be taken over; trying again");
    if (rc == 0) {
        drop_forgotten(&t);
        finish_lines(sup);
    }
    for (unsigned i = 0; rc == 0 && i < gift->n_exits; i++)
        keep_take_exit(sup, gift->exits[i].pid, gift->exits[i].status);
    if (rc == 0) {
        takeover_find_unnoted(sup);
        keep_listen(sup, 0);
        if (takeover_find_missing(sup, false) > 0)
            keep_listen(sup, PATIENCE_MS);
        (void)takeover_find_missing(sup, true);
        takeover_finish_launches(sup);
        workers_taken(sup, gift);
        go_on(&t);
        say_line(&sup->say, SAY_PLAIN, "took over %u instance%s", t.n_taken,
                 t.n_taken == 1 ? "" : "s");
        if (t.n_damaged)
            say_trouble(&sup->say,
                        "%u record%s of the state page %s damaged: what they were about runs on "
                        "unsupervised",
                        t.n_damaged, t.n_damaged == 1 ? "" : "s", t.n_damaged == 1 ? "is" : "are");
    }
    inst_set_done(&t.due);
    return rc;
}

void takeover_go_outside(struct sup *sup) {
    for (struct inst *inst = sup->first; inst; inst = inst->next)
        if (inst->kin == INST_KEPT && inst->session) {
            inst->kin = INST_OUTSIDE;
            if (inst->pid)
                inst_watch_outside(inst);
        }
    sup->is_unsaved = true;
}
