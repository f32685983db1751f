/* The work tree as a file provider. */
#include "schema/io/files.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
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

static enum file_kind entry_kind(const struct dirent *e) {
    return e->d_type == DT_REG ? FILE_REGULAR : e->d_type == DT_DIR ? FILE_DIRECTORY : FILE_ODD;
}

static int worktree_list(struct files *self, struct str path, struct arena *a,
                         struct file_list *out, struct err *err) {
    VEC(struct file_entry) found = {0};
    (void)self;
    DIR *dir = opendir(arena_cstr(a, path));
    if (!dir)
        return err_set(err, "%.*s: %s", STR_ARG(path), strerror(errno));
    for (const struct dirent *e; (e = readdir(dir));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        struct file_entry entry = {arena_str(a, str_of(e->d_name)), entry_kind(e)};
        VEC_PUSH(a, &found, entry);
    }
    (void)closedir(dir);
    files_sort(found.at, found.n);
    *out = (struct file_list){found.at, found.n};
    return 0;
}

static bool worktree_stays_in(struct files *self, struct str root, struct str path) {
    struct worktree *w = (struct worktree *)self;
    char *real_root = realpath(arena_cstr(w->arena, root), NULL), *real = NULL;
    for (struct str at = path; real_root && !real && at.n > 1; at = path_dirname(at))
        real = realpath(arena_cstr(w->arena, at), NULL);
    bool stays = real_root && real && path_is_below(str_of(real), str_of(real_root));
    free(real_root);
    free(real);
    return stays;
}

static int compare_entry(const void *x, const void *y) {
    return str_cmp(((const struct file_entry *)x)->name, ((const struct file_entry *)y)->name);
}

void files_sort(struct file_entry *at, size_t n) {
    if (n)
        qsort(at, n, sizeof *at, compare_entry);
}

struct str files_repository(struct files *files, struct arena *a, struct str dir) {
    if (files->root.n)
        return files->root;
    for (; dir.n > 1; dir = path_dirname(dir))
        if (files->kind(files, path_join(a, dir, STR(".git"))) != FILE_MISSING)
            return dir;
    return STR("");
}

struct beside {
    struct files files;
    struct files *inner, *disk;
};

static struct files *side_of(struct files *self, struct str path) {
    struct beside *b = (struct beside *)self;
    return path_is_below(path, b->inner->root) ? b->inner : b->disk;
}

static int beside_read(struct files *self, struct str path, size_t limit_bytes, struct arena *a,
                       struct str *bytes, struct err *err) {
    struct files *side = side_of(self, path);
    return side->read(side, path, limit_bytes, a, bytes, err);
}

static enum file_kind beside_kind(struct files *self, struct str path) {
    struct files *side = side_of(self, path);
    return side->kind(side, path);
}

static int beside_list(struct files *self, struct str path, struct arena *a, struct file_list *out,
                       struct err *err) {
    struct files *side = side_of(self, path);
    return side->list(side, path, a, out, err);
}

static bool beside_stays_in(struct files *self, struct str root, struct str path) {
    struct files *side = side_of(self, path);
    return side->stays_in(side, root, path);
}

struct files *files_beside(struct arena *a, struct files *inner) {
    struct beside *b = arena_new(a, struct beside);
    b->files = (struct files){.read = beside_read,
                              .kind = beside_kind,
                              .list = inner->list ? beside_list : NULL,
                              .stays_in = inner->stays_in ? beside_stays_in : NULL,
                              .root = inner->root};
    b->inner = inner;
    b->disk = files_worktree(a);
    return &b->files;
}

struct files *files_worktree(struct arena *a) {
    struct worktree *w = arena_new(a, struct worktree);
    w->files = (struct files){.read = worktree_read,
                              .kind = worktree_kind,
                              .list = worktree_list,
                              .stays_in = worktree_stays_in,
                              .is_thread_safe = true};
    w->arena = a;
    return &w->files;
}
