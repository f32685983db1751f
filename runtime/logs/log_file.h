/* Files that logs go to: opened for appending, shared by path, never waited for.
 *
 * A file that cannot be opened or written loses lines: the caller learns how many and counts them,
 * the first loss of a row is reported once, and it is tried again with later lines (opening at most
 * once a second). After a write that got only half way (full disk) the next one begins on a line of
 * its own. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "schema/base/err.h"
#include "schema/base/str.h"

struct log_file {
    struct log_file *next;
    int fd; /* -1 = not open */
    unsigned refs;
    bool is_torn;    /* the last write ended inside a line */
    bool is_failing; /* reported already */
    int64_t retry_at_ms;
    char path[];
};

struct log_files {
    struct log_file *list;
    /* Called at the first loss of a row, and with sys 0 when lines arrive again. May be NULL. */
    void (*report)(void *ctx, const char *path, int sys);
    void *ctx;
};

/* The file of that absolute path, one reference more; NULL without memory. Does not open it. */
struct log_file *log_file_use(struct log_files *files, const char *path);
/* Gives the reference back; NULL is fine. */
void log_file_drop(struct log_files *files, struct log_file *file);

/* Opens it where it is not open, with missing directories; tells whether it is open. */
bool log_file_open(struct log_files *files, struct log_file *file, int64_t now_ms);

/* Appends. True, or false where not all of it could be written. */
bool log_file_write(struct log_files *files, struct log_file *file, struct str bytes,
                    int64_t now_ms);

/* Closes it until the next write. */
void log_file_rest(struct log_file *file);

/* Closes all; the next write opens the file of that name anew. */
void log_files_reopen(struct log_files *files);
