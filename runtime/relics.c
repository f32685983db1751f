/* What is alive although supervisor and keeper are both gone. */
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/health.h"
#include "runtime/os/clock.h"
#include "runtime/sup.h"
#include "runtime/takeover.h"

enum { PAGE_MOST_BYTES = 16 * 1024 * 1024 };

static bool is_alive(const struct state_inst *r) {
    struct os_process p;
    return r->pid > 0 && r->started_ticks && os_process_read(r->pid, &p) &&
           p.started_ticks == r->started_ticks && p.state != 'Z';
}

/* What services have left that have ended while nobody was there. Only those that carry the mark:
 * the number of a session may be somebody else's by now. */
static void end_leftovers(const struct state_inst *dead, unsigned n) {
    struct os_tree *trees = calloc(n + 1, sizeof *trees);
    unsigned n_trees = 0;
    for (unsigned i = 0; trees && i < n; i++)
        if ((dead[i].flags & STATE_TREE) && *dead[i].mark)
            trees[n_trees++] =
                (struct os_tree){.id = dead[i].mark, .sig = SIGKILL, .is_outside = true};
    if (n_trees)
        os_trees_signal((struct os_forest){.trees = trees, .n = n_trees});
    free(trees);
}

/* The living come first; the dead from the end on, their number is returned. */
static unsigned sort_relics(struct relics *relics, const unsigned char *bytes, uint32_t n,
                            unsigned *n_damaged) {
    struct state_head head;
    struct state_inst inst;
    unsigned n_dead = 0;
    for (uint32_t i = 1; i < n; i++) {
        enum state_kind kind =
            state_read(bytes + (size_t)i * STATE_RECORD_BYTES, STATE_RECORD_BYTES, &head, &inst);
        *n_damaged += kind == STATE_DAMAGED;
        if (kind != STATE_INST)
            continue;
        if (!is_alive(&inst))
            relics->at[n - ++n_dead] = inst;
        else if (inst.office == INST_HOLDS)
            relics->at[relics->n++] = inst;
        else /* of an instance and its twin one is enough */
            (void)os_signal_exact(inst.pid, inst.started_ticks, SIGTERM);
    }
    return n_dead;
}

static void read_relics(struct sup *sup, const unsigned char *bytes, uint32_t n) {
    struct state_head head;
    struct state_inst inst;
    unsigned n_damaged = 0;
    if (n == 0 || state_read(bytes, STATE_RECORD_BYTES, &head, &inst) != STATE_HEAD ||
        head.boot != state_boot())
        return; /* of another run of the machine, or none */
    sup->relics.at = calloc(n, sizeof *sup->relics.at);
    if (!sup->relics.at)
        return;
    unsigned n_dead = sort_relics(&sup->relics, bytes, n, &n_damaged);
    end_leftovers(sup->relics.at + n - n_dead, n_dead);
    for (unsigned i = 0; i < sup->relics.n; i++)
        say_line(&sup->say, SAY_PLAIN, "%s of an earlier supervisor is alive, pid %d",
                 sup->relics.at[i].name, (int)sup->relics.at[i].pid);
    if (n_damaged)
        say_trouble(&sup->say,
                    "%u record%s of %s/state %s damaged: what they were about, if it is "
                    "alive, is not known",
                    n_damaged, n_damaged == 1 ? "" : "s", sup->home, n_damaged == 1 ? "is" : "are");
}

void takeover_find_relics(struct sup *sup) {
    char path[PATH_MAX];
    struct stat st;
    (void)snprintf(path, sizeof path, "%s/state", sup->home);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
        return;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size <= PAGE_MOST_BYTES) {
        unsigned char *bytes = malloc((size_t)st.st_size + 1);
        ssize_t n = bytes ? pread(fd, bytes, (size_t)st.st_size, 0) : 0;
        if (n > 0)
            read_relics(sup, bytes, (uint32_t)((size_t)n / STATE_RECORD_BYTES));
        free(bytes);
    }
    (void)close(fd);
}

/* The pipe that the process writes to, for reading; -1 where it cannot be had. */
static int open_pipe_of(pid_t pid, int which) {
    char path[64];
    struct stat st;
    (void)snprintf(path, sizeof path, "/proc/%d/fd/%d", (int)pid, which);
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (fd >= 0 && (fstat(fd, &st) < 0 || !S_ISFIFO(st.st_mode))) {
        (void)close(fd);
        return -1;
    }
    return fd;
}

static void claim(struct inst *inst, const struct state_inst *r) {
    struct sup *sup = inst->sup;
    inst->pid = r->pid;
    inst->session = r->session;
    inst->started_ticks = r->started_ticks;
    inst->kin = INST_OUTSIDE;
    inst->started_ms = r->started_ms;
    inst->started_wall_ms = r->started_wall_ms;
    (void)snprintf(inst->mark, sizeof inst->mark, "%s", r->mark);
    /* Whoever waits for it sees a start, whatever the counts were, and no end. */
    unsigned more = inst->starts == r->starts;
    inst->starts = r->starts + more;
    inst->forgotten = r->forgotten + more;
    inst->past = (struct policy_past){r->unstable, r->hasty, r->backoff_ms};
    if (r->ready == READY_NOT)
        ready_begin(inst);
    else
        ready_restore(inst, (enum ready_state)r->ready, 0);
    health_restore(inst, r->health);
    inst_watch_outside(inst);
    sockets_claim(inst);
    for (int i = 0; i < 2 && !inst->app->logs.is_disabled; i++) {
        int fd = open_pipe_of(r->pid, i + 1);
        if (fd < 0 || log_stream_open(&inst->stream[i], fd) < 0)
            say_trouble(&sup->say,
                        "%s %u: what pid %d writes to %s goes nowhere until its next "
                        "start",
                        inst->app->name, inst->pm_id, (int)r->pid, i ? "stderr" : "stdout");
        else
            keep_hold(sup, i ? KEEP_ERR : KEEP_OUT, inst->serial, fd);
    }
}

bool takeover_claim(struct inst *inst) {
    struct relics *relics = &inst->sup->relics;
    for (unsigned i = 0; i < relics->n; i++) {
        const struct state_inst *r = &relics->at[i];
        if (r->ecosystem != state_ecosystem(inst->gen) || r->number != inst->number ||
            strncmp(r->name, inst->app->name, sizeof r->name - 1) != 0)
            continue;
        bool is_ours = is_alive(r);
        if (is_ours)
            claim(inst, r);
        else
            end_leftovers(r, 1);
        relics->at[i] = relics->at[--relics->n];
        return is_ours;
    }
    return false;
}
