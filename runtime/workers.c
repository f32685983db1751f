/* Between instances and runtime/cluster. */
#include "runtime/workers.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/child.h"
#include "runtime/cluster/preload.h"
#include "runtime/cluster/record.h"
#include "runtime/sup.h"
#include "runtime/trigger.h"

enum {
    GRACE_MOST_MS = 2000,
    RECORD_MOST = 64 * 1024 * 1024,
};

/* Where processes of other users can read; only root writes there. */
#define SHARED_DIR "/run/ecort"

static struct inst *inst_of(struct cluster_worker *worker) {
    return ((struct worker *)worker)->inst;
}

static bool has_channel(const struct inst *inst) {
    return inst->worker && cluster_worker_is_open(&inst->worker->base);
}

/* ---- what workers say ------------------------------------------------------------------------ */

/* Noted at once: the word leaves the channel when we have acted on it (ipc_channel.h). */
static void confirm(struct inst *inst, enum app_ready by) {
    ready_confirm(inst, by);
    state_save_inst(inst);
}

static void on_listening(struct cluster_worker *worker) {
    confirm(inst_of(worker), READY_BY_LISTENING);
}

/* The keeper gets it; what it had under the key goes. */
static void hold_text(struct sup *sup, enum keep_kind kind, uint32_t id, const struct buf *text) {
    int fd = text->failed ? -1 : memfd_create("ecort-told", MFD_CLOEXEC);
    if (fd >= 0 && write(fd, text->p, text->n) == (ssize_t)text->n)
        keep_hold(sup, kind, id, fd);
    else
        keep_leave(sup);
    if (fd >= 0)
        (void)close(fd);
}

/* It announces them once. */
static void hold_actions(const struct inst *inst) {
    struct buf text = {0};
    struct json_out j;
    const struct metrics *metrics = workers_metrics(inst);
    if (inst->sup->keep.watch.fd < 0 || !metrics->actions.n)
        return;
    json_out_init(&j, &text, 0);
    metrics_write_actions(metrics, &j);
    hold_text(inst->sup, KEEP_ACTIONS, inst->serial, &text);
    buf_done(&text);
}

static void forget_told(struct inst *inst) {
    if (workers_metrics(inst)->actions.n)
        keep_drop(inst->sup, KEEP_ACTIONS, inst->serial);
    if (inst->worker)
        metrics_done(&inst->worker->metrics);
}

static void on_said(struct cluster_worker *worker, struct str json) {
    struct inst *inst = inst_of(worker);
    unsigned n_actions = inst->worker->metrics.actions.n;
    if (str_eqz(json, "\"ready\""))
        confirm(inst, READY_BY_WORD);
    else if (!metrics_take(&inst->worker->metrics, json))
        (void)trigger_heard(inst, json);
    if (inst->worker->metrics.actions.n != n_actions)
        hold_actions(inst);
}

static void on_closed(struct cluster_worker *worker) {
    struct inst *inst = inst_of(worker);
    keep_drop(inst->sup, KEEP_CHANNEL, inst->serial);
    trigger_inst_gone(inst);
    if (inst->pid)
        sup_event(inst, PROC_DRAINED);
}

/* As in its environment: what it listens on comes from 3 on. */
static int on_given(struct cluster_worker *worker, int fd) {
    const struct sock_set *sockets = &inst_of(worker)->sockets;
    return fd >= 3 && (unsigned)fd - 3 < sockets->n ? sockets->at[fd - 3]->fd : -1;
}

/* What it opens by its address is open where the option has it, too. */
static int on_own(struct cluster_worker *worker, const struct listen_address *address) {
    const struct inst *inst = inst_of(worker);
    return sockets_of_pool(inst->sup, inst->pool, address);
}

static bool on_is_owned(void *ctx, int fd) {
    return sockets_is_one(ctx, fd);
}

static void on_trouble(struct cluster_worker *worker, const char *text) {
    const struct inst *inst = inst_of(worker);
    say_trouble(&inst->sup->say, "%s %u: %s", inst->app->name, inst->pm_id, text);
}

static void on_opened(void *ctx, unsigned listener, int fd) {
    keep_hold(ctx, KEEP_SHARED, listener, fd);
}

static void on_shut(void *ctx, unsigned listener) {
    keep_drop(ctx, KEEP_SHARED, listener);
}

/* At once, before a worker is told: whoever takes over must know what workers count on. */
static void on_changed(void *ctx) {
    struct sup *sup = ctx;
    struct buf text = {0};
    if (sup->keep.watch.fd < 0 || sup->cluster_record.n)
        return; /* nobody keeps it, or we are just reading that of another */
    cluster_write_record(&sup->cluster, &text);
    hold_text(sup, KEEP_CLUSTER, 0, &text);
    buf_done(&text);
}

static const struct cluster_use use = {.listening = on_listening,
                                       .said = on_said,
                                       .closed = on_closed,
                                       .given = on_given,
                                       .own = on_own,
                                       .is_owned = on_is_owned,
                                       .trouble = on_trouble,
                                       .opened = on_opened,
                                       .shut = on_shut,
                                       .changed = on_changed,
                                       .heir = &keep_heir_use};

/* ---- coming and going ------------------------------------------------------------------------ */

int workers_open(struct sup *sup) {
    sup->cluster =
        (struct cluster){.poll = &sup->poll, .timers = &sup->timers, .use = &use, .ctx = sup};
    return cluster_init(&sup->cluster);
}

void workers_close(struct sup *sup) {
    cluster_done(&sup->cluster);
    buf_done(&sup->cluster_record);
}

/* One pool for all versions of an app. */
int workers_enter(struct inst *inst, const struct generation *gen, const struct app *app) {
    struct buf name = {0};
    if (!app->is_cluster && inst->pool && !has_channel(inst))
        workers_leave(inst);
    if (!app->is_cluster || inst->pool)
        return 0;
    buf_fmt(&name, "%s/%s#%s", gen->root, gen->file, app->name);
    buf_char(&name, 0);
    inst->pool = name.failed ? NULL : cluster_pool_hold(&inst->sup->cluster, name.p);
    buf_done(&name);
    return inst->pool ? 0 : -1;
}

void workers_leave(struct inst *inst) {
    workers_end(inst);
    forget_told(inst);
    free(inst->worker);
    inst->worker = NULL;
    if (inst->pool)
        cluster_pool_drop(inst->pool);
    inst->pool = NULL;
}

/* The one that a twin is to replace stands before it. In a roll of ours both are of the version that
 * the others run, too. */
static const struct cluster_worker *replaced_by(const struct inst *inst) {
    const struct inst *old = inst->prev;
    bool is_twin =
        inst->office == INST_COMES && old && old->pm_id == inst->pm_id && !old->renewal.is_begun;
    bool is_of_pool = is_twin && old->worker && old->worker->base.pool == inst->pool;
    return is_of_pool ? &old->worker->base : NULL;
}

static struct cluster_start start_of(const struct inst *inst, int fd) {
    return (struct cluster_start){
        .pool = inst->pool,
        .fd = fd,
        .is_shared = inst->app->is_shared,
        .is_held = inst->app->ready_by >= READY_BY_WORD || inst->office == INST_COMES,
        .tag = inst->serial,
        .replaces = replaced_by(inst),
    };
}

/* For a new process; false without memory. */
static bool renew(struct inst *inst) {
    if (!inst->worker)
        inst->worker = calloc(1, sizeof *inst->worker);
    if (!inst->worker)
        return false;
    forget_told(inst);
    inst->worker->inst = inst;
    inst->worker->is_asked = false;
    return true;
}

int workers_pair(struct inst *inst, struct err *err) {
    struct sup *sup = inst->sup;
    int ends[2];
    if (!renew(inst) || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
        return err_sys(err, "socketpair");
    keep_hold(sup, KEEP_CHANNEL, inst->serial, ends[0]);
    struct cluster_start start = start_of(inst, ends[0]);
    if (cluster_worker_open(&inst->worker->base, &sup->cluster, &start) == 0)
        return ends[1];
    int rc = err_sys(err, "channel");
    (void)close(ends[1]);
    return rc;
}

void workers_end(struct inst *inst) {
    if (has_channel(inst))
        keep_drop(inst->sup, KEEP_CHANNEL, inst->serial);
    if (inst->worker)
        cluster_worker_end(&inst->worker->base);
    trigger_inst_gone(inst);
}

void workers_level(const struct inst *inst) {
    if (inst->pool)
        cluster_pool_level(inst->pool);
}

void workers_release(struct inst *inst) {
    if (inst->worker && inst->worker->base.is_held && inst->office != INST_COMES &&
        inst->ready.state != READY_NOT)
        cluster_worker_release(&inst->worker->base);
}

int workers_say(struct inst *inst, struct str json) {
    return inst->worker ? cluster_worker_say(&inst->worker->base, json) : -1;
}

enum cluster_probe workers_probe(struct inst *inst, uint16_t port, int *fd) {
    return inst->worker ? cluster_worker_probe(&inst->worker->base, port, fd)
                        : CLUSTER_PROBE_ELSEWHERE;
}

const struct metrics *workers_metrics(const struct inst *inst) {
    static const struct metrics none;
    return inst->worker ? &inst->worker->metrics : &none;
}

/* ---- the child's side ------------------------------------------------------------------------ */

/* NULL where it cannot be had: the app runs without it. */
static const char *preload_path(struct inst *inst, struct arena *arena) {
    struct sup *sup = inst->sup;
    struct err err = {0};
    const char *dir = sup->home;
    if (inst->app->identity) {
        if (mkdir(SHARED_DIR, 0755) == 0)
            (void)chmod(SHARED_DIR, 0755); /* whatever our umask is */
        dir = SHARED_DIR;
    }
    const char *path = preload_place(arena, dir, &err);
    if (!path && !sup->has_no_preload)
        say_trouble(&sup->say,
                    "%s; without that script a worker that goes may cut keep-alive connections",
                    err.msg);
    sup->has_no_preload = !path;
    return path;
}

void workers_tell_child(struct inst *inst, struct arena *arena, struct child_id *id) {
    const struct app *app = inst->app;
    id->wants_channel = app->is_cluster || app->is_told || app->waits_word;
    id->worker = inst->pool ? inst->pm_id + 1 : 0;
    id->preload = inst->pool && inst->app->has_preload ? preload_path(inst, arena) : NULL;
}

/* ---- stopping -------------------------------------------------------------------------------- */

static bool say_shutdown(struct inst *inst) {
    return inst->app->is_told && inst->worker && !inst->worker->is_asked &&
           workers_say(inst, STR("\"shutdown\"")) == 0;
}

bool workers_ask(struct inst *inst) {
    int64_t grace_ms = inst->app->kill_timeout_ms * 2 / 3;
    if (!inst->worker)
        return false;
    bool drains = cluster_worker_drain(&inst->worker->base,
                                       grace_ms < GRACE_MOST_MS ? grace_ms : GRACE_MOST_MS);
    bool is_told = say_shutdown(inst);
    inst->worker->is_asked = is_told;
    return drains || is_told;
}

bool workers_shut_down(struct inst *inst) {
    if (!say_shutdown(inst))
        return false;
    inst->worker->is_asked = true;
    return true;
}

static bool is_at_rest(const struct sup *sup, const struct cluster_pool *pool) {
    for (const struct inst *inst = sup->first; inst; inst = inst->next)
        if (inst->pool == pool && !proc_is_resting(inst->proc.state))
            return false;
    return true;
}

void workers_rest(struct sup *sup) {
    for (const struct inst *inst = sup->first; inst; inst = inst->next)
        if (inst->pool && proc_is_resting(inst->proc.state) && is_at_rest(sup, inst->pool))
            cluster_pool_rest(inst->pool);
}

/* ---- the keeper ------------------------------------------------------------------------------ */

void workers_hold(struct sup *sup) {
    for (const struct inst *inst = sup->first; inst; inst = inst->next)
        if (has_channel(inst))
            keep_hold(sup, KEEP_CHANNEL, inst->serial, inst->worker->base.channel.watch.fd);
    for (const struct inst *inst = sup->first; inst; inst = inst->next)
        hold_actions(inst);
    cluster_each_socket(&sup->cluster, on_opened);
    on_changed(sup);
}

struct giver {
    struct sup *sup;
    const struct keeper_gift *gift;
};

static int given_socket(void *ctx, unsigned listener) {
    const struct giver *giver = ctx;
    return keep_given(giver->gift, keep_key(KEEP_SHARED, listener));
}

/* What hold_text gave away; empty where there is nothing. */
static struct str read_text(const struct keeper_gift *gift, enum keep_kind kind, uint32_t id,
                            struct buf *text) {
    struct stat st;
    int fd = keep_given(gift, keep_key(kind, id));
    if (fd < 0)
        return (struct str){0};
    bool is_ok = fstat(fd, &st) == 0 && st.st_size > 0 && st.st_size <= RECORD_MOST;
    size_t n = is_ok ? (size_t)st.st_size : 0;
    if (n && buf_reserve(text, n) && pread(fd, text->p, n, 0) == (ssize_t)n)
        text->n = n;
    (void)close(fd);
    return (struct str){text->p, text->n};
}

/* Before we have an heir ourselves, for whom they would be in no doubt. */
static void note_doubts(struct sup *sup, const struct keeper_gift *gift) {
    for (unsigned i = 0; i < gift->n_fds; i++)
        if (keep_doubt(gift->fds[i].key) && os_heir_prepare(&sup->cluster.heir))
            os_heir_doubt(&sup->cluster.heir, gift->fds[i].fd, keep_doubt(gift->fds[i].key));
}

void workers_take_sockets(struct sup *sup, const struct keeper_gift *gift) {
    struct giver giver = {sup, gift};
    note_doubts(sup, gift);
    struct str record = read_text(gift, KEEP_CLUSTER, 0, &sup->cluster_record);
    cluster_read_record(&sup->cluster, record, given_socket, &giver);
}

static void tell_lost(const struct inst *inst) {
    say_trouble(&inst->sup->say, "%s %u: the channel to it is lost: %s", inst->app->name,
                inst->pm_id, strerror(errno));
}

/* Its end of the channel; -1 where there is none, or no memory for what goes with it. */
static int take_channel(struct inst *inst, const struct keeper_gift *gift, struct str actions) {
    int fd = keep_given(gift, keep_key(KEEP_CHANNEL, inst->serial));
    if (fd >= 0 && !renew(inst)) {
        tell_lost(inst);
        (void)close(fd);
        return -1;
    }
    if (fd >= 0)
        metrics_read_actions(&inst->worker->metrics, actions);
    return fd;
}

void workers_take(struct inst *inst, const struct keeper_gift *gift) {
    struct sup *sup = inst->sup;
    struct buf actions = {0};
    struct str told = read_text(gift, KEEP_ACTIONS, inst->serial, &actions);
    int fd = take_channel(inst, gift, told);
    buf_done(&actions);
    if (fd < 0)
        return;
    inst->worker->metrics.is_partial = true;
    struct cluster_start start = start_of(inst, fd);
    start.replaces = NULL;
    struct str record = {sup->cluster_record.p, sup->cluster_record.n};
    if (cluster_worker_resume(&inst->worker->base, &sup->cluster, &start, record) < 0)
        tell_lost(inst);
}

static void take_doubtful(struct sup *sup, int fd, uint64_t doubt) {
    struct inst *inst = sup->first;
    while (inst && inst->serial != cluster_doubt_tag(doubt))
        inst = inst->next;
    cluster_take_doubtful(&sup->cluster, inst && inst->worker ? &inst->worker->base : NULL, fd,
                          doubt);
}

/* The keeper has a duplicate until then: who is killed in between leaves it twice, and whoever takes
 * over sees that. */
static void take_connections(struct sup *sup, const struct keeper_gift *gift) {
    for (unsigned i = 0; i < gift->n_fds; i++) {
        uint64_t key = gift->fds[i].key, doubt = keep_doubt(key);
        if (!doubt && key >> 32 != KEEP_CONN)
            continue;
        if (doubt)
            take_doubtful(sup, gift->fds[i].fd, doubt);
        else
            cluster_take_left(&sup->cluster, gift->fds[i].fd);
        keep_drop_key(sup, key);
    }
}

void workers_taken(struct sup *sup, const struct keeper_gift *gift) {
    buf_done(&sup->cluster_record);
    take_connections(sup, gift);
    cluster_drop_unheld(&sup->cluster);
    for (const struct inst *inst = sup->first; inst; inst = inst->next)
        workers_level(inst); /* the change that may have been under way is forgotten */
    on_changed(sup);
    cluster_give_left(&sup->cluster);
}

bool workers_helper_ended(struct sup *sup, pid_t pid) {
    return os_heir_ended(&sup->cluster.heir, pid);
}
