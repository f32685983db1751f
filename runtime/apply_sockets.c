/* Sockets of an apply: held from before the first step until after the last one, so that neither the
 * way forward nor the way back has to open one again. */
#include "runtime/apply.h"

#include <errno.h>

static bool is_to_run(const struct apply_slot *slot) {
    return slot->goal == SLOT_START || slot->goal == SLOT_SWAP || slot->goal == SLOT_ROLL ||
           (slot->goal == SLOT_NEW && slot->app->autostart);
}

static bool runs_something(const struct apply_change *change) {
    for (unsigned i = 0; change->app && i < change->n_slots; i++)
        if (is_to_run(&change->slots[i]))
            return true;
    return false;
}

static bool is_in(const struct apply *apply, const char *name) {
    for (unsigned i = 0; i < apply->n; i++)
        if (strcmp(apply->changes[i].name, name) == 0)
            return true;
    return false;
}

static const struct cluster_pool *pool_of(const struct apply_change *change) {
    const struct cluster_pool *pool = NULL;
    for (unsigned i = 0; i < change->n_slots && !pool; i++)
        pool = change->slots[i].inst ? change->slots[i].inst->pool : NULL;
    return pool;
}

/* Workers of another app have opened the address themselves. Whether they go on with it nobody knows. */
static int check_workers(const struct apply *apply, const struct app *app, struct err *err) {
    char text[LISTEN_TEXT_BYTES];
    for (const struct inst *inst = apply->sup->first; inst; inst = inst->next)
        for (unsigned i = 0; i < app->n_listen; i++) {
            if (!cluster_pool_has(inst->pool, &app->listen[i]) ||
                sockets_has(inst, &app->listen[i]) || strcmp(inst->app->name, app->name) == 0)
                continue;
            listen_text(&app->listen[i], text);
            return err_set(
                err,
                "app %s: listen %s: workers of app %s of %s/%s have opened it; give it to "
                "%s once they have let it go",
                app->name, text, inst->app->name, inst->gen->root, inst->gen->file, app->name);
        }
    return 0;
}

/* An app that is part of the apply gives the address up by it, or the plan would have been refused. */
static int check_owners(const struct apply *apply, const struct app *app, struct err *err) {
    char text[LISTEN_TEXT_BYTES];
    for (const struct inst *inst = apply->sup->first; inst; inst = inst->next)
        for (unsigned i = 0; i < app->n_listen; i++) {
            if (!sockets_has(inst, &app->listen[i]) || strcmp(inst->app->name, app->name) == 0 ||
                is_in(apply, inst->app->name))
                continue;
            listen_text(&app->listen[i], text);
            return err_set(err, "app %s: listen %s: it is the address of app %s of %s/%s",
                           app->name, text, inst->app->name, inst->gen->root, inst->gen->file);
        }
    return 0;
}

/* The version that runs has opened the address itself, most likely: it will be free when that has
 * stopped, and if not, the old version comes back. Or it is with a process that a supervisor before
 * us has left, and will be taken from there. */
static bool may_be_our_own(const struct apply *apply, const struct apply_change *change) {
    if (apply->sup->relics.n)
        return true;
    for (unsigned i = 0; i < change->n_slots; i++) {
        const struct apply_slot *slot = &change->slots[i];
        if (slot->goal == SLOT_SWAP && slot->was_up && slot->old_app->n_listen == 0)
            return true;
    }
    return false;
}

/* It runs, and what it opens itself is not among what is known here. */
static int refuse(const struct apply_change *change, struct err *err) {
    const struct app *app = change->app;
    struct err why = *err;
    if (err->sys == EADDRINUSE && pool_of(change))
        return err_set(err,
                       "app %s: %s; if processes of it have opened that port past the supervisor "
                       "(exclusive, reusePort) or on another address, `ecort stop %s` before this, "
                       "which is an outage",
                       app->name, why.msg, app->name);
    return err_wrap(err, "app %s", app->name);
}

static int take(struct apply *apply, struct apply_change *change, struct err *err) {
    const struct app *app = change->app;
    if (!runs_something(change) || app->n_listen == 0)
        return 0;
    if (check_owners(apply, app, err) < 0 || check_workers(apply, app, err) < 0)
        return -1;
    const struct cluster_pool *pool = pool_of(change);
    int rc = apply->dry_run ? sockets_try(apply->sup, app, pool, err)
                            : sockets_take(apply->sup, app, pool, &change->sockets, err);
    if (rc < 0 && !(err->sys == EADDRINUSE && may_be_our_own(apply, change)))
        return refuse(change, err);
    for (unsigned i = 0; i < change->n_slots && !apply->dry_run; i++)
        if (change->slots[i].inst &&
            sockets_copy(change->slots[i].inst, &change->slots[i].before) < 0)
            return err_set(err, "the supervisor is out of memory");
    return 0;
}

int apply_take_sockets(struct apply *apply, struct err *err) {
    for (unsigned i = 0; i < apply->n; i++)
        if (take(apply, &apply->changes[i], err) < 0)
            return -1;
    return 0;
}

void apply_give_sockets(struct apply *apply, struct apply_change *change) {
    sockets_give(apply->sup, &change->sockets);
    for (unsigned i = 0; i < change->n_slots; i++)
        sockets_give(apply->sup, &change->slots[i].before);
}
