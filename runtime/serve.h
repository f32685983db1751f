/* What the control server asks of the supervisor: one function per request.
 *
 *   list, show   {"ok":true,"list":[...]} (view.h); show may name the same instances as stop does
 *   env          {"ok":true,"list":[{"id":0,"name":"api","env":{"PORT":"3000", ...}}]}
 *   logs, follow         follow.h
 *   flush, reload-logs   log_ctl.h
 *   reset, send-signal   results as steer.h has them, at once
 *   trigger, send-message   as trigger.h has them
 *   save         {"ok":true,"saved":3,"file":"..."}
 *   resurrect    results, and "troubles":["..."] of what cannot be brought back
 *   ping         {"ok":true}
 *
 * Where one of several targets (select.h) means nobody, nothing is done. */
#pragma once

#include "runtime/sup.h"

/* struct ctl_server's callbacks; ctx is the supervisor. */
void serve_request(void *ctx, struct ctl_client *client, const struct ctl_request *request);
void serve_client_drained(void *ctx, struct ctl_client *client);
void serve_client_gone(void *ctx, struct ctl_client *client);
