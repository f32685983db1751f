/* What people say to programs: actions that are asked for and answered (axm:action, axm:reply, as
 * PM2's library has them), and messages (process:msg).
 *
 *   {"ok":true,"results":[{"id":0,"name":"api","ok":true,"return":"{\"rows\":3}"},
 *                         {"id":1,"name":"api","ok":false,"error":"it does not run"}]}
 *
 * `return` is what the action gave, as the text of a JSON value.
 *
 * A scoped action (axm:scoped_action:stream, :end, :error) answers in pieces. Each is told as it
 * comes, as progress {"id":0,"name":"api","data":"..."}, data as the text of a JSON value; the result
 * has "streamed":true, a `return` only where the end came with one, and "dropped":n where pieces were
 * too long, no text, or more than the client has read. Its time begins anew with each piece. */
#pragma once

#include "runtime/sup.h"

/* The argument is {"action":"...","param":"...","timeout_ms":n}, the last two may be missing. The
 * client is answered when each instance has, or cannot, or has not in timeout_ms. -1 with err:
 * nothing was sent. */
int trigger_begin(struct sup *sup, struct ctl_client *client, const struct inst_set *set,
                  const char *argument, struct err *err);

/* The argument is {"topic":"...","data":...}; answered at once. -1 with err: nothing was sent. */
int trigger_tell(struct ctl_client *client, const struct inst_set *set, const char *argument,
                 struct err *err);

/* A message of the instance's process; false where it is no answer to an action. */
bool trigger_heard(struct inst *inst, struct str json);
/* Its process, or the channel to it, is gone. */
void trigger_inst_gone(struct inst *inst);

void trigger_client_gone(struct sup *sup, const struct ctl_client *client);
/* Forgets all of them. */
void trigger_done(struct sup *sup);
