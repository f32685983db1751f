/* Doing what the table says. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "runtime/child.h"
#include "runtime/os/clock.h"
#include "runtime/sup.h"
#include "runtime/workers.h"

enum { LINGER_MS = 500 }; /* for a drained process to end by itself, before the signal */

static void close_pair(int fds[2]) {
    for (int i = 0; i < 2; i++)
        if (fds[i] >= 0)
            (void)close(fds[i]);
}

/* A pipe whose reading end is the stream's; *write_fd is the child's end. */
static int open_stream(struct inst *inst, int which, int *write_fd, struct err *err) {
    int fds[2];
    *write_fd = -1;
    if (pipe2(fds, O_CLOEXEC) < 0)
        return err_sys(err, "pipe");
    if (fcntl(fds[0], F_SETFL, O_NONBLOCK) < 0) {
        int rc = err_sys(err, "pipe");
        close_pair(fds);
        return rc;
    }
    *write_fd = inst->app->treekill ? os_pipe_both(fds[1]) : fds[1];
    keep_hold(inst->sup, which ? KEEP_ERR : KEEP_OUT, inst->serial, fds[0]);
    return log_stream_open(&inst->stream[which], fds[0]) < 0 ? err_sys(err, "epoll") : 0;
}

static int open_streams(struct inst *inst, int write_fds[2], struct err *err) {
    write_fds[0] = write_fds[1] = -1;
    if (inst->app->logs.is_disabled)
        return 0;
    for (int i = 0; i < 2; i++)
        if (open_stream(inst, i, &write_fds[i], err) < 0)
            return -1;
    return 0;
}

static int fork_child(struct inst *inst, const struct child *child, struct err *err) {
    struct sup *sup = inst->sup;
    struct os_child made;
    int fds[2], pass_fds[LISTEN_ADDRESSES_MOST + 1];
    int rc = open_streams(inst, fds, err);
    for (unsigned i = 0; i < inst->sockets.n; i++)
        pass_fds[i] = inst->sockets.at[i]->fd;
    int channel_fd = -1;
    if (rc == 0 && child->has_channel && (channel_fd = workers_pair(inst, err)) < 0)
        rc = -1;
    pass_fds[inst->sockets.n] = channel_fd;
    struct os_spawn spawn = {.path = child->path,
                             .argv = child->argv,
                             .envp = child->envp,
                             .cwd = inst->app->cwd,
                             .in_fd = sup->null_fd,
                             .out_fd = fds[0] < 0 ? sup->null_fd : fds[0],
                             .err_fd = fds[1] < 0 ? sup->null_fd : fds[1],
                             .nofile = sup->has_nofile ? &sup->nofile : NULL,
                             .identity = inst->app->identity,
                             .nice = inst->app->nice,
                             .has_usual_sched = sup->cluster.yields_first,
                             .pass_fds = pass_fds,
                             .n_pass_fds = (int)inst->sockets.n + child->has_channel};
    if (rc == 0)
        rc = os_spawn(&spawn, &made, err);
    close_pair(fds);
    if (channel_fd >= 0)
        (void)close(channel_fd);
    if (rc < 0) {
        workers_end(inst);
        for (int i = 0; i < 2; i++)
            log_stream_end(&inst->stream[i]);
        return rc;
    }
    inst->pid = inst->session = made.pid;
    inst->kin = INST_CHILD;
    inst->started_ticks = 0;
    inst->report.fd = made.report_fd;
    return 0;
}

/* Where the report cannot be waited for (epoll without memory), its end of file is found at the
 * next exit. */
static void begin_run(struct inst *inst) {
    struct sup *sup = inst->sup;
    inst->has_failed = inst->is_ended = inst->is_foreign = false;
    inst->sweeps = 0;
    inst->cpu_at_ms = 0;
    inst->started_ms = os_now_ms();
    inst->started_wall_ms = os_wall_ms();
    state_save_inst(inst);
    keep_hold(sup, KEEP_REPORT, inst->serial, inst->report.fd);
    (void)os_poll_set(&sup->poll, &inst->report, OS_READ);
    for (int i = 0; i < 2; i++) {
        struct log_file *files[] = {inst->target[i].own, inst->target[i].both};
        for (size_t k = 0; k < ARRAY_LEN(files); k++)
            if (files[k])
                (void)log_file_open(&sup->pump.files, files[k], inst->started_ms);
    }
}

static enum proc_event busy(struct inst *inst, const char *why) {
    inst->busy++;
    inst_reason(inst, "waits for the system: %s", why);
    if (inst->busy == 1)
        say_trouble(&inst->sup->say, "%s %u cannot be started just now: %s; trying again",
                    inst->app->name, inst->pm_id, why);
    return PROC_BUSY;
}

/* What the system refuses for the moment is tried again; an address that is taken is not. */
static enum child_result hold_sockets(struct inst *inst, struct err *err) {
    *err = (struct err){0};
    if (sockets_hold(inst, err) == 0) {
        sockets_refresh(inst);
        return CHILD_OK;
    }
    return err->sys == EMFILE || err->sys == ENFILE || err->sys == ENOMEM || err->sys == ENOBUFS
               ? CHILD_NO_MEMORY
               : CHILD_BAD;
}

/* True with the event where there is no child. */
static bool spawn(struct inst *inst, enum proc_event *answer) {
    struct child child = {0};
    struct arena arena; /* of the id */
    struct err err = {0};
    if (inst->sup->relics.n && relics_claim(inst)) {
        inst->has_failed = inst->is_ended = false;
        *answer = PROC_EXECED;
        return true;
    }
    arena_init_may_fail(&arena, 0);
    enum child_result result = hold_sockets(inst, &err);
    struct child_id id = inst_child_id(inst, &arena);
    if (!inst->place) /* nobody could tell whose the process is, should we die before it is noted */
        state_save_inst(inst);
    if (result == CHILD_OK)
        result = child_prepare(&child, inst->app, &id, inst->gen->environ, &err);
    bool has_child = result == CHILD_OK && fork_child(inst, &child, &err) == 0;
    child_done(&child);
    arena_done(&arena);
    if (has_child) {
        begin_run(inst);
        return false;
    }
    switch (result) {
    case CHILD_BAD:
        inst_reason(inst, "%s", err.msg);
        *answer = PROC_UNSPAWNABLE;
        break;
    case CHILD_NO_MEMORY:
        *answer = busy(inst, err.sys ? err.msg : "no memory");
        break;
    case CHILD_OK:
        *answer = busy(inst, err.msg);
        break;
    }
    return true;
}

static void arm(struct inst *inst, int64_t delay_ms) {
    timer_arm(&inst->sup->timers, &inst->timer, os_now_ms() + delay_ms);
}

static void signal_later(struct inst *inst, int sig) {
    inst->signal_due = sig;
    inst->sup->has_signals_due = true;
}

bool act_do(struct inst *inst, unsigned acts, enum proc_event *answer) {
    if (acts & PROC_DISARM)
        timer_disarm(&inst->sup->timers, &inst->timer);
    if ((acts & PROC_SIGNAL) && !workers_shut_down(inst))
        signal_later(inst, inst->app->kill_signal);
    if (acts & PROC_KILL)
        signal_later(inst, SIGKILL);
    if (acts & PROC_ARM_KILL)
        arm(inst, inst->app->kill_timeout_ms);
    if (acts & PROC_ARM_SWEEP)
        arm(inst, policy_sweep_delay_ms(++inst->sweeps));
    if (acts & PROC_ARM_DELAY)
        arm(inst, inst->answer.delay_ms);
    if (acts & PROC_ARM_BUSY)
        arm(inst, policy_busy_delay_ms(inst->busy ? inst->busy : 1));
    if (acts & PROC_ARM_DRAIN)
        arm(inst, inst->app->kill_timeout_ms);
    if (acts & PROC_ARM_LINGER)
        arm(inst, LINGER_MS);
    if ((acts & PROC_ASK) && !workers_ask(inst)) {
        *answer = PROC_STOP;
        return true;
    }
    return (acts & PROC_SPAWN) && spawn(inst, answer);
}

void act_flush_signals(struct sup *sup) {
    sup->has_signals_due = false;
    struct os_forest forest = sup_trees(sup);
    bool any = false;
    struct os_tree *tree = sup->trees;
    for (struct inst *inst = sup->first; inst; inst = inst->next, tree++) {
        int sig = inst->signal_due;
        inst->signal_due = 0;
        if (sig && inst->app->treekill)
            tree->sig = sig;
        else if (sig && inst->pid > 0)
            (void)inst_signal(inst, sig);
        any = any || tree->sig;
    }
    if (any)
        os_trees_signal(forest);
}
