/* A plan as a file, and where its configuration is. */
#pragma once

#include "schema/base/arena.h"
#include "schema/base/err.h"

enum { PLAN_FILE_MOST_BYTES = 64 * 1024 * 1024 };

struct plan_file {
    struct str bytes;
    const char *root; /* absolute */
};

enum plan_file_result {
    PLAN_FILE_OK = 0,
    PLAN_FILE_ROOT = 2,   /* the root that was asked for is none */
    PLAN_FILE_UNREAD = 3, /* it cannot be read */
};

/* Reads it; whether it is a plan is not looked at. `root` may be NULL: then the file's attribute
 * user.ecoc.root (relative to the plan), else the directory of the plan. */
enum plan_file_result plan_file_read(const char *path, const char *root, struct arena *a,
                                     struct plan_file *file, struct err *err);
