/* The control protocol: one JSON object per line over a unix socket, version 1.
 *
 *   server, once:  {"v":1,"ecort":"1.0.0","pid":4711}
 *   client:        {"v":1,"cmd":"restart","targets":["api","3","backend","all"]}
 *   server:        {"ok":true, ...} or {"ok":false,"error":"..."}; "closing":true: it hangs up
 *
 * A line has at most CTL_REQUEST_MOST bytes. cmd: list, show, stop, start, restart, logs, follow,
 * flush, reload-logs, ping. show, stop, start and restart have targets; logs, follow and flush may
 * have them, or mean all. follow is answered by any number of {"progress":...} (follow.h), and by a
 * reply only where it is refused. Unknown members are ignored, so that a newer client may say more. */
#pragma once

#include "schema/base/arena.h"
#include "schema/base/buf.h"
#include "schema/base/err.h"

enum { CTL_VERSION = 1, CTL_REQUEST_MOST = 64 * 1024, CTL_TARGETS_MOST = 1024 };

enum ctl_command {
    CTL_LIST,
    CTL_SHOW,
    CTL_STOP,
    CTL_START,
    CTL_RESTART,
    CTL_LOGS,
    CTL_FOLLOW,
    CTL_FLUSH,
    CTL_RELOAD_LOGS,
    CTL_PING,
    CTL_COMMANDS
};

struct ctl_request {
    enum ctl_command command;
    const char **targets; /* NUL-terminated, without NULs inside */
    unsigned n_targets;
};

/* Checks one line (without its line end); the texts are on the arena (one that may fail). -1 with
 * err: what is wrong with it. */
int ctl_request_parse(struct str line, struct arena *a, struct ctl_request *request,
                      struct err *err);

/* Appends the request as a line. */
void ctl_request_write(struct buf *out, enum ctl_command command, const char *const *targets,
                       unsigned n_targets);

const char *ctl_command_name(enum ctl_command command);
