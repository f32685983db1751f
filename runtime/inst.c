/* Instances come and go. */
#include "runtime/inst.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "runtime/app_log.h"
#include "runtime/cron.h"
#include "runtime/guard.h"
#include "runtime/health.h"
#include "runtime/heard.h"
#include "runtime/logs/log_name.h"
#include "runtime/os/clock.h"
#include "runtime/pid_file.h"
#include "runtime/sup.h"
#include "runtime/workers.h"

void inst_no_reason(struct inst *inst) {
    free(inst->reason);
    inst->reason = NULL;
}

void inst_reason(struct inst *inst, const char *fmt, ...) {
    struct buf text = {0};
    va_list ap;
    va_start(ap, fmt);
    buf_vfmt(&text, fmt, ap);
    va_end(ap);
    inst_no_reason(inst);
    if (text.failed) /* buf_vfmt closes with a NUL beyond its length */
        buf_done(&text);
    inst->reason = text.p;
}

/* ---- logs ------------------------------------------------------------------------------------ */

/* With the instance's number unless logs are merged. */
static struct log_file *use_log(const struct inst *inst, const struct app *app, enum app_log which,
                                bool *failed) {
    struct buf path = {0}, name = {0};
    if (app->logs.is_disabled || !app_log_path(&app->logs, which, inst->sup->home, &path))
        return NULL;
    if (app->logs.is_merged)
        buf_add(&name, path.p, path.n);
    else
        log_name_number(&name, (struct str){path.p, path.n}, inst->pm_id);
    buf_char(&name, 0);
    bool is_named = !path.failed && !name.failed;
    struct log_file *file = is_named ? log_file_use(&inst->sup->pump.files, name.p) : NULL;
    *failed = *failed || !file;
    buf_done(&path);
    buf_done(&name);
    return file;
}

static void drop_logs(struct inst *inst, const struct log_target targets[2]) {
    for (int i = 0; i < 2; i++) {
        log_file_drop(&inst->sup->pump.files, targets[i].own);
        log_file_drop(&inst->sup->pump.files, targets[i].both);
    }
}

static bool same_path(const char *a, const char *b) {
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_files(const struct app_logs *a, const struct app_logs *b) {
    return a->is_merged == b->is_merged && a->is_disabled == b->is_disabled &&
           strcmp(a->base, b->base) == 0 && same_path(a->out, b->out) &&
           same_path(a->err, b->err) && same_path(a->both, b->both);
}

static int use_logs(struct inst *inst, const struct app *app, struct log_target targets[2]) {
    const struct app_logs *logs = &app->logs;
    bool failed = false;
    for (int i = 0; i < 2; i++)
        targets[i] = (struct log_target){
            .own = use_log(inst, app, i ? APP_LOG_ERR : APP_LOG_OUT, &failed),
            .both = use_log(inst, app, APP_LOG_BOTH, &failed),
            .style = logs->style,
            .origin = {app->name, inst->pm_id, i == 1},
            .rotation = logs->rotation,
        };
    if (!failed)
        return 0;
    drop_logs(inst, targets);
    return -1;
}

/* ---- coming and going ------------------------------------------------------------------------ */

/* After `prev`, or as the first one. */
static void insert(struct sup *sup, struct inst *inst, struct inst *prev) {
    struct inst *next = prev ? prev->next : sup->first;
    inst->prev = prev;
    inst->next = next;
    *(prev ? &prev->next : &sup->first) = inst;
    *(next ? &next->prev : &sup->last) = inst;
    sup->n_insts++;
}

/* Room for one tree more, in steps. */
static int grow_trees(struct sup *sup) {
    if (sup->n_insts < sup->trees_cap)
        return 0;
    unsigned cap = sup->trees_cap ? sup->trees_cap * 2 : 8;
    struct os_tree *trees = realloc(sup->trees, cap * sizeof *trees);
    if (!trees)
        return -1;
    sup->trees = trees;
    sup->trees_cap = cap;
    return 0;
}

static struct inst *make(struct sup *sup, struct generation *gen, const struct app *app,
                         unsigned pm_id) {
    struct inst *inst = grow_trees(sup) < 0 ? NULL : calloc(1, sizeof *inst);
    if (!inst)
        return NULL;
    inst->sup = sup;
    inst->timer.fire = sup_on_timer;
    inst->report = (struct os_watch){.fd = -1, .ready = sup_on_report};
    inst->pm_id = pm_id;
    inst->serial = sup->next_serial;
    inst->pidfd.fd = -1;
    (void)snprintf(inst->mark, sizeof inst->mark, "%x.%llx.%u", (unsigned)getpid(),
                   (unsigned long long)os_wall_ms(), inst->serial);
    if (use_logs(inst, app, inst->target) < 0) {
        free(inst);
        return NULL;
    }
    for (int i = 0; i < 2; i++) {
        log_stream_init(&inst->stream[i], &sup->pump, &inst->target[i], &inst->logs_dropped);
        inst->stream[i].owner = inst->serial;
    }
    if (timers_add(&sup->timers) < 0 || ready_open(inst) < 0) {
        drop_logs(inst, inst->target);
        free(inst);
        return NULL;
    }
    sup->next_serial++;
    inst->app = app;
    inst->gen = gen_hold(gen);
    if (workers_enter(inst, gen, app) < 0) {
        ready_close(inst);
        timers_remove(&sup->timers);
        drop_logs(inst, inst->target);
        gen_drop(inst->gen);
        free(inst);
        return NULL;
    }
    return inst;
}

static struct inst *enter(struct inst *inst, unsigned number, struct inst *prev) {
    inst->number = number;
    insert(inst->sup, inst, prev);
    inst->sup->is_unsaved = true;
    cron_set(inst);
    guard_set(inst);
    errors_set(inst);
    health_set(inst, NULL);
    return inst;
}

struct inst *inst_new(struct sup *sup, struct generation *gen, const struct app *app,
                      unsigned number) {
    struct inst *inst = make(sup, gen, app, sup->next_pm_id);
    if (!inst)
        return NULL;
    sup->next_pm_id++;
    return enter(inst, number, sup->last);
}

/* Both write to the same files now: by whole lines. */
struct inst *inst_new_twin(struct inst *inst, struct generation *gen, const struct app *app) {
    struct inst *twin = make(inst->sup, gen, app, inst->pm_id);
    if (!twin)
        return NULL;
    twin->office = INST_COMES;
    for (int i = 0; i < 2; i++) {
        twin->stream[i].tapped = inst->stream[i].tapped;
        log_stream_retarget(&inst->stream[i], &inst->target[i]);
    }
    return enter(twin, inst->number, inst);
}

void inst_take_office(struct inst *twin, struct inst *old) {
    twin->office = INST_HOLDS;
    twin->starts += old->starts;
    twin->forgotten += old->forgotten;
    twin->logs_dropped += old->logs_dropped;
    old->office = INST_REPLACED;
    renewal_settle(old);
    workers_release(twin);
    pid_file_write(twin);
    sup_leave(old);
}

void inst_keep_tail(struct inst *inst, bool keeps) {
    if (keeps != (inst->tail != NULL)) {
        free(inst->tail);
        inst->tail = keeps ? calloc(1, sizeof *inst->tail) : NULL;
    }
    for (int i = 0; i < 2; i++)
        inst->stream[i].tail = inst->tail;
}

void inst_free(struct inst *inst) {
    struct sup *sup = inst->sup;
    for (int s = 0; s < 2; s++)
        log_stream_end(&inst->stream[s]);
    drop_logs(inst, inst->target);
    free(inst->tail);
    sockets_drop(inst);
    inst_unwatch_outside(inst);
    workers_leave(inst);
    state_forget(inst);
    timer_disarm(&sup->timers, &inst->timer);
    timers_remove(&sup->timers);
    ready_close(inst);
    health_close(inst);
    errors_close(inst);
    inst_no_reason(inst);
    renewal_settle(inst);
    os_roster_done(&inst->roster);
    *(inst->prev ? &inst->prev->next : &sup->first) = inst->next;
    *(inst->next ? &inst->next->prev : &sup->last) = inst->prev;
    sup->n_insts--;
    gen_drop(inst->gen);
    free(inst);
}

int inst_adopt(struct inst *inst, struct generation *gen, const struct app *app) {
    struct log_target targets[2] = {0};
    bool keeps_files = same_files(&inst->app->logs, &app->logs);
    if (workers_enter(inst, gen, app) < 0 || (!keeps_files && use_logs(inst, app, targets) < 0))
        return -1;
    for (int i = 0; i < 2; i++) {
        struct log_target before = inst->target[i];
        if (keeps_files) {
            inst->target[i].style = app->logs.style;
            inst->target[i].origin.app_name = app->name;
            inst->target[i].rotation = app->logs.rotation;
        } else {
            inst->target[i] = targets[i];
            targets[i] = before;
        }
        log_stream_retarget(&inst->stream[i], &before);
    }
    drop_logs(inst, targets);
    inst->sup->pump.clock.n = 0; /* it remembers by the address of what may go now */
    struct generation *old = inst->gen;
    const struct app *before = inst->app;
    inst->gen = gen_hold(gen);
    if (inst->pid && inst->app->nice != app->nice)
        os_renice(inst->pid, app->nice);
    inst->app = app;
    inst->is_foreign = false;
    health_set(inst, before);
    gen_drop(old);
    inst->sup->is_unsaved = true;
    cron_set(inst);
    guard_set(inst);
    errors_set(inst);
    return 0;
}

struct child_id inst_child_id(struct inst *inst, struct arena *arena) {
    struct child_id id = {.pm_id = inst->pm_id,
                          .number = inst->number,
                          .mark = inst->mark,
                          .n_sockets = inst->app->n_listen,
                          .socket_names = inst->app->listen_names,
                          .notify = heard_name(inst->sup, inst->app)};
    workers_tell_child(inst, arena, &id);
    return id;
}

int inst_signal(const struct inst *inst, int sig) {
    if (inst->kin == INST_CHILD) /* not reaped yet, so the pid is its own */
        return kill(inst->pid, sig);
    return os_signal_exact(inst->pid, inst->started_ticks, sig) ? 0 : -1;
}

static void on_outside_ended(struct os_watch *watch, unsigned events) {
    struct inst *inst = (struct inst *)((char *)watch - offsetof(struct inst, pidfd));
    (void)events;
    sup_child_vanished(inst);
}

void inst_watch_outside(struct inst *inst) {
    inst_unwatch_outside(inst);
    inst->pidfd = (struct os_watch){.fd = os_pidfd(inst->pid), .ready = on_outside_ended};
    if (inst->pidfd.fd < 0 || os_poll_set(&inst->sup->poll, &inst->pidfd, OS_READ) < 0)
        say_trouble(&inst->sup->say, "%s %u: the end of pid %d will not be noticed: %s",
                    inst->app->name, inst->pm_id, (int)inst->pid, strerror(errno));
}

void inst_unwatch_outside(struct inst *inst) {
    if (inst->pidfd.fd < 0)
        return;
    os_poll_del(&inst->sup->poll, &inst->pidfd);
    (void)close(inst->pidfd.fd);
    inst->pidfd.fd = -1;
}

unsigned inst_restarts(const struct inst *inst) {
    return inst->starts > inst->forgotten ? inst->starts - inst->forgotten - 1 : 0;
}

void inst_set_done(struct inst_set *set) {
    free(set->at);
    *set = (struct inst_set){0};
}
