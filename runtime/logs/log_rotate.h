/* When a log file is rotated, and what rotated files are called.
 *
 * A file is rotated by being renamed, at the end of a line: by size, so that it never grows beyond
 * max_bytes unless one line does; by time, with the first line that comes at or after a moment of
 * the interval (so a silent app wakes nobody, and a moment that passed while no supervisor ran is
 * not missed). "x.log" becomes "x__2026-11-22_00-00-00.log", as under pm2-logrotate; a second one
 * of the same name gets "-1" before ".log". A '/' in the date becomes '-'. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "schema/base/buf.h"
#include "schema/unit/cron.h"

struct log_rotation {
    int64_t max_bytes; /* 0 = not by size */
    unsigned retain;   /* rotated files that are kept */
    bool is_compressed, has_interval;
    struct cron interval; /* settled */
    const char *stamp;    /* the date in names, of schema/unit/date_format.h */
    const char *zone;     /* whose time both are in; NULL = the local one */
};

/* The end of a file that bytes are to be appended to. */
struct log_end {
    int64_t size_bytes;
    bool is_mid_line;
    bool is_due; /* by time */
};

/* How many of the bytes go into the file as it is, at least 1; 0: it is to be rotated first. */
size_t log_rotate_piece(int64_t max_bytes, const struct log_end *end, struct str bytes);

/* The first moment of the interval after from_wall_ms; INT64_MAX where there is none. */
int64_t log_rotate_next(const struct log_rotation *rotation, int64_t from_wall_ms);

/* The name (without directory) that the file `name` gets; twin 0 has no number. */
void log_rotate_name(struct buf *out, struct str name, const struct log_rotation *rotation,
                     int64_t wall_ms, unsigned twin);

/* Whether `other` is a name that log_rotate_name gives `name`, perhaps compressed (".gz" follows).
 */
bool log_rotate_is_name(struct str name, const char *stamp, struct str other);

/* The last name that was given, so that numbers go up also where older files are gone already. */
struct log_rotate_last {
    int64_t wall_ms; /* 0 = none */
    unsigned twin;
};

/* Renames the file at `path` (absolute) to the first free of its names after the last. 0, or -1
 * with errno. */
int log_rotate_rename(const char *path, const struct log_rotation *rotation, int64_t wall_ms,
                      struct log_rotate_last *last);
