/* The control protocol: one JSON object per line over a unix socket, version 1.
 *
 *   server, once:  {"v":1,"ecort":"1.0.0","pid":4711}
 *   client:        {"v":1,"cmd":"restart","targets":["api","3","backend","/^job-/","all"]}
 *   server:        any number of {"progress":{...}}, then
 *                  {"ok":true, ...} or {"ok":false,"error":"..."}; "closing":true: it hangs up
 *
 * Members of a request, by command (the rows of request.c): targets; argument; files; the switches
 * dry_run, keep, take, force, allow_unconfirmed, reload, restart; parallel: a number; blobs: the sizes
 * of the binary pieces that follow the line at once. A line has at most CTL_REQUEST_MOST bytes, the
 * pieces CTL_BLOBS_MOST together. Unknown members are
 * ignored, so that a newer client may say more.
 *
 * scale: the argument is "4", "+1", "-1" or "max"; send-signal: a signal. resurrect: the blob is the
 * environment of what it starts.
 * trigger, send-message: the argument is JSON, see trigger.h.
 * update: the argument is the path of the new program. It is answered only where it is refused:
 * else the supervisor is replaced, and the connection ends with it.
 * logs, follow, flush: targets, or none for all. follow is answered by any number of progress
 * (follow.h), and by a reply only where it is refused.
 * reload: is answered as apply is.
 * settings: what `ecort set` has written is to be read again.
 * apply: targets are the only apps to be touched (none: all), argument is the directory of the
 * configuration, files are what late values were read from; blobs are the environment of its
 * processes, the late values (both: NAME=value, each with a NUL), and the plan. With the switch
 * reload, or restart, processes that need not change are replaced, too. */
#pragma once

#include "schema/base/arena.h"
#include "schema/base/buf.h"
#include "schema/base/err.h"

enum {
    CTL_VERSION = 1,
    CTL_REQUEST_MOST = 64 * 1024,
    CTL_TARGETS_MOST = 1024,
    CTL_PARALLEL_MOST = 1000,
    CTL_BLOBS = 3,
    CTL_BLOBS_MOST = 64 * 1024 * 1024,
};

enum ctl_command {
    CTL_LIST,
    CTL_SHOW,
    CTL_STOP,
    CTL_START,
    CTL_RESTART,
    CTL_RELOAD,
    CTL_DELETE,
    CTL_SCALE,
    CTL_RESET,
    CTL_SIGNAL,
    CTL_TRIGGER,
    CTL_MESSAGE,
    CTL_LOGS,
    CTL_FOLLOW,
    CTL_FLUSH,
    CTL_RELOAD_LOGS,
    CTL_SETTINGS,
    CTL_ENV,
    CTL_APPLY,
    CTL_SAVE,
    CTL_PLANS,
    CTL_RESURRECT,
    CTL_UPDATE,
    CTL_KILL,
    CTL_PING,
    CTL_COMMANDS
};

enum ctl_blob { CTL_BLOB_ENVIRON, CTL_BLOB_LATE, CTL_BLOB_PLAN };

struct ctl_texts {
    const char **at; /* NUL-terminated, without NULs inside */
    unsigned n;
};

struct ctl_request {
    enum ctl_command command;
    struct ctl_texts targets, files;
    const char *argument; /* NULL where it takes none */
    bool dry_run, keep, take, force, allow_unconfirmed;
    bool reload, restart;
    unsigned parallel; /* 0 = not said */
    unsigned n_blobs;
    struct str blob[CTL_BLOBS]; /* parsed: the sizes only, until the bytes are there */
};

/* Checks one line (without its line end); the texts are on the arena (one that may fail). -1 with
 * err: what is wrong with it. */
int ctl_request_parse(struct str line, struct arena *a, struct ctl_request *request,
                      struct err *err);

/* The bytes that follow the line. */
size_t ctl_request_blob_bytes(const struct ctl_request *request);

/* Appends the request as a line and its blobs. */
void ctl_request_write(struct buf *out, const struct ctl_request *request);

/* Whether it says how things are to be, or only looks, so that a client that was cut off may ask the
 * next supervisor the same. Not so: what is done anew each time (restart, scale +1, send-signal,
 * trigger), what takes away what came meanwhile (flush), and what names things that would be gone
 * (delete). */
bool ctl_request_may_repeat(const struct ctl_request *request);

const char *ctl_command_name(enum ctl_command command);
