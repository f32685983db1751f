/* The work tree as a file provider. */
#include "compiler/front/files.h"

#include <sys/stat.h>

#include "schema/io/file.h"

struct worktree {
    struct files files;
    struct arena *arena;
};

static int worktree_read(struct files *self, struct str path, size_t limit_bytes, struct arena *a,
                         struct str *bytes, struct err *err) {
    (void)self;
    return file_read(arena_cstr(a, path), limit_bytes, a, bytes, err);
}

static enum file_kind worktree_kind(struct files *self, struct str path) {
    struct worktree *w = (struct worktree *)self;
    struct stat st;
    if (stat(arena_cstr(w->arena, path), &st) < 0)
        return FILE_MISSING;
    return S_ISREG(st.st_mode) ? FILE_REGULAR : S_ISDIR(st.st_mode) ? FILE_DIRECTORY : FILE_ODD;
}

struct files *files_worktree(struct arena *a) {
    struct worktree *w = arena_new(a, struct worktree);
    w->files = (struct files){.read = worktree_read, .kind = worktree_kind};
    w->arena = a;
    return &w->files;
}
