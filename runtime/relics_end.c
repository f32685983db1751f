/* Ending what no instance has: asked first, killed at its timeout, as an instance would be. */
#include <signal.h>
#include <stdlib.h>

#include "runtime/os/clock.h"
#include "runtime/sup.h"

enum { LOOK_MS = 50 };

static struct os_tree tree_of(const struct relic *relic, int sig) {
    return (struct os_tree){.main = relics_is_alive(&relic->r) ? relic->r.pid : 0,
                            .session = relic->r.session,
                            .id = relic->r.mark,
                            .sig = sig,
                            .is_outside = true};
}

static void send(const struct relic *relic, int sig) {
    struct os_tree tree = tree_of(relic, sig);
    if (relic->r.flags & STATE_TREE)
        os_trees_signal((struct os_forest){.trees = &tree, .n = 1});
    else
        (void)os_signal_exact(relic->r.pid, relic->r.started_ticks, sig);
}

static bool is_gone(const struct relic *relic) {
    struct os_tree tree = tree_of(relic, 0);
    if (tree.main || !(relic->r.flags & STATE_TREE))
        return !tree.main;
    os_trees_find_orphans((struct os_forest){.trees = &tree, .n = 1});
    return !tree.has_orphans;
}

static void look_again(struct sup *sup) {
    timer_arm(&sup->timers, &sup->relics.timer, os_now_ms() + LOOK_MS);
}

static void look_at(struct sup *sup, struct relic *relic) {
    const struct state_inst *r = &relic->r;
    if (is_gone(relic)) {
        relic->is_over = true;
        say_line(&sup->say, SAY_PLAIN, "%s %u stopped", r->name, r->pm_id);
    } else if (os_now_ms() >= relic->kill_at_ms) {
        if (!relic->is_killed)
            say_line(&sup->say, SAY_BAD, "%s %u did not stop in %u ms, killing it", r->name,
                     r->pm_id, r->kill_timeout_ms);
        relic->is_killed = true;
        send(relic, SIGKILL);
    }
}

static void on_timer(struct timer *timer) {
    struct sup *sup = (struct sup *)((char *)timer - offsetof(struct sup, relics.timer));
    for (unsigned i = 0; i < sup->relics.n; i++)
        if (sup->relics.at[i].is_ending)
            look_at(sup, &sup->relics.at[i]);
    relics_tidy(sup);
    if (relics_are_ending(sup))
        look_again(sup);
}

bool relics_are_ending(const struct sup *sup) {
    for (unsigned i = 0; i < sup->relics.n; i++)
        if (sup->relics.at[i].is_ending)
            return true;
    return false;
}

void relics_end(struct sup *sup, struct relic *relic, const char *why) {
    struct state_inst *r = &relic->r;
    if (relic->is_ending || relic->is_dead || relic->is_over)
        return;
    say_line(&sup->say, SAY_PLAIN, "%s %u %s: stopping it, pid %d", r->name, r->pm_id, why,
             (int)r->pid);
    relic->is_ending = true;
    relic->kill_at_ms = os_now_ms() + r->kill_timeout_ms;
    r->flags |= STATE_LEAVING; /* whoever takes over goes on with it */
    relic->place = state_put_relic(sup, r, relic->place);
    send(relic, r->kill_signal ? r->kill_signal : SIGTERM);
    sup->relics.timer.fire = on_timer;
    look_again(sup);
}

void relics_end_all(struct sup *sup, bool at_once) {
    for (unsigned i = 0; i < sup->relics.n; i++) {
        relics_end(sup, &sup->relics.at[i], "is nobody's");
        if (at_once)
            sup->relics.at[i].kill_at_ms = 0;
    }
}

void relics_tidy(struct sup *sup) {
    struct relics *relics = &sup->relics;
    unsigned n = 0;
    for (unsigned i = 0; i < relics->n; i++)
        if (relics->at[i].is_over)
            state_forget_relic(sup, relics->at[i].place);
        else
            relics->at[n++] = relics->at[i];
    relics->n = n;
    sup->has_changed = true;
}

void relics_done(struct sup *sup) {
    timer_disarm(&sup->timers, &sup->relics.timer);
    free(sup->relics.at);
    sup->relics = (struct relics){0};
}
