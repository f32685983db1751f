/* Instances as records. */
#include "runtime/state.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "runtime/gen_pack.h"
#include "runtime/health.h"
#include "runtime/keep.h"
#include "runtime/os/clock.h"
#include "runtime/sup.h"
#include "schema/base/hash.h"

uint64_t state_boot(void) {
    char id[64] = "";
    int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? 0 : read(fd, id, sizeof id);
    if (fd >= 0)
        (void)close(fd);
    return hash_bytes(id, n > 0 ? (size_t)n : 0);
}

uint64_t state_ecosystem(const struct generation *gen) {
    return hash_bytes(gen->root, strlen(gen->root)) * 31 + hash_bytes(gen->file, strlen(gen->file));
}

enum { RETRY_MS = 1000 };

/* ---- writing --------------------------------------------------------------------------------- */

/* All of the page into the file, which lacks something since a disk was full. */
static bool copy_to_file(const struct state *state) {
    unsigned char bytes[STATE_RECORD_BYTES];
    for (uint32_t i = 0; state->file_fd >= 0 && i < state->places; i++) {
        off_t at = (off_t)i * STATE_RECORD_BYTES;
        ssize_t n = pread(state->fd, bytes, sizeof bytes, at);
        if (n == STATE_RECORD_BYTES && pwrite(state->file_fd, bytes, sizeof bytes, at) != n)
            return false;
    }
    return true;
}

static void on_retry(struct timer *timer) {
    struct sup *sup = (struct sup *)((char *)timer - offsetof(struct sup, state.retry));
    sup->state.is_behind = !copy_to_file(&sup->state);
    if (sup->state.is_behind)
        timer_arm(&sup->timers, timer, os_now_ms() + RETRY_MS);
    else
        say_line(&sup->say, SAY_PLAIN, "%s/state is whole again", sup->home);
}

static void fall_behind(struct sup *sup) {
    if (sup->state.is_behind)
        return;
    say_trouble(&sup->say,
                "%s/state cannot be written: %s; a supervisor that takes over after this one and "
                "its keeper may miss services",
                sup->home, strerror(errno));
    sup->state.is_behind = true;
    timer_arm(&sup->timers, &sup->state.retry, os_now_ms() + RETRY_MS);
}

static void put(struct sup *sup, uint32_t place, const unsigned char bytes[STATE_RECORD_BYTES]) {
    struct state *state = &sup->state;
    off_t at = (off_t)place * STATE_RECORD_BYTES;
    bool ok = pwrite(state->fd, bytes, STATE_RECORD_BYTES, at) == STATE_RECORD_BYTES;
    ok = (state->file_fd < 0 ||
          pwrite(state->file_fd, bytes, STATE_RECORD_BYTES, at) == STATE_RECORD_BYTES) &&
         ok;
    if (!ok)
        fall_behind(sup);
}

static void save_head(struct sup *sup) {
    unsigned char bytes[STATE_RECORD_BYTES];
    struct state_head head = {.boot = sup->boot,
                              .next_pm_id = sup->next_pm_id,
                              .next_generation = sup->state.next_generation,
                              .is_stopping = sup->is_stopping,
                              .is_killing = sup->is_killing,
                              .places = sup->state.places,
                              .keeper = sup->keep.keeper,
                              .supervisor = getpid()};
    state_write_head(&head, bytes);
    uint64_t hash = hash_bytes(&head, sizeof head);
    if (hash != sup->state.head_hash)
        put(sup, 0, bytes);
    sup->state.head_hash = hash;
}

/* Into a field that is all zero. */
static void copy_text(char *out, size_t cap, const char *text) {
    if (text)
        memcpy(out, text, strnlen(text, cap - 1));
}

static uint32_t flags_of(const struct inst *inst) {
    return (inst->is_held ? STATE_HELD : 0U) | (inst->is_leaving ? STATE_LEAVING : 0U) |
           (inst->is_ended ? STATE_ENDED : 0U) | (inst->has_failed ? STATE_FAILED : 0U) |
           (inst->has_exited ? STATE_EXITED : 0U) |
           (inst->last_exit.by_signal ? STATE_BY_SIGNAL : 0U) |
           (inst->answer.is_unstable ? STATE_UNSTABLE : 0U) | (inst->n_due ? STATE_DUE : 0U) |
           (inst->app->treekill ? STATE_TREE : 0U) | (inst->is_foreign ? STATE_FOREIGN : 0U) |
           (inst->ready.has_word ? STATE_WORD : 0U);
}

/* What is known of the app it is of. */
static void record_app(const struct inst *inst, struct state_inst *r) {
    const struct plan_print *print = inst->is_foreign ? &inst->was : &inst->app->print;
    r->flags |= print->rolls ? STATE_ROLLS : 0U;
    r->print_live = print->live;
    r->print_reload = print->reload;
    r->print_restart = print->restart;
    r->print_recreate = print->recreate;
    r->print_instances = print->instances;
    r->generation = inst->gen->id;
    r->app = inst->app->index;
    r->ecosystem = state_ecosystem(inst->gen);
    r->kill_signal = inst->app->kill_signal;
    r->kill_timeout_ms = (uint32_t)inst->app->kill_timeout_ms;
    copy_text(r->name, sizeof r->name, inst->app->name);
}

struct plan_print state_print(const struct state_inst *r) {
    return (struct plan_print){.live = r->print_live,
                               .reload = r->print_reload,
                               .restart = r->print_restart,
                               .recreate = r->print_recreate,
                               .instances = r->print_instances,
                               .rolls = r->flags & STATE_ROLLS};
}

static void record(const struct inst *inst, struct state_inst *r) {
    *r = (struct state_inst){
        .serial = inst->serial,
        .pm_id = inst->pm_id,
        .office = inst->office,
        .number = inst->number,
        .state = inst->proc.state,
        .intent = inst->proc.intent,
        .flags = flags_of(inst),
        .verdict = inst->answer.verdict,
        .pid = inst->pid,
        .session = inst->session,
        .signal_due = inst->signal_due,
        .kin = (int32_t)inst->kin,
        .started_ticks = inst->started_ticks,
        .timer_at_ms = inst->timer.place ? inst->timer.at_ms : 0,
        .ready_at_ms = inst->ready.timer.place ? inst->ready.timer.at_ms : 0,
        .ready = inst->ready.state,
        .renewal = renewal_pack(inst),
        .health = health_record(inst),
        .started_ms = inst->started_ms,
        .started_wall_ms = inst->started_wall_ms,
        .cron_at_s = inst->cron_at_s,
        .unstable = inst->past.unstable,
        .hasty = inst->past.hasty,
        .backoff_ms = inst->past.backoff_ms,
        .answer_delay_ms = inst->answer.delay_ms,
        .last_uptime_ms = inst->last_exit.uptime_ms,
        .starts = inst->starts,
        .forgotten = inst->forgotten,
        .ends = inst->ends,
        .busy = inst->busy,
        .sweeps = inst->sweeps,
        .last_number = inst->last_exit.number,
        .failure_step = inst->failure.step,
        .failure_sys = inst->failure.sys,
        .logs_dropped = inst->logs_dropped,
    };
    record_app(inst, r);
    copy_text(r->mark, sizeof r->mark, inst->mark);
    copy_text(r->reason, sizeof r->reason, inst->reason);
}

/* ---- places ---------------------------------------------------------------------------------- */

static bool grow_places(struct state *state, uint32_t n) {
    uint32_t more = state->places ? state->places : 16;
    while (more < n)
        more *= 2;
    if (more == state->places)
        return true;
    unsigned char *used = realloc(state->used, more);
    if (!used)
        return false;
    memset(used + state->places, 0, more - state->places);
    state->used = used;
    state->places = more;
    return true;
}

/* The first free one; 0 without memory. */
static uint32_t find_place(struct state *state) {
    for (uint32_t i = 1; i < state->places; i++)
        if (!state->used[i])
            return i;
    uint32_t next = state->places ? state->places : 1;
    return grow_places(state, next + 1) ? next : 0;
}

static bool use_place(struct state *state, uint32_t place) {
    if (!grow_places(state, place + 1) || state->used[place])
        return false;
    state->used[place] = 1;
    return true;
}

bool state_take_place(struct sup *sup, struct inst *inst, uint32_t place) {
    if (!use_place(&sup->state, place))
        return false;
    inst->place = place;
    return true;
}

static void clear_place(struct sup *sup, uint32_t place) {
    static const unsigned char nothing[STATE_RECORD_BYTES];
    put(sup, place, nothing);
    sup->state.used[place] = 0;
}

uint32_t state_put_relic(struct sup *sup, const struct state_inst *r, uint32_t place) {
    unsigned char bytes[STATE_RECORD_BYTES];
    struct state_inst relic = *r;
    place = place ? place : find_place(&sup->state);
    if (!place || (!sup->state.used[place] && !use_place(&sup->state, place)))
        return 0;
    relic.flags |= STATE_RELIC;
    state_write_inst(&relic, bytes);
    put(sup, place, bytes);
    return place;
}

void state_forget_relic(struct sup *sup, uint32_t place) {
    if (place && sup->state.used)
        clear_place(sup, place);
}

bool state_keep_place(struct sup *sup, uint32_t place) {
    return use_place(&sup->state, place);
}

/* ---- generations ------------------------------------------------------------------------------ */

static bool keep_reference(struct state *state, struct generation *gen) {
    if (state->n_kept == state->cap_kept) {
        unsigned cap = state->cap_kept ? state->cap_kept * 2 : 4;
        struct generation **kept = realloc(state->kept, cap * sizeof(struct generation *));
        if (!kept)
            return false;
        state->kept = kept;
        state->cap_kept = cap;
    }
    state->kept[state->n_kept++] = gen_hold(gen);
    return true;
}

bool state_take_generation(struct sup *sup, struct generation *gen, uint32_t id) {
    gen->id = id;
    return keep_reference(&sup->state, gen);
}

static void hand_over(struct sup *sup, const struct generation *gen) {
    struct buf bytes = {0};
    int fd = memfd_create("ecort-generation", MFD_CLOEXEC);
    gen_pack(gen, &bytes);
    if (fd >= 0 && !bytes.failed && write(fd, bytes.p, bytes.n) == (ssize_t)bytes.n) {
        keep_hold(sup, KEEP_GENERATION, gen->id, fd);
    } else {
        keep_leave(sup);
        say_trouble(&sup->say,
                    "%s/%s cannot be kept: a supervisor that takes over will not know it",
                    gen->root, gen->file);
    }
    if (fd >= 0)
        (void)close(fd);
    buf_done(&bytes);
}

static void keep_generation(struct sup *sup, struct generation *gen) {
    if (gen->id || sup->keep.watch.fd < 0)
        return;
    gen->id = ++sup->state.next_generation;
    if (keep_reference(&sup->state, gen))
        hand_over(sup, gen);
}

/* Those that nobody else uses any more. */
static void drop_generations(struct sup *sup) {
    struct state *state = &sup->state;
    for (unsigned i = 0; i < state->n_kept;) {
        if (state->kept[i]->refs > 1) {
            i++;
            continue;
        }
        keep_drop(sup, KEEP_GENERATION, state->kept[i]->id);
        gen_drop(state->kept[i]);
        state->kept[i] = state->kept[--state->n_kept];
    }
}

/* ---- all -------------------------------------------------------------------------------------- */

void state_save_inst(struct inst *inst) {
    struct sup *sup = inst->sup;
    unsigned char bytes[STATE_RECORD_BYTES];
    struct state_inst r;
    struct os_process process;
    if (sup->state.fd < 0 && sup->state.file_fd < 0)
        return;
    if (!inst->place && !state_take_place(sup, inst, find_place(&sup->state)))
        return;
    keep_generation(sup, inst->gen);
    if (inst->pid && !inst->started_ticks && os_process_read(inst->pid, &process))
        inst->started_ticks = process.started_ticks;
    record(inst, &r);
    uint64_t hash = hash_bytes(&r, sizeof r);
    if (hash == inst->saved_hash)
        return;
    state_write_inst(&r, bytes);
    put(sup, inst->place, bytes);
    inst->saved_hash = hash;
}

void state_forget(struct inst *inst) {
    if (!inst->place || !inst->sup->state.used) /* all is over: the page is gone */
        return;
    clear_place(inst->sup, inst->place);
    inst->place = 0;
}

void state_save(struct sup *sup) {
    sup->is_unsaved = false;
    for (struct inst *inst = sup->first; inst; inst = inst->next)
        state_save_inst(inst);
    drop_generations(sup);
    save_head(sup);
}

void state_hold(struct sup *sup) {
    keep_hold(sup, KEEP_STATE, 0, sup->state.fd);
    for (unsigned i = 0; i < sup->state.n_kept; i++)
        hand_over(sup, sup->state.kept[i]);
}

/* Made beside the one of the supervisor before, which counts until this one tells as much. */
static void path_of(const struct sup *sup, bool is_new, char path[PATH_MAX]) {
    (void)snprintf(path, PATH_MAX, "%s/state%s", sup->home, is_new ? ".new" : "");
}

static void tell_no_file(const struct sup *sup) {
    say_trouble(&sup->say,
                "%s/state: %s; nobody can take over after this supervisor and its keeper",
                sup->home, strerror(errno));
}

void state_publish(struct sup *sup) {
    char new[PATH_MAX], path[PATH_MAX];
    path_of(sup, true, new);
    path_of(sup, false, path);
    if (sup->state.file_fd < 0 || rename(new, path) == 0)
        return;
    tell_no_file(sup);
    (void)unlink(new);
}

int state_open(struct sup *sup, int memfd, struct err *err) {
    struct state *state = &sup->state;
    char path[PATH_MAX];
    *state = (struct state){.fd = memfd, .file_fd = -1, .retry.fire = on_retry};
    sup->boot = state_boot();
    if (memfd < 0)
        state->fd = memfd_create("ecort-state", MFD_CLOEXEC);
    if (state->fd < 0)
        return err_sys(err, "memfd");
    if (!grow_places(state, 1))
        return err_set(err, "out of memory");
    state->used[0] = 1;
    path_of(sup, memfd < 0, path);
    int flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | (memfd < 0 ? O_TRUNC : 0);
    state->file_fd = open(path, flags, 0600);
    if (state->file_fd < 0)
        tell_no_file(sup);
    if (memfd < 0)
        keep_hold(sup, KEEP_STATE, 0, state->fd);
    return 0;
}

void state_close(struct sup *sup, bool is_over) {
    struct state *state = &sup->state;
    char path[PATH_MAX];
    path_of(sup, false, path);
    if (is_over)
        (void)unlink(path);
    while (state->n_kept)
        gen_drop(state->kept[--state->n_kept]);
    free(state->kept);
    free(state->used);
    timer_disarm(&sup->timers, &state->retry);
    if (state->fd >= 0)
        (void)close(state->fd);
    if (state->file_fd >= 0)
        (void)close(state->file_fd);
    *state = (struct state){.fd = -1, .file_fd = -1};
}
