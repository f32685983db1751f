/* The file provider: one interface over the work tree, the git index and a git revision, so that
 * a configuration and everything it requires are read from the same place.
 *
 * Paths are absolute and normalised ("/srv/app/ecosystem.config.js"), also where the bytes come
 * from git: a provider translates. */
#pragma once

#include "schema/base/arena.h"
#include "schema/base/err.h"
#include "schema/unit/path.h"

enum file_kind { FILE_MISSING, FILE_REGULAR, FILE_DIRECTORY, FILE_ODD };

struct file_entry {
    struct str name;
    enum file_kind kind;
};

struct file_list {
    const struct file_entry *at;
    size_t n;
};

struct files {
    /* All of a regular file's bytes, on the arena. 0, or -1 with err (missing, too large,
     * unreadable, a directory). A file over limit_bytes is refused. */
    int (*read)(struct files *self, struct str path, size_t limit_bytes, struct arena *a,
                struct str *bytes, struct err *err);
    /* What stands at path; errors count as FILE_MISSING. */
    enum file_kind (*kind)(struct files *self, struct str path);
    /* What is in a directory, in the byte order of the names; a symbolic link is FILE_ODD. 0, or -1
     * with err. NULL: nothing can be listed. */
    int (*list)(struct files *self, struct str path, struct arena *a, struct file_list *out,
                struct err *err);
    /* Whether path is still at or below `root` once links are followed; what does not exist is judged
     * by the nearest directory that does. NULL: there are no links. */
    bool (*stays_in)(struct files *self, struct str root, struct str path);
    /* read may be called by several threads at once, each with an arena of its own. */
    bool is_thread_safe;
    struct str root; /* the repository's directory, where the provider knows it; else empty */
};

/* The work tree: plain files. */
struct files *files_worktree(struct arena *a);

/* What is below inner's root comes from inner, the rest from the work tree: for a revision whose
 * configuration may look outside the repository. */
struct files *files_beside(struct arena *a, struct files *inner);

/* The nearest directory at or above `dir` that holds a .git, or the provider's own root; empty where
 * there is none. */
struct str files_repository(struct files *files, struct arena *a, struct str dir);

/* For list: sorts by name. */
void files_sort(struct file_entry *at, size_t n);
