/* Instances and their events. */
#include "runtime/sup.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

#include "runtime/apply.h"
#include "runtime/cron.h"
#include "runtime/health.h"
#include "runtime/heard.h"
#include "runtime/log_ctl.h"
#include "runtime/os/clock.h"
#include "runtime/pid_file.h"
#include "runtime/steer.h"
#include "runtime/trigger.h"
#include "runtime/workers.h"

/* ---- setting up ------------------------------------------------------------------------------ */

static void on_log_report(void *ctx, enum log_event event, const char *path, int sys) {
    const struct sup *sup = ctx;
    switch (event) {
    case LOG_LOSES:
        say_trouble(&sup->say, "log file %s: %s; lines are dropped until it can be written", path,
                    strerror(sys));
        break;
    case LOG_WRITES:
        say_line(&sup->say, SAY_PLAIN, "log file %s can be written again", path);
        break;
    case LOG_REPLACED:
        say_line(&sup->say, SAY_PLAIN, "log file %s was moved or removed; writing a new one", path);
        break;
    case LOG_CANNOT_ROTATE:
        say_trouble(&sup->say, "log file %s cannot be rotated: %s; it grows on", path,
                    strerror(sys));
        break;
    }
}

static void on_rotated(void *ctx, const char *path, const struct log_rotation *rotation) {
    struct sup *sup = ctx;
    log_tidier_add(&sup->tidier, path, rotation);
}

static void on_tidy_trouble(void *ctx, const struct err *err) {
    const struct sup *sup = ctx;
    say_trouble(&sup->say, "rotated log files are not tidied for now: %s", err->msg);
}

static void set_up_logs(struct sup *sup) {
    sup->pump.files.report = on_log_report;
    sup->pump.files.rotated = on_rotated;
    sup->pump.files.ctx = sup;
    sup->tidier = (struct log_tidier){.envp = sup->environ, .report = on_tidy_trouble, .ctx = sup};
}

static void on_stream_closing(void *ctx, const struct log_stream *stream) {
    keep_drop(ctx, stream->target->origin.is_err ? KEEP_ERR : KEEP_OUT, stream->owner);
}

/* Three descriptors per instance: as many as we may have; the children get what we found. */
static void raise_nofile(struct sup *sup) {
    if (!sup->has_nofile) /* the keeper has found them before us */
        sup->has_nofile = getrlimit(RLIMIT_NOFILE, &sup->nofile) == 0;
    struct rlimit most = sup->nofile;
    most.rlim_cur = most.rlim_max;
    if (sup->has_nofile)
        (void)setrlimit(RLIMIT_NOFILE, &most);
}

int sup_init(struct sup *sup, struct err *err) {
    sup->null_fd = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (sup->null_fd < 0)
        return err_sys(err, "/dev/null");
    if (os_poll_open(&sup->poll, err) < 0)
        return -1;
    if (log_pump_init(&sup->pump, &sup->poll) < 0)
        return err_set(err, "out of memory");
    set_up_logs(sup);
    log_ctl_load_defaults(sup);
    for (int i = 0; i < 7; i++) /* ctl_timer, trim, watchdog, guard, renewal, relics, state.retry */
        if (timers_add(&sup->timers) < 0)
            return err_set(err, "out of memory");
    if (workers_open(sup) < 0)
        return err_set(err, "out of memory");
    renewal_set_up(sup);
    sup->cron.fd = sup->heard.fd = sup->keep.watch.fd = sup->state.fd = sup->state.file_fd = -1;
    sup->pump.closing = on_stream_closing;
    sup->pump.ctx = sup;
    raise_nofile(sup);
    os_become_subreaper();
    return 0;
}

void sup_done(struct sup *sup) {
    steer_done(sup);
    trigger_done(sup);
    apply_done(sup);
    while (sup->first)
        inst_free(sup->first);
    sockets_done(sup);
    free(sup->trees);
    relics_done(sup);
    os_poll_del(&sup->poll, &sup->keep.watch); /* the channel stays open for our last word */
    workers_close(sup);
    cron_close(sup);
    heard_close(sup);
    log_tidier_done(&sup->tidier);
    log_pump_done(&sup->pump);
    timers_done(&sup->timers);
    os_poll_close(&sup->poll);
    (void)close(sup->null_fd);
}

struct gen_world sup_world(const struct sup *sup) {
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return (struct gen_world){
        .user_home = sup->user_home,
        .n_cpus = n > 0 ? (unsigned)n : 1,
        .logs = &sup->log_defaults,
    };
}

int sup_add_generation(struct sup *sup, struct generation *gen) {
    struct inst *last = sup->last;
    for (unsigned i = 0; i < gen->n_apps; i++)
        for (unsigned k = 0; k < gen->apps[i].n_instances; k++)
            if (!inst_new(sup, gen, &gen->apps[i], k)) {
                while (sup->last != last)
                    inst_free(sup->last);
                return -1;
            }
    return 0;
}

/* ---- events ---------------------------------------------------------------------------------- */

/* What people are told when a state is reached. */
static void say_change(struct inst *inst, enum proc_state before) {
    const struct say *say = &inst->sup->say;
    const char *name = inst->app->name;
    if (inst->proc.state == before)
        return;
    if (inst->proc.state == PROC_ONLINE)
        say_line(say, SAY_GOOD, "%s %u started, pid %d", name, inst->pm_id, (int)inst->pid);
    else if (inst->proc.state == PROC_ERRORED)
        say_trouble(say, "%s %u is errored: %s", name, inst->pm_id,
                    inst->reason ? inst->reason : "no memory for the reason");
    else if (inst->proc.state == PROC_STOPPED && inst->proc.intent == PROC_KEEP &&
             proc_is_dying(before))
        say_line(say, SAY_PLAIN, "%s %u stopped", name, inst->pm_id);
    else if (inst->proc.state == PROC_KILLING && before == PROC_STOPPING)
        say_line(say, SAY_BAD, "%s %u did not stop in %lld ms, killing it", name, inst->pm_id,
                 (long long)inst->app->kill_timeout_ms);
}

void sup_event(struct inst *inst, enum proc_event event) {
    enum proc_state before = inst->proc.state;
    for (bool more = true; more;) {
        struct proc_step step = proc_step(inst->proc, event);
        inst->proc = step.next;
        more = act_do(inst, step.acts, &event);
    }
    if (inst->proc.state == PROC_STOPPED && !proc_has_child(before))
        inst_no_reason(inst); /* given up by hand: what it was errored for is settled */
    say_change(inst, before);
    if (inst->is_leaving && proc_is_resting(inst->proc.state))
        inst->sup->has_leaving = true;
    inst->sup->has_changed = true;
}

void sup_on_timer(struct timer *timer) {
    struct inst *inst = (struct inst *)timer; /* its first member */
    if (inst->is_ended && inst->kin == INST_OUTSIDE)
        inst->sup->has_ended = true; /* nobody tells when the last of such a tree goes: look */
    sup_event(inst, PROC_TIMER);
}

void sup_start_all(struct sup *sup) {
    for (const struct inst *inst = sup->first; inst; inst = inst->next)
        if (!inst->app->autostart)
            say_line(&sup->say, SAY_DIM, "%s %u waits to be started by name (autostart: false)",
                     inst->app->name, inst->pm_id);
    if (steer_all(sup, CTL_START) == 0)
        return;
    for (struct inst *inst = sup->first; inst; inst = inst->next)
        if (inst->app->autostart)
            sup_event(inst, PROC_START);
}

void sup_stop_all(struct sup *sup) {
    bool again = sup->is_stopping;
    sup->is_stopping = true;
    sup->is_killing = again;
    relics_end_all(sup, again);
    if (!again && steer_all(sup, CTL_STOP) == 0)
        return;
    for (struct inst *inst = sup->last; inst; inst = inst->prev) {
        sup_event(inst, PROC_STOP);
        if (again && inst->proc.state == PROC_STOPPING)
            sup_event(inst, PROC_TIMER);
    }
}

void sup_leave(struct inst *inst) {
    inst->is_leaving = true;
    sup_event(inst, PROC_DRAIN);
}

void sup_bury(struct sup *sup) {
    sup->has_leaving = false;
    for (struct inst *inst = sup->first, *next; inst; inst = next) {
        next = inst->next;
        if (inst->is_leaving && inst->holds == 0 && proc_is_resting(inst->proc.state))
            inst_free(inst);
    }
}

bool sup_is_at_rest(const struct sup *sup) {
    for (const struct inst *inst = sup->first; inst; inst = inst->next)
        if (!proc_is_resting(inst->proc.state))
            return false;
    return !relics_are_ending(sup);
}

struct os_forest sup_trees(struct sup *sup) {
    struct os_tree *tree = sup->trees;
    for (struct inst *inst = sup->first; inst; inst = inst->next)
        *tree++ = (struct os_tree){.main = inst->pid,
                                   .session = inst->session,
                                   .id = inst->mark,
                                   .roster = &inst->roster,
                                   .is_child = inst->kin == INST_CHILD,
                                   .is_outside = inst->kin == INST_OUTSIDE};
    return (struct os_forest){.trees = sup->trees, .n = sup->n_insts, .keeper = keep_parent(sup)};
}

/* ---- ends ------------------------------------------------------------------------------------ */

void sup_launched(struct inst *inst) {
    inst->starts++;
    inst->busy = 0;
    inst_no_reason(inst);
    pid_file_write(inst);
    ready_begin(inst);
    health_begin(inst);
    errors_begin(inst);
    sup_event(inst, PROC_EXECED);
}

/* Takes what the child has to say about its exec, where it has said it. */
static void read_report(struct inst *inst) {
    enum os_report said =
        inst->report.fd < 0 ? OS_REPORT_PENDING : os_spawn_ask(inst->report.fd, &inst->failure);
    if (said == OS_REPORT_PENDING)
        return;
    os_poll_del(&inst->sup->poll, &inst->report);
    (void)close(inst->report.fd);
    inst->report.fd = -1;
    keep_drop(inst->sup, KEEP_REPORT, inst->serial);
    inst->has_failed = said == OS_REPORT_FAILED;
    if (inst->has_failed)
        return; /* its end follows */
    sup_launched(inst);
}

void sup_on_report(struct os_watch *watch, unsigned events) {
    (void)events;
    read_report((struct inst *)((char *)watch - offsetof(struct inst, report)));
}

static void note_end(struct inst *inst, bool by_signal, int number) {
    read_report(inst);
    inst->pid = 0;
    inst->is_foreign = false; /* the next one is of its app */
    inst->started_ticks = 0;
    inst->is_ended = true;
    ready_end(inst);
    health_end(inst);
    workers_end(inst);
    renewal_settle(inst);
    inst->has_exited = inst->has_exited || !inst->has_failed;
    inst->last_exit = (struct policy_exit){by_signal, number, os_now_ms() - inst->started_ms};
    state_save_inst(inst);
}

void sup_child_ended(struct sup *sup, const struct os_exit *ended) {
    if (log_tidier_ended(&sup->tidier, ended->pid) || workers_helper_ended(sup, ended->pid))
        return;
    sup->has_ended = true; /* if it is none of ours: perhaps the last orphan of its tree */
    for (struct inst *inst = sup->first; inst; inst = inst->next) {
        if (inst->pid != ended->pid || (inst->kin == INST_KEPT) != ended->is_kept)
            continue;
        note_end(inst, ended->by_signal, ended->number);
        return;
    }
}

void sup_child_vanished(struct inst *inst) {
    inst->sup->has_ended = true;
    inst_unwatch_outside(inst);
    note_end(inst, true, 0);
}

static void describe_exit(const struct inst *inst, struct buf *out) {
    if (inst->last_exit.by_signal && inst->last_exit.number == 0) {
        buf_z(out, "ended, how is not known,");
    } else if (inst->last_exit.by_signal) {
        buf_z(out, "was killed by ");
        say_signal(out, inst->last_exit.number);
    } else {
        buf_fmt(out, "exited with code %d", inst->last_exit.number);
    }
    buf_z(out, " after ");
    say_duration(out, inst->last_exit.uptime_ms);
}

/* Tells of an exit that nobody asked for, and keeps the reason where it is the end. */
static void tell_exit(struct inst *inst) {
    struct buf line = {0};
    describe_exit(inst, &line);
    const struct policy_answer *answer = &inst->answer;
    switch (answer->verdict) {
    case POLICY_RETRY:
        buf_z(&line, ", restarting");
        if (answer->delay_ms) {
            buf_z(&line, " in ");
            say_duration(&line, answer->delay_ms);
        }
        if (answer->is_unstable)
            buf_fmt(&line, " (%lld of %lld)", (long long)inst->past.unstable,
                    (long long)inst->app->policy.max_restarts);
        break;
    case POLICY_FINAL:
        buf_z(&line, inst->office == INST_COMES      ? "; the old process keeps its place"
                     : inst->app->policy.autorestart ? ", a code that stops it"
                                                     : ", stays stopped");
        break;
    case POLICY_OVER_LIMIT:
        buf_fmt(&line, ", %lld time%s in a row within min_uptime (max_restarts %lld)",
                (long long)inst->past.unstable, inst->past.unstable == 1 ? "" : "s",
                (long long)inst->app->policy.max_restarts);
        break;
    }
    if (line.failed)
        line.n = 0;
    if (answer->verdict == POLICY_OVER_LIMIT)
        inst_reason(inst, "%.*s", (int)line.n, line.n ? line.p : "");
    else
        say_line(&inst->sup->say, SAY_PLAIN, "%s %u %.*s", inst->app->name, inst->pm_id,
                 (int)line.n, line.n ? line.p : "");
    buf_done(&line);
}

static void reason_of_failure(struct inst *inst) {
    int sys = inst->failure.sys;
    if (inst->failure.step == OS_SPAWN_CHDIR)
        inst_reason(inst, "cwd %s: %s", inst->app->cwd, strerror(sys));
    else if (inst->failure.step == OS_SPAWN_NICE)
        inst_reason(inst, "nice %d: %s", inst->app->nice, strerror(sys));
    else if (inst->failure.step == OS_SPAWN_EXEC)
        inst_reason(inst, "exec %s: %s%s", inst->app->script, strerror(sys),
                    sys == ENOEXEC  ? " (no #! line, or built for another machine)"
                    : sys == ENOENT ? " (the program named in its first line is missing)"
                                    : "");
    else
        inst_reason(inst, "%s: %s", os_spawn_step_name((enum os_spawn_step)inst->failure.step),
                    strerror(sys));
}

static bool is_passing(int sys) {
    return sys == EAGAIN || sys == ENOMEM || sys == EMFILE || sys == ENFILE || sys == ETXTBSY;
}

/* What does not run holds no descriptors; a file that others write too is opened again by them. */
static void end_streams(struct inst *inst) {
    for (int s = 0; s < 2; s++) {
        log_stream_end(&inst->stream[s]);
        if (inst->target[s].own)
            log_file_rest(inst->target[s].own);
        if (inst->target[s].both)
            log_file_rest(inst->target[s].both);
    }
}

/* The tree is gone: what that means for the state. */
static void conclude(struct inst *inst) {
    inst->is_ended = false;
    inst->signal_due = 0; /* it was meant for this tree, not for what is started next */
    os_roster_done(&inst->roster);
    pid_file_remove(inst);
    end_streams(inst);
    if (inst->has_failed)
        reason_of_failure(inst);
    if (inst->proc.intent != PROC_KEEP)
        sup_event(inst, proc_gone(inst->proc, POLICY_FINAL));
    else if (inst->has_failed)
        sup_event(inst, is_passing(inst->failure.sys) ? PROC_BUSY : PROC_UNSPAWNABLE);
    else
        sup_event(inst, proc_gone(inst->proc, inst->answer.verdict));
}

/* A twin that ends before it has the place is not tried again: the old process has it. */
static struct policy_answer after_exit(struct inst *inst) {
    if (inst->office == INST_COMES)
        return (struct policy_answer){.verdict = POLICY_FINAL};
    return policy_after_exit(&inst->app->policy, &inst->last_exit, &inst->past);
}

void sup_settle(struct sup *sup) {
    sup->has_ended = false;
    os_trees_find_orphans(sup_trees(sup));
    const struct os_tree *tree = sup->trees;
    for (struct inst *inst = sup->first; inst; inst = inst->next, tree++) {
        if (!inst->is_ended)
            continue;
        bool by_itself = inst->proc.state == PROC_LAUNCHING || inst->proc.state == PROC_ONLINE;
        bool has_left = inst->app->treekill && tree->has_orphans;
        if (by_itself && !inst->has_failed) {
            inst->ends++;
            inst->answer = after_exit(inst);
            tell_exit(inst);
        }
        if (!has_left)
            conclude(inst);
        else if (by_itself || inst->proc.state == PROC_DRAINING)
            sup_event(inst, PROC_LEFT);
    }
}
