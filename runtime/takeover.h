/* Taking over what runs.
 *
 * From a keeper: the state page, the generations, the pipes and the ends that nobody has seen are
 * there, and the log lines in hand; every process keeps its pid, every timer its moment.
 *
 * From nobody (supervisor and keeper were both killed): <home>/state tells which processes were
 * whose. Nothing is known of their environments, so they are claimed only by an instance of the same
 * app, when it would be started: it gets the living process instead of a new one. Their output is
 * read on from the pipes that they still have, which /proc opens; log lines in hand are lost. The
 * sockets that they were handed are taken out of them as soon as their app needs one (sockets.h). */
#pragma once

#include "runtime/keeper.h"
#include "runtime/state_rec.h"
#include "schema/base/err.h"

struct app;
struct generation;
struct inst;
struct sup;

/* Processes that nobody supervises; malloc'd. */
struct relics {
    struct state_inst *at;
    unsigned n;
};

/* -1 with err: the state page cannot be used at all. */
int takeover_from_keeper(struct sup *sup, const struct keeper_gift *gift, struct err *err);

/* Reads <home>/state before it is written anew, and tells what is alive. */
void takeover_find_relics(struct sup *sup);

/* Whether the process is still the one that was noted. */
bool takeover_is_alive(const struct state_inst *relic);

/* Whether it is one of the app, in whatever version. */
bool takeover_is_of(const struct state_inst *relic, const struct generation *gen,
                    const struct app *app);

/* Gives the instance, which is about to be started, the process that is its own; whether there was
 * one. */
bool takeover_claim(struct inst *inst);

/* The keeper is gone: what it held as children is watched by pidfd from now on. */
void takeover_go_outside(struct sup *sup);
