/* After a rotation: too many rotated files are removed, the oldest first, and the others compressed.
 *
 * The work is a helper's (`ecort tidy-logs`, os/helper.h), one at a time, so it holds up nobody. It
 * looks at the directory and does what is left to do, whoever left it: a helper that was killed is
 * made up for by the next. It touches only files whose name and date log_rotate_name could have
 * given; the time of a file is that of its last line. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "runtime/logs/log_rotate.h"
#include "schema/base/err.h"

/* ---- rotated files --------------------------------------------------------------------------- */

struct log_old {
    char *name; /* malloc'd */
    int64_t time_ns;
    bool is_compressed;
};

/* Sorts them, the newest first; of the same time, a higher number in the name is newer. */
void log_old_sort(struct log_old *list, size_t n);

/* The rotated files of the log file at `path`, sorted. -1 with errno. */
int log_old_list(const char *path, const char *stamp, struct log_old **list, size_t *n);
void log_old_free(struct log_old *list, size_t n);

/* ---- in the helper --------------------------------------------------------------------------- */

/* Tidies the rotated files of the log file at `path`. -1 with err: something could not be done; the
 * rest was. */
int log_tidy(const char *path, const struct log_rotation *rotation, struct err *err);

/* ---- in the supervisor ----------------------------------------------------------------------- */

struct log_tidy_job;

struct log_tidier {
    struct log_tidy_job *jobs; /* the first is under way where pid is set */
    pid_t pid;
    char *const *envp;
    /* A helper cannot be started; once for a row. May be NULL. */
    void (*report)(void *ctx, const struct err *err);
    void *ctx;
    bool is_failing;
};

/* The file was rotated: have its rotated files tidied, soon. */
void log_tidier_add(struct log_tidier *tidier, const char *path,
                    const struct log_rotation *rotation);

/* A process was reaped: true where it was the helper; the next job begins. */
bool log_tidier_ended(struct log_tidier *tidier, pid_t pid);

/* Forgets what is left to do; a helper under way goes on. */
void log_tidier_done(struct log_tidier *tidier);
