/* A file provider over a table: no disk, any shape of tree. */
#pragma once

#include "schema/io/files.h"

struct fake_file {
    const char *path, *text; /* text NULL: a link that leads out of the tree */
};

/* `files` ends with a NULL path; directories are what stands above them. */
struct files *fake_files(struct arena *a, const struct fake_file *files);
