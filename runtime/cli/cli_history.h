/* The last lines of log files, over their rotated files too, in the order of their time.
 *
 * A line's time is that of its stamp (or of its "timestamp", as JSON); one without goes with the
 * line before it; those of a file without any have the time of the file. Used by the client, never
 * by the supervisor. */
#pragma once

#include <stdint.h>
#include <sys/types.h>

#include "schema/base/arena.h"

/* Only what came since is wanted: all but the first `seen` lines after byte `at` of a file that is
 * held open, and of those that followed it up to the one that counts, which is held open too: files
 * may be rotated, compressed and removed meanwhile. */
struct cli_log_since {
    bool is_wanted;
    int fd; /* -1: there was no file */
    int64_t at;
    size_t seen;
    int end_fd; /* -1: there is none */
};

struct cli_log {
    const char *path;
    const char *stamp;   /* the program of the date before each line, NULL = none */
    const char *rotated; /* that in the names of rotated files, NULL = there are none */
    bool is_json;
    bool has_end; /* only `end` bytes of the file with that identity count, and nothing newer */
    dev_t dev;
    ino_t ino;
    int64_t end;
    struct cli_log_since since;
    struct str begun; /* filled: a last line without its end */
    bool is_lost;     /* filled: not all since could be read */
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

/* At most `lines` of each source, or those since. -1: no memory. Files that are not there have no lines. */
int cli_history_read(struct arena *a, struct cli_log *sources, unsigned n_sources, size_t lines,
                     struct cli_history *history);

/* Takes stamp, time and message from a line as it stands in such a file. */
struct cli_log_line cli_history_entry(struct arena *a, const struct cli_log *source,
                                      struct str line);
