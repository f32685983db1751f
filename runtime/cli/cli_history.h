/* The last lines of log files, over their rotated files too, in the order of their time.
 *
 * A line's time is that of its stamp (or of its "timestamp", as JSON); one without goes with the
 * line before it; those of a file without any have the time of the file. Used by the client, never
 * by the supervisor. */
#pragma once

#include <stdint.h>
#include <sys/types.h>

#include "schema/base/arena.h"

struct cli_log {
    const char *path;
    const char *stamp;   /* the program of the date before each line, NULL = none */
    const char *rotated; /* that in the names of rotated files, NULL = there are none */
    bool is_json;
    bool has_end; /* only `end` bytes of the file with that identity count, and nothing newer */
    dev_t dev;
    ino_t ino;
    int64_t end;
    struct str begun; /* filled: a last line without its end */
};

struct cli_log_line {
    unsigned source;
    int64_t at_ms;    /* 0 = not known */
    struct str stamp; /* as it stands in the file, without ": " */
    struct str message;
    int64_t key_ms;
    size_t place; /* in its source */
};

struct cli_history {
    struct cli_log_line *list; /* on the arena, as the texts are */
    size_t n;
};

/* At most `lines` of each source. -1: no memory. Files that are not there have no lines. */
int cli_history_read(struct arena *a, struct cli_log *sources, unsigned n_sources, size_t lines,
                     struct cli_history *history);

/* Takes stamp, time and message from a line as it stands in such a file. */
struct cli_log_line cli_history_entry(struct arena *a, const struct cli_log *source,
                                      struct str line);
