/* Walks every situation that a process can be in: state, intent, what is alive, which timer
 * runs. */
#include <check.h>
#include <string.h>

#include "runtime/core/proc.h"

enum alive { ALIVE_NONE, ALIVE_FORKED, ALIVE_RUNS, ALIVE_LEFT, ALIVES };
enum armed { ARMED_NONE, ARMED_KILL, ARMED_SWEEP, ARMED_DELAY, ARMED_BUSY, ARMED_DRAIN, ARMEDS };

struct situation {
    struct proc proc;
    enum alive alive;
    enum armed armed;
};

enum { SITUATIONS = PROC_STATES * 3 * ALIVES * ARMEDS };

static unsigned char seen[SITUATIONS];
static struct situation queue[SITUATIONS];
static unsigned n_queue;

static unsigned key_of(const struct situation *s) {
    return (((unsigned)s->proc.state * 3 + (unsigned)s->proc.intent) * ALIVES +
            (unsigned)s->alive) *
               ARMEDS +
           (unsigned)s->armed;
}

/* What must be true between two events. */
static void check_situation(const struct situation *s) {
    const char *name = proc_state_name(s->proc.state);
    switch (s->proc.state) {
    case PROC_STOPPED:
    case PROC_ERRORED:
        ck_assert_msg(s->alive == ALIVE_NONE, "%s with a process", name);
        ck_assert_msg(s->armed == ARMED_NONE, "%s with a timer", name);
        break;
    case PROC_LAUNCHING:
        ck_assert_msg(s->alive == ALIVE_FORKED, "launching nothing");
        ck_assert_int_eq(s->armed, ARMED_NONE);
        break;
    case PROC_ONLINE:
        ck_assert_msg(s->alive == ALIVE_RUNS, "online without a process");
        ck_assert_int_eq(s->armed, ARMED_NONE);
        break;
    case PROC_STOPPING:
        ck_assert_msg(s->alive != ALIVE_NONE, "stopping nothing");
        ck_assert_msg(s->armed == ARMED_KILL, "stopping without a kill timer");
        break;
    case PROC_KILLING:
        ck_assert_msg(s->alive != ALIVE_NONE, "killing nothing");
        ck_assert_msg(s->armed == ARMED_SWEEP, "killing without a sweep timer");
        break;
    case PROC_DRAINING:
        ck_assert_msg(s->alive == ALIVE_RUNS, "asks nobody");
        ck_assert_msg(s->armed == ARMED_DRAIN, "draining for ever");
        break;
    case PROC_BACKOFF:
        ck_assert_msg(s->alive == ALIVE_NONE, "backoff with a process");
        ck_assert(s->armed == ARMED_DELAY || s->armed == ARMED_BUSY);
        break;
    case PROC_STATES:
        ck_abort();
    }
    bool dying = proc_is_dying(s->proc.state);
    ck_assert_msg(dying || s->proc.intent == PROC_KEEP, "%s remembers an intent", name);
}

static void arrive(const struct situation *s) {
    check_situation(s);
    if (!seen[key_of(s)]) {
        seen[key_of(s)] = 1;
        queue[n_queue++] = *s;
    }
}

/* The answers a fork can have. */
enum fork_answer { FORK_CHILD, FORK_BUSY, FORK_NEVER, FORKS };

static void feed(struct situation s, enum proc_event event, enum fork_answer fork) {
    for (;;) {
        struct proc_step step = proc_step(s.proc, event);
        unsigned acts = step.acts;
        s.proc = step.next;
        if (acts & PROC_DISARM) {
            ck_assert_msg(s.armed != ARMED_NONE || event == PROC_TIMER, "disarms no timer");
            s.armed = ARMED_NONE;
        }
        ck_assert_msg(!(acts & (PROC_SIGNAL | PROC_KILL)) || s.alive != ALIVE_NONE,
                      "a signal to nobody");
        s.armed = acts & PROC_ARM_KILL ? ARMED_KILL : s.armed;
        s.armed = acts & PROC_ARM_SWEEP ? ARMED_SWEEP : s.armed;
        s.armed = acts & PROC_ARM_DELAY ? ARMED_DELAY : s.armed;
        s.armed = acts & PROC_ARM_BUSY ? ARMED_BUSY : s.armed;
        s.armed = acts & (PROC_ARM_DRAIN | PROC_ARM_LINGER) ? ARMED_DRAIN : s.armed;
        if ((acts & PROC_ASK) && fork != FORK_CHILD) { /* nobody can be asked */
            ck_assert_msg(s.alive == ALIVE_RUNS, "asks nobody");
            event = PROC_STOP;
            continue;
        }
        if (!(acts & PROC_SPAWN))
            break;
        ck_assert_msg(s.alive == ALIVE_NONE, "two children");
        if (fork == FORK_CHILD) {
            s.alive = ALIVE_FORKED;
            break;
        }
        event = fork == FORK_BUSY ? PROC_BUSY : PROC_UNSPAWNABLE;
    }
    arrive(&s);
}

static void feed_all(struct situation s, enum proc_event event) {
    for (int f = 0; f < FORKS; f++)
        feed(s, event, (enum fork_answer)f);
}

static void tree_gone(struct situation s) {
    s.alive = ALIVE_NONE;
    for (int v = POLICY_RETRY; v <= POLICY_OVER_LIMIT; v++)
        feed_all(s, proc_gone(s.proc, (enum policy_verdict)v));
}

/* What the shell does when a child ends before exec. */
static void exec_failed(struct situation s) {
    s.alive = ALIVE_NONE;
    if (s.proc.intent != PROC_KEEP) {
        feed_all(s, proc_gone(s.proc, POLICY_FINAL));
        return;
    }
    feed_all(s, PROC_BUSY);
    feed_all(s, PROC_UNSPAWNABLE);
}

static void main_ended(struct situation s) {
    tree_gone(s);
    struct situation left = s;
    left.alive = ALIVE_LEFT;
    if (s.proc.state == PROC_LAUNCHING || s.proc.state == PROC_ONLINE ||
        s.proc.state == PROC_DRAINING)
        feed_all(left, PROC_LEFT);
    else
        arrive(&left);
}

static void expand(struct situation s) {
    feed_all(s, PROC_START);
    feed_all(s, PROC_STOP);
    feed_all(s, PROC_DRAIN);
    if (s.alive != ALIVE_NONE)
        feed_all(s, PROC_DRAINED);
    if (s.armed != ARMED_NONE) {
        struct situation fired = s;
        fired.armed = ARMED_NONE;
        feed_all(fired, PROC_TIMER);
    }
    if (s.alive == ALIVE_FORKED) {
        struct situation runs = s;
        runs.alive = ALIVE_RUNS;
        feed_all(runs, PROC_EXECED);
        exec_failed(s);
    }
    if (s.alive == ALIVE_RUNS)
        main_ended(s);
    if (s.alive == ALIVE_LEFT)
        tree_gone(s);
}

/* Check runs each test in a process of its own, so each walks. */
static void walk(void) {
    memset(seen, 0, sizeof seen);
    n_queue = 0;
    arrive(&(struct situation){0});
    for (unsigned i = 0; i < n_queue; i++)
        expand(queue[i]);
}

START_TEST(every_situation_is_sound) {
    walk();
    bool reached[PROC_STATES] = {0};
    for (unsigned i = 0; i < n_queue; i++)
        reached[queue[i].proc.state] = true;
    for (int s = 0; s < PROC_STATES; s++)
        ck_assert_msg(reached[s], "%s is never reached", proc_state_name((enum proc_state)s));
    ck_assert_uint_gt(n_queue, 15);
}
END_TEST

/* DRAIN leads there, too: it is told by a signal in the end. */
START_TEST(drain_always_ends_at_rest) {
    walk();
    for (unsigned i = 0; i < n_queue; i++) {
        struct situation s = queue[i];
        s.proc = proc_step(s.proc, PROC_DRAIN).next;
        for (int k = 0; k < 2 && proc_is_dying(s.proc.state); k++)
            s.proc = proc_step(s.proc, PROC_TIMER).next;
        if (s.proc.state == PROC_KILLING)
            s.proc = proc_step(s.proc, proc_gone(s.proc, POLICY_RETRY)).next;
        bool runs_again = queue[i].proc.intent == PROC_RUN_AGAIN;
        ck_assert(s.proc.state == PROC_STOPPED || (runs_again && s.proc.state == PROC_LAUNCHING));
    }
}
END_TEST

/* STOP, then the kill timer, then the end of the tree leads to rest from everywhere. */
START_TEST(stop_always_ends_at_rest) {
    walk();
    for (unsigned i = 0; i < n_queue; i++) {
        struct situation s = queue[i];
        s.proc = proc_step(s.proc, PROC_STOP).next;
        if (s.proc.state == PROC_STOPPING)
            s.proc = proc_step(s.proc, PROC_TIMER).next;
        if (s.proc.state == PROC_KILLING)
            s.proc = proc_step(s.proc, proc_gone(s.proc, POLICY_RETRY)).next;
        ck_assert_int_eq(s.proc.state, PROC_STOPPED);
    }
}
END_TEST

START_TEST(a_start_while_stopping_is_remembered) {
    struct proc p = {PROC_ONLINE, PROC_KEEP};
    p = proc_step(p, PROC_STOP).next;
    p = proc_step(p, PROC_START).next;
    ck_assert_int_eq(p.state, PROC_STOPPING);
    struct proc_step step = proc_step(p, proc_gone(p, POLICY_FINAL));
    ck_assert_int_eq(step.next.state, PROC_LAUNCHING);
    ck_assert_uint_eq(step.acts, PROC_DISARM | PROC_SPAWN);
    p = proc_step(p, PROC_STOP).next; /* and taken back */
    ck_assert_int_eq(proc_gone(p, POLICY_RETRY), PROC_FINAL);
}
END_TEST

START_TEST(leftovers_are_killed_before_a_restart) {
    struct proc p = {PROC_ONLINE, PROC_KEEP};
    struct proc_step step = proc_step(p, PROC_LEFT);
    ck_assert_int_eq(step.next.state, PROC_KILLING);
    ck_assert(step.acts & PROC_KILL);
    ck_assert(!(step.acts & PROC_SPAWN));
    step = proc_step(step.next, proc_gone(step.next, POLICY_RETRY));
    ck_assert_int_eq(step.next.state, PROC_BACKOFF);
}
END_TEST

Suite *suite_proc(void);
Suite *suite_proc(void) {
    Suite *suite = suite_create("process states");
    TCase *tcase = tcase_create("walk");
    tcase_add_test(tcase, every_situation_is_sound);
    tcase_add_test(tcase, stop_always_ends_at_rest);
    tcase_add_test(tcase, drain_always_ends_at_rest);
    tcase_add_test(tcase, a_start_while_stopping_is_remembered);
    tcase_add_test(tcase, leftovers_are_killed_before_a_restart);
    suite_add_tcase(suite, tcase);
    return suite;
}
