/* The channel to each process, and the sockets that instances share: what runtime/cluster makes of
 * instances, and they of it. As under PM2 a Node program has process.send in fork mode, too. */
#pragma once

#include <stdbool.h>

#include "runtime/cluster/cluster.h"
#include "runtime/keeper.h"
#include "runtime/metrics.h"
#include "schema/base/arena.h"

struct app;
struct generation;
struct sup;
struct inst;
struct child_id;

/* Of an instance, made when one of its processes is to have a channel for the first time; malloc'd. */
struct worker {
    struct cluster_worker base; /* first */
    struct inst *inst;
    struct metrics metrics; /* what the process tells of itself */
    bool is_asked;          /* to go, by a message */
};

/* For sup_init and sup_done. -1: no memory. */
int workers_open(struct sup *sup);
void workers_close(struct sup *sup);

/* Goes where the app's instances share their sockets, or leaves it; the process that may run stays
 * where it is. For inst_new and inst_adopt. -1: no memory. */
int workers_enter(struct inst *inst, const struct generation *gen, const struct app *app);
/* For inst_free. */
void workers_leave(struct inst *inst);

/* A process is about to be started. The child's end of its channel, the caller's to close; -1 with
 * err. */
int workers_pair(struct inst *inst, struct err *err);
/* What the child is told of it; on the arena. */
void workers_tell_child(struct inst *inst, struct arena *arena, struct child_id *id);
/* There is no process, or it has ended. */
void workers_end(struct inst *inst);

/* Something it waits for to get connections may have come: it is ready, it has the place. */
void workers_release(struct inst *inst);

/* Asks the process to finish what it has and to go; false where it cannot be asked. */
bool workers_ask(struct inst *inst);
/* Sends the message that stands for the stop signal, once; false where it is to be the signal. */
bool workers_shut_down(struct inst *inst);

/* As cluster_worker_say and cluster_worker_probe, also where there is no channel. */
int workers_say(struct inst *inst, struct str json);
enum cluster_probe workers_probe(struct inst *inst, uint16_t port, int *fd);
/* What the process tells of itself. */
const struct metrics *workers_metrics(const struct inst *inst);

/* A change of the instance's app is over: its processes share the connections alike. */
void workers_level(const struct inst *inst);

/* The sockets of apps that are stopped are closed. Called between turns. */
void workers_rest(struct sup *sup);

/* Hands everything to the keeper again. */
void workers_hold(struct sup *sup);
/* Taking over: first the sockets, then each instance's channel, then the rest. */
void workers_take_sockets(struct sup *sup, const struct keeper_gift *gift);
void workers_take(struct inst *inst, const struct keeper_gift *gift);
void workers_taken(struct sup *sup, const struct keeper_gift *gift);

/* A child of ours has ended: whether it was one that serves the cluster. */
bool workers_helper_ended(struct sup *sup, pid_t pid);
