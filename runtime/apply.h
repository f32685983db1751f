/* Applying a plan: what runs becomes what the plan says, by the least that does it. And reloading:
 * new processes of the version that runs, by the same way.
 *
 * What is to be done is worked out once (apply_plan.c): plan_diff_app compares each app with the
 * plan its instances were made from, the resolved values are compared too (a late value or a file of
 * env_file may differ where the plan does not), and each instance gets a goal. Then it is done
 * (apply.c): apps in the order of depends_on, what left the plan first; within an app as core/roll.h
 * says.
 *
 * Never a good instance for a broken one. The first instance of a changed app goes ahead; the others
 * follow once it has come up, which means: it is ready and has run for min_uptime, or has ended well
 * where it is not to be restarted. If one does not come up, all instances of that app go back to the
 * version before, the change has failed, and so have those of the apps that depend on it. Other apps
 * go on. Instances that can run beside each other (app_can_overlap) are replaced by twins, so that
 * the old one serves until the new one is up, and on where it does not come up.
 *
 * Besides what changed, an app runs after an apply that was stopped by hand or is errored; not one
 * that ended by itself for good, and not one with autostart: false. A reload starts whatever it is
 * told to. */
#pragma once

#include "runtime/core/roll.h"
#include "runtime/sup.h"
#include "schema/base/json_out.h"
#include "schema/plan/plan_diff.h"

struct apply_slot {
    struct inst *inst;          /* held; NULL: not made yet */
    struct inst *twin;          /* held; SLOT_ROLL: comes up beside it */
    struct inst *drained;       /* held; SLOT_ROLL: its twin has taken its place, it ends */
    struct generation *old_gen; /* held; of what ran before, NULL for SLOT_NEW */
    const struct app *old_app;
    struct generation *gen; /* held; of what is to run, NULL for SLOT_GO */
    const struct app *app;
    enum slot_goal goal;
    enum slot_phase phase;
    struct sock_set before; /* what it was handed; stays open until all is over */
    unsigned number, starts_before, ends_before;
    bool was_up;
    bool was_held; /* an apply starts it nevertheless; where that fails it is to be so again */
    bool is_due;   /* counted in inst->n_due */
};

enum change_phase { CHANGE_WAITS, CHANGE_RUNS, CHANGE_FALLS, CHANGE_DONE, CHANGE_FAILED };

struct apply_change {
    const char *name;
    const struct app *app; /* of the new plan, NULL: it left */
    enum plan_verdict verdict;
    const char *why; /* "env.PORT, script" */
    enum change_phase phase;
    const char *error;
    const char **log; /* the last lines of what did not come up */
    unsigned n_log;
    bool is_unseen;           /* nothing that ran was touched when it failed */
    struct sock_set sockets;  /* of what is to run */
    struct apply_slot *slots; /* instances of before, by number, then those to be made */
    unsigned n_slots, n_before, n_after;
};

struct apply {
    struct timer timer; /* when a rising instance counts as up */
    struct apply *next;
    struct sup *sup;
    struct ctl_client *client; /* NULL: it left */
    struct generation *gen;    /* NULL: a reload */
    struct arena arena;
    bool keep, take, dry_run, allow_unconfirmed;
    bool reloads, restarts;       /* what need not change, too */
    bool ends_left;               /* also relics of apps that are not in the plan */
    bool is_takeover;             /* of what nobody supervised: apply_take_over */
    bool is_own;                  /* nobody asked for it but the supervisor: renewal.h */
    unsigned parallel;            /* 0 = as each app says */
    struct apply_change *changes; /* those with nothing to do, too */
    unsigned n;
};

/* Answers {"ok":..,"changes":[..],"notices":[..]}, with progress {"plan":[..]} first and then one
 * {"change":{..}} for each app that is done. A change:
 *   {"app":"api","action":"restart","why":"env.PORT","from":1,"to":1, and once it was tried
 *    "ok":false,"error":"...","log":["the last lines"],"instances":[{"id":0,"pid":4711 or null}]}
 * action is of plan_verdict_name. */
void apply_request(struct sup *sup, struct ctl_client *client, const struct ctl_request *request);

/* The plan that this supervisor is run with, where some of its processes live already (relics.h) and
 * are instances of it by now: they are brought to it, the others started. Nobody is answered; what is
 * scaled stays so where its app is as it was. */
void apply_take_over(struct sup *sup, struct generation *gen);
/* It is done: makes and starts what its changes have left out. */
void apply_start_rest(struct apply *apply);

/* The same answers. What cannot overlap is restarted, one instance after the other; a notice says
 * so. */
void apply_reload(struct sup *sup, struct ctl_client *client, const struct ctl_request *request,
                  const struct inst_set *set);

/* A roll of these by ourselves, which renewal.h is told the end of. -1 with err: nothing was done. */
int apply_roll(struct sup *sup, const struct inst_set *set, struct err *err);

/* Whether one is about an app of that name; whether any is. */
bool apply_has(const struct apply *apply, const char *name);
bool apply_concerns(const struct sup *sup, const char *name);

/* As steer.h has them. */
void apply_client_gone(struct sup *sup, const struct ctl_client *client);
void apply_go_on(struct sup *sup);
void apply_done(struct sup *sup);
/* Answers the client, if it is still there. */
void apply_reply(struct apply *apply);
/* Ends it: gives back all that it holds. */
void apply_release(struct apply *apply);

/* ---- apply_plan.c -------------------------------------------------------------------------------
 */

/* Fills changes and holds what they name. -1 with err: nothing may be done (a name is taken, is
 * not in the plan; no memory). */
int apply_plan(struct apply *apply, const struct ctl_texts *only, struct err *err);
/* The same for a reload of these. */
int apply_plan_reload(struct apply *apply, const struct inst_set *set, struct err *err);
void apply_plan_release(struct apply *apply);

/* ---- apply_sockets.c ----------------------------------------------------------------------------
 */

/* Opens what the apps that are to run listen on, before anything is touched; a dry run only looks
 * whether it could. -1 with err: an address is somebody else's. */
int apply_take_sockets(struct apply *apply, struct err *err);
void apply_give_sockets(struct apply *apply, struct apply_change *change);

/* ---- apply_slot.c -------------------------------------------------------------------------------
 */

/* The first step towards the goal. */
void apply_begin_slot(struct apply *apply, struct apply_change *change, struct apply_slot *slot);
/* The next one, where it can be taken; whether it was. */
bool apply_advance_slot(struct apply *apply, struct apply_change *change, struct apply_slot *slot);
/* Turns it round: back to the version before, where there was one. */
void apply_fall(struct apply_slot *slot);
/* The apply ends: twins that have not come up go. */
void apply_let_go(struct apply_slot *slot);

struct roll_rules apply_rules(const struct apply *apply, const struct apply_change *change);
struct roll_count apply_count(const struct apply_change *change);

/* Notes why the change fails; the first reason is kept. */
void apply_error(struct apply *apply, struct apply_change *change, const char *fmt, ...)
    ATTR_PRINTF(3, 4);

/* ---- apply_show.c -------------------------------------------------------------------------------
 */

void apply_show_change(const struct apply_change *change, struct json_out *j);
void apply_show_plan(const struct apply *apply, struct buf *out);
void apply_show_result(const struct apply *apply, struct buf *out);
