/* Files that logs go to: opened for appending, shared by path, never waited for.
 *
 * A file that cannot be opened or written loses lines: the caller learns how many bytes went out
 * and counts the rest, the first loss of a row is reported once, and it is tried again with later
 * lines (opening at most once a second). After a write that got only half way (full disk) the next
 * one begins on a line of its own.
 *
 * Before a write, at most once a second, the path is looked at: where it does not mean the open
 * file any more (removed, renamed), the file of that name is opened; a truncated file goes on at
 * its new end. A look costs one system call per second of writing and nothing while nobody writes;
 * a watch of the kernel would cost memory per file and a wake-up per change.
 *
 * Who writes brings the rule of rotation along; with several, each applies its own. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "runtime/logs/log_rotate.h"
#include "schema/base/err.h"
#include "schema/base/str.h"

struct log_file {
    struct log_file *next;
    int fd; /* -1 = not open */
    unsigned refs;
    bool is_mid_line; /* it ends inside a line */
    bool is_torn;     /* a write ended there that should not have */
    bool is_regular;
    bool is_failing;        /* reported already */
    bool is_rotate_failing; /* reported already */
    int64_t size_bytes;
    int64_t retry_at_ms, look_at_ms, rotate_at_ms;
    int64_t wall_ms;     /* of the last write, or of the file */
    int64_t due_wall_ms; /* the interval's next moment; 0 = not known */
    struct log_rotate_last last;
    dev_t dev;
    ino_t ino;
    char path[];
};

enum log_event {
    LOG_LOSES,    /* lines are dropped from now on */
    LOG_WRITES,   /* and no more */
    LOG_REPLACED, /* somebody removed or renamed it */
    LOG_CANNOT_ROTATE,
};

/* What must be known of a write, before it is made, by whoever finds the file after a crash. It
 * stands in shared memory, is written in order, and holds at each moment: `done` bytes of the
 * output are dealt with; where `done` is `from` and n is not 0, n more may be in the file, from
 * `size_bytes` on. */
struct log_intent {
    uint64_t done; /* written, or given up */
    uint64_t from, n;
    int64_t size_bytes;
    uint64_t dev, ino;
    uint64_t is_torn; /* log_file.is_torn after the last write */
};

struct log_files {
    struct log_file *list;
    struct log_intent *intent; /* of the write at hand; NULL = nobody wants to know */
    /* What people should know; sys is an errno or 0. May be NULL. */
    void (*report)(void *ctx, enum log_event event, const char *path, int sys);
    /* The file at the path has been rotated by that rule. May be NULL. */
    void (*rotated)(void *ctx, const char *path, const struct log_rotation *rotation);
    void *ctx;
};

/* One moment, on both clocks. */
struct log_now {
    int64_t ms, wall_ms;
};

struct log_now log_now(void);

/* The file of that absolute path, one reference more; NULL without memory. Does not open it. */
struct log_file *log_file_use(struct log_files *files, const char *path);
/* Gives the reference back; NULL is fine. */
void log_file_drop(struct log_files *files, struct log_file *file);

/* Opens it where it is not open, with missing directories; tells whether it is open. */
bool log_file_open(struct log_files *files, struct log_file *file, int64_t now_ms);

/* Appends, rotating where the rule (NULL = none) says so. Returns how many bytes went out. */
size_t log_file_write(struct log_files *files, struct log_file *file, struct str bytes,
                      const struct log_rotation *rotation, const struct log_now *now);

/* A place between two bytes of a regular file. */
struct log_place {
    dev_t dev;
    ino_t ino;
    int64_t at;
};

/* Where the next write begins, unless it rotates first. False: that is no regular file, or cannot
 * be opened. */
bool log_file_tell(struct log_files *files, struct log_file *file, const struct log_now *now,
                   struct log_place *place);

/* Goes on with a write of which a process that is gone left the intent: how many of the bytes, which
 * begin at `intent->from`, are in the file. Opens it where it is not open. */
size_t log_file_resume(struct log_files *files, struct log_file *file,
                       const struct log_intent *intent, struct str bytes, int64_t now_ms);

/* Whether the write may have been made or not. */
bool log_intent_is_open(const struct log_intent *intent);
/* All up to there is dealt with. */
void log_intent_settle(struct log_intent *intent, uint64_t done);

/* The file, open or not, ends inside a line, as far as it can be read. */
bool log_file_is_mid_line(const struct log_file *file);

/* Empties it; *bytes is what it had. -1 with errno: it is no regular file, or cannot be opened. */
int log_file_flush(struct log_file *file, int64_t *bytes);

/* Closes it until the next write. */
void log_file_rest(struct log_file *file);

/* The rules of rotation have changed: moments that were found by the old ones are forgotten. */
void log_files_rethink(struct log_files *files);

/* Closes all; the next write opens the file of that name anew. Returns how many were open. */
unsigned log_files_reopen(struct log_files *files);
