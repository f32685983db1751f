/* Requests about instances that take their time: what is to happen, and the answer once it has.
 *
 *   {"ok":false,"results":[{"id":0,"name":"api","ok":true,"status":"online","pid":4711},
 *                          {"id":1,"name":"job","ok":false,"status":"errored","error":"..."}]}
 *
 * Order: within one request an app starts after those it depends on run (or cannot), and stops
 * before them. */
#pragma once

#include "runtime/sup.h"

/* CTL_STOP, CTL_START, CTL_RESTART or CTL_DELETE; the client (may be NULL) is answered when every
 * instance has got there or cannot. -1: no memory, nothing was done. */
int steer_begin(struct sup *sup, struct ctl_client *client, enum ctl_command command,
                const struct inst_set *set);

/* Makes or deletes instances of one app, the set of which are all there are; `amount` is "4", "+2",
 * "-1" or "max". Those with the largest numbers go first. -1 with err: nothing was done. */
int steer_scale(struct sup *sup, struct ctl_client *client, struct inst_set *set,
                const char *amount, struct err *err);

/* All instances, without an answer; CTL_START: those that start by themselves. -1 as above. */
int steer_all(struct sup *sup, enum ctl_command command);

/* States have changed: goes on with what has waited for that. Called between turns. */
void steer_go_on(struct sup *sup);

void steer_client_gone(struct sup *sup, const struct ctl_client *client);

/* Forgets all requests. */
void steer_done(struct sup *sup);
