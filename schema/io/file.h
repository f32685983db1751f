/* Files, whole: read with a limit, write atomically. */
#pragma once

#include "schema/base/arena.h"
#include "schema/base/err.h"

/* All bytes of a regular file on the arena, NUL-terminated beyond its length. A directory, a
 * device or more than limit_bytes is an error. 0, or -1 with err (err->sys holds errno where
 * there is one). */
int file_read(const char *path, size_t limit_bytes, struct arena *a, struct str *bytes,
              struct err *err);

/* An extended attribute to set on a file as it is written; see file_write_atomic. */
struct file_attr {
    const char *name; /* "user.x"; NULL = none */
    struct str value;
};

/* Writes beside the target, syncs, renames over it: the target is either as before or whole. A
 * file system without extended attributes leaves `attr` out and sets *attr_kept (may be NULL) to
 * false. */
int file_write_atomic(const char *path, struct str bytes, unsigned mode,
                      const struct file_attr *attr, bool *attr_kept, struct err *err);

/* The same without waiting for the disk, for what can be made again: after a crash of the machine the
 * file may be empty or cut. */
int file_replace(const char *path, struct str bytes, unsigned mode, struct err *err);

/* The directory and those above it that are missing, with mode 0700. */
int file_make_dirs(const char *path, struct err *err);
