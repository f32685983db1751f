/* Requests from outside: who is meant, what is to happen to them, and the answer once it has.
 *
 * stop, start and restart answer when every instance they name has got there or cannot:
 *   {"ok":false,"results":[{"id":0,"name":"api","ok":true,"status":"online","pid":4711},
 *                          {"id":1,"name":"job","ok":false,"status":"errored","error":"..."}]}
 * list and show answer {"ok":true,"list":[...]} (view.h). A target is a name, else a namespace,
 * else an id, or "all"; where one matches nothing, nothing is done. */
#pragma once

#include "runtime/sup.h"

/* struct ctl_server's callbacks; ctx is the supervisor. */
void steer_request(void *ctx, struct ctl_client *client, const struct ctl_request *request);
void steer_client_gone(void *ctx, struct ctl_client *client);
void steer_client_drained(void *ctx, struct ctl_client *client);

/* Marks, by pm_id, of the instances that the request's targets mean (all, where it has none),
 * malloc'd; NULL where the client has been told why not. */
bool *steer_find(const struct sup *sup, struct ctl_client *client,
                 const struct ctl_request *request);

/* The instance's state may have changed: answers what has waited for it. */
void steer_changed(struct sup *sup, struct inst *inst);
