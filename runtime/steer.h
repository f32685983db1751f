/* Requests about instances: what is to happen to them, and the answer once it has.
 *
 * stop, start, restart and delete answer when every instance they name has got there or cannot:
 *   {"ok":false,"results":[{"id":0,"name":"api","ok":true,"status":"online","pid":4711},
 *                          {"id":1,"name":"job","ok":false,"status":"errored","error":"..."}]}
 * list and show answer {"ok":true,"list":[...]} (view.h). Where one of several targets (select.h)
 * means nobody, nothing is done.
 *
 * Order: within one request an app starts after those it depends on run (or cannot), and stops
 * before them. */
#pragma once

#include "runtime/sup.h"

/* struct ctl_server's callbacks; ctx is the supervisor. */
void steer_request(void *ctx, struct ctl_client *client, const struct ctl_request *request);
void steer_client_gone(void *ctx, struct ctl_client *client);

/* The same for the supervisor itself, without an answer. -1: no memory, nothing was done. */
int steer_all(struct sup *sup, enum ctl_command command);

/* States have changed: goes on with what has waited for that. Called between turns. */
void steer_go_on(struct sup *sup);

/* Forgets all requests. */
void steer_done(struct sup *sup);
