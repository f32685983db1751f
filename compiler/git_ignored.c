/* Only what the revision does not have and the disk has is asked about: git's rules are slow. */
#include "compiler/git_ignored.h"

#include "compiler/git_command.h"
#include "compiler/git_parts.h"

static bool is_tracked(struct git *git, const char *inside) {
    if (git->indexes.n == 0) {
        git_index *index = NULL;
        if (git->git_repository_index(&index, git->repo) < 0)
            return false;
        VEC_PUSH(git->arena, &git->indexes, index);
    }
    return git->git_index_get_bypath(git->indexes.at[0], inside, 0) != NULL;
}

static bool is_ignored(struct git *git, struct str path) {
    const char *inside = git_inside(git, path);
    int ignored = 0;
    if (!inside || git->is_bare || str_eqz(path_basename(path), ".git"))
        return false;
    if (git->by_command)
        return git_command_is_ignored(git, inside);
    return git->git_ignore_path_is_ignored(&ignored, git->repo, inside) == 0 && ignored &&
           !is_tracked(git, inside);
}

static struct git_ignored *self_of(struct files *files) {
    return (struct git_ignored *)files;
}

/* Whether the disk answers for this path. */
static bool is_disks(struct git_ignored *s, struct str path) {
    return s->inner->kind(s->inner, path) == FILE_MISSING &&
           s->disk->kind(s->disk, path) != FILE_MISSING && is_ignored(s->git, path);
}

static enum file_kind ignored_kind(struct files *files, struct str path) {
    struct git_ignored *s = self_of(files);
    return is_disks(s, path) ? s->disk->kind(s->disk, path) : s->inner->kind(s->inner, path);
}

static void note(struct git_ignored *s, struct str path) {
    for (size_t i = 0; i < s->read.n; i++)
        if (str_eq(s->read.at[i], path))
            return;
    VEC_PUSH(s->git->arena, &s->read, arena_str(s->git->arena, path));
}

static int ignored_read(struct files *files, struct str path, size_t limit, struct arena *a,
                        struct str *bytes, struct err *err) {
    struct git_ignored *s = self_of(files);
    if (!is_disks(s, path))
        return s->inner->read(s->inner, path, limit, a, bytes, err);
    note(s, path);
    return s->disk->read(s->disk, path, limit, a, bytes, err);
}

static bool has_entry(const struct file_list *list, struct str name) {
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->at[i].name, name))
            return true;
    return false;
}

/* What the revision has there, and what is ignored beside it. */
static int ignored_list(struct files *files, struct str path, struct arena *a,
                        struct file_list *out, struct err *err) {
    struct git_ignored *s = self_of(files);
    struct file_list disk;
    struct err none;
    VEC(struct file_entry) all = {0};
    if (is_disks(s, path))
        return s->disk->list(s->disk, path, a, out, err);
    int rc = s->inner->list(s->inner, path, a, out, err);
    if (rc < 0 || s->disk->list(s->disk, path, a, &disk, &none) < 0)
        return rc;
    for (size_t i = 0; i < disk.n; i++)
        if (!has_entry(out, disk.at[i].name) &&
            is_ignored(s->git, path_join(a, path, disk.at[i].name)))
            VEC_PUSH(a, &all, disk.at[i]);
    if (all.n == 0)
        return rc;
    for (size_t i = 0; i < out->n; i++)
        VEC_PUSH(a, &all, out->at[i]);
    files_sort(all.at, all.n);
    *out = (struct file_list){all.at, all.n};
    return rc;
}

static bool ignored_stays_in(struct files *files, struct str root, struct str path) {
    struct git_ignored *s = self_of(files);
    return is_disks(s, path) ? s->disk->stays_in(s->disk, root, path)
                             : s->inner->stays_in(s->inner, root, path);
}

struct git_ignored *git_with_ignored(struct arena *a, struct git *git, struct files *inner) {
    struct git_ignored *s = arena_new(a, struct git_ignored);
    *s = (struct git_ignored){.git = git, .inner = inner, .disk = files_worktree(a)};
    s->files = (struct files){.read = ignored_read,
                              .kind = ignored_kind,
                              .list = ignored_list,
                              .stays_in = ignored_stays_in,
                              .root = inner->root};
    return s;
}
