/* What is alive although supervisor and keeper are both gone: found, kept, made instances again. */
#include "runtime/relics.h"

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

enum { PAGE_MOST_BYTES = 16 * 1024 * 1024 };

bool relics_is_alive(const struct state_inst *r) {
    struct os_process p;
    return r->pid > 0 && r->started_ticks && os_process_read(r->pid, &p) &&
           p.started_ticks == r->started_ticks && p.state != 'Z';
}

/* ---- finding --------------------------------------------------------------------------------- */

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

/* Killed between the claim and the end of the note: two records of one process. */
static bool is_known(const struct relics *relics, const struct state_inst *r) {
    for (unsigned i = 0; i < relics->n; i++)
        if (r->pid && relics->at[i].r.pid == r->pid)
            return true;
    return false;
}

static void add(struct relics *relics, const struct state_inst *r) {
    bool holds = r->office == INST_HOLDS, leaves = r->flags & STATE_LEAVING;
    bool is_dead = !relics_is_alive(r);
    if (is_known(relics, r) || (is_dead && (!holds || leaves)))
        return;
    relics->at[relics->n++] =
        (struct relic){.r = *r, .is_dead = is_dead, .is_surplus = !holds || leaves};
}

static int by_pm_id(const void *a, const void *b) {
    const struct relic *x = a, *y = b;
    return (x->r.pm_id > y->r.pm_id) - (x->r.pm_id < y->r.pm_id);
}

/* Leaves the records of the dead in `dead`; how many there are. */
static unsigned sort_records(struct relics *relics, struct state_inst *dead,
                             const unsigned char *bytes, uint32_t n, unsigned *n_damaged) {
    struct state_head head;
    struct state_inst inst;
    unsigned n_dead = 0;
    for (uint32_t i = 1; i < n; i++) {
        enum state_kind kind =
            state_read(bytes + (size_t)i * STATE_RECORD_BYTES, STATE_RECORD_BYTES, &head, &inst);
        *n_damaged += kind == STATE_DAMAGED;
        if (kind != STATE_INST)
            continue;
        add(relics, &inst);
        if (!relics_is_alive(&inst))
            dead[n_dead++] = inst;
    }
    qsort(relics->at, relics->n, sizeof *relics->at, by_pm_id);
    return n_dead;
}

static void tell_found(const struct sup *sup, unsigned n_damaged) {
    for (unsigned i = 0; i < sup->relics.n; i++)
        if (!sup->relics.at[i].is_dead)
            say_line(&sup->say, SAY_PLAIN, "%s of an earlier supervisor is alive, pid %d",
                     sup->relics.at[i].r.name, (int)sup->relics.at[i].r.pid);
    if (n_damaged)
        say_trouble(&sup->say,
                    "%u record%s of %s/state %s damaged: what they were about, if it is "
                    "alive, is not known",
                    n_damaged, n_damaged == 1 ? "" : "s", sup->home, n_damaged == 1 ? "is" : "are");
}

static void read_page(struct sup *sup, const unsigned char *bytes, uint32_t n) {
    struct state_head head;
    struct state_inst inst;
    unsigned n_damaged = 0;
    if (n == 0 || state_read(bytes, STATE_RECORD_BYTES, &head, &inst) != STATE_HEAD ||
        head.boot != state_boot())
        return; /* of another run of the machine, or none */
    struct state_inst *dead = calloc(n, sizeof *dead);
    sup->relics.at = calloc(n, sizeof *sup->relics.at);
    if (sup->relics.at && dead) {
        unsigned n_dead = sort_records(&sup->relics, dead, bytes, n, &n_damaged);
        end_leftovers(dead, n_dead);
        sup->relics.is_partial = n_damaged > 0;
        tell_found(sup, n_damaged);
    }
    free(dead);
}

void relics_find(struct sup *sup) {
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
            read_page(sup, bytes, (uint32_t)((size_t)n / STATE_RECORD_BYTES));
        free(bytes);
    }
    (void)close(fd);
}

/* ---- keeping --------------------------------------------------------------------------------- */

static const char *const surplus = "was about to go";

void relics_keep(struct sup *sup) {
    for (unsigned i = 0; i < sup->relics.n; i++) {
        struct relic *relic = &sup->relics.at[i];
        if (relic->is_dead)
            continue;
        relic->place = state_put_relic(sup, &relic->r, 0);
        if (relic->is_surplus)
            relics_end(sup, relic, surplus);
    }
}

void relics_restore(struct sup *sup, const struct state_inst *r, uint32_t place) {
    struct relics *relics = &sup->relics;
    struct relic *more = realloc(relics->at, (relics->n + 1) * sizeof *more);
    if (!more)
        return;
    relics->at = more;
    struct relic *relic = &more[relics->n++];
    *relic = (struct relic){.r = *r, .place = place, .is_surplus = r->flags & STATE_LEAVING};
    (void)state_keep_place(sup, place);
    if (relic->is_surplus)
        relics_end(sup, relic, surplus);
}

/* ---- claiming -------------------------------------------------------------------------------- */

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
    inst->was = state_print(r);
    inst->is_foreign = plan_print_verdict(&inst->was, &inst->app->print) != VERDICT_NOTHING;
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

static bool is_same_name(const struct state_inst *r, const char *name) {
    return strncmp(r->name, name, sizeof r->name - 1) == 0;
}

static struct relic *find_of(const struct inst *inst) {
    struct relics *relics = &inst->sup->relics;
    uint64_t ecosystem = state_ecosystem(inst->gen);
    for (unsigned i = 0; i < relics->n; i++) {
        struct relic *relic = &relics->at[i];
        if (relic->r.ecosystem == ecosystem && relic->r.number == inst->number &&
            is_same_name(&relic->r, inst->app->name) && !relic->is_over && !relic->is_dead &&
            !relic->is_surplus && !relic->is_ending)
            return relic;
    }
    return NULL;
}

bool relics_claim(struct inst *inst) {
    struct relic *relic = find_of(inst);
    if (!relic)
        return false;
    bool is_ours = relics_is_alive(&relic->r);
    if (is_ours) {
        claim(inst, &relic->r);
        state_save_inst(inst); /* before the other note goes */
    } else {
        end_leftovers(&relic->r, 1);
    }
    state_forget_relic(inst->sup, relic->place);
    relic->place = 0;
    relic->is_over = true;
    return is_ours;
}

/* ---- of a plan ------------------------------------------------------------------------------- */

static const struct app *find_app(const struct generation *gen, const struct state_inst *r) {
    for (unsigned i = 0; i < gen->n_apps; i++)
        if (is_same_name(r, gen->apps[i].name))
            return &gen->apps[i];
    return NULL;
}

static bool has_living(const struct relics *relics, const struct state_inst *r) {
    for (unsigned i = 0; i < relics->n; i++) {
        const struct relic *other = &relics->at[i];
        if (other->r.ecosystem == r->ecosystem && strcmp(other->r.name, r->name) == 0 &&
            !other->is_dead && !other->is_surplus)
            return true;
    }
    return false;
}

static struct inst *find_inst(const struct sup *sup, const struct generation *gen,
                              const struct app *app, unsigned number) {
    struct inst *inst = sup->first;
    while (inst && (inst->number != number || strcmp(inst->app->name, app->name) != 0 ||
                    !gen_is_same_ecosystem(inst->gen, gen) || inst->is_leaving))
        inst = inst->next;
    return inst;
}

/* The saved list has made it: at rest, maybe, for it was saved so. */
static void wake(struct inst *inst) {
    if (!proc_is_resting(inst->proc.state))
        return;
    inst->is_held = false;
    sup_event(inst, PROC_START);
}

/* Under its old id, where that is still free: its log files have it in their names. */
static bool adopt(struct sup *sup, const struct relic *relic, struct generation *gen,
                  const struct app *app) {
    const struct state_inst *r = &relic->r;
    struct inst *inst = find_inst(sup, gen, app, r->number);
    if (inst && !relic->is_dead)
        wake(inst);
    if (inst)
        return false;
    if (sup->next_pm_id < r->pm_id)
        sup->next_pm_id = r->pm_id;
    inst = inst_new(sup, gen, app, r->number);
    if (!inst)
        return false; /* without memory it waits for its start */
    inst->was = state_print(r);
    inst->is_foreign = plan_print_verdict(&inst->was, &app->print) != VERDICT_NOTHING;
    if (!relic->is_dead)
        sup_event(inst, PROC_START);
    return true;
}

bool relics_adopt(struct sup *sup, struct generation *gen, bool with_dead) {
    uint64_t ecosystem = state_ecosystem(gen);
    bool any = false;
    for (unsigned i = 0; i < sup->relics.n; i++) {
        struct relic *relic = &sup->relics.at[i];
        const struct app *app = find_app(gen, &relic->r);
        if (relic->r.ecosystem != ecosystem || !app || relic->is_over || relic->is_ending ||
            (relic->is_dead && (!with_dead || !has_living(&sup->relics, &relic->r))))
            continue;
        any = adopt(sup, relic, gen, app) || any;
    }
    for (unsigned i = 0; i < sup->relics.n; i++) /* nobody looks at those again */
        if (sup->relics.at[i].is_dead && sup->relics.at[i].r.ecosystem == ecosystem)
            sup->relics.at[i].is_over = true;
    relics_tidy(sup);
    return any;
}

void relics_end_left(struct sup *sup, const struct generation *gen) {
    uint64_t ecosystem = state_ecosystem(gen);
    for (unsigned i = 0; i < sup->relics.n; i++)
        if (sup->relics.at[i].r.ecosystem == ecosystem && !find_app(gen, &sup->relics.at[i].r))
            relics_end(sup, &sup->relics.at[i], "has left the plan");
}
