/* The index as a file provider: a sorted list of paths that is asked like a tree. */
#include <stdlib.h>

#include "compiler/git_command.h"
#include "compiler/git_parts.h"

struct git_staged_files {
    struct files files;
    struct git *git;
    git_index *index;
};

static const git_index_entry *find_entry(struct git_staged_files *s, struct str path) {
    const char *inside = git_inside(s->git, path);
    return inside ? s->git->git_index_get_bypath(s->index, inside, 0) : NULL;
}

/* The position of the first entry below a directory, and the prefix that all of them have. */
static bool find_below(struct git_staged_files *s, struct str dir, size_t *at, struct str *prefix) {
    *at = 0;
    *prefix = STR("");
    if (str_eq(dir, s->git->workdir))
        return s->git->git_index_entrycount(s->index) > 0;
    const char *inside = git_inside(s->git, dir);
    if (!inside)
        return false;
    *prefix = arena_fmt(s->git->arena, "%s/", inside);
    return s->git->git_index_find_prefix(at, s->index, prefix->p) == 0;
}

enum { LINK_DEPTH = 8 };

static int read_at(struct git_staged_files *s, struct str path, int depth, size_t limit,
                   struct arena *a, struct str *bytes, struct err *err) {
    const git_index_entry *entry = find_entry(s, path);
    if (!entry)
        return err_set(err, "%.*s is not in the index; add it: git add", STR_ARG(path));
    if (git_read_blob(s->git, &entry->id, path, STR("the index"), limit, a, bytes, err) < 0)
        return -1;
    if (entry->mode != GIT_FILEMODE_LINK)
        return 0;
    if (depth == LINK_DEPTH)
        return err_set(err, "%.*s in the index: too many symbolic links", STR_ARG(path));
    return read_at(s, path_join(a, path_dirname(path), *bytes), depth + 1, limit, a, bytes, err);
}

static int staged_read(struct files *self, struct str path, size_t limit, struct arena *a,
                       struct str *bytes, struct err *err) {
    return read_at((struct git_staged_files *)self, path, 0, limit, a, bytes, err);
}

/* A commit of another repository (a submodule) is none of these. */
static enum file_kind kind_of(const git_index_entry *entry) {
    return entry->mode == GIT_FILEMODE_COMMIT ? FILE_ODD : FILE_REGULAR;
}

static enum file_kind staged_kind(struct files *self, struct str path) {
    struct git_staged_files *s = (struct git_staged_files *)self;
    const git_index_entry *entry = find_entry(s, path);
    size_t at;
    struct str prefix;
    if (entry)
        return kind_of(entry);
    if (str_eq(path, s->git->workdir) || find_below(s, path, &at, &prefix))
        return FILE_DIRECTORY;
    return FILE_MISSING;
}

static int staged_list(struct files *self, struct str path, struct arena *a, struct file_list *out,
                       struct err *err) {
    struct git_staged_files *s = (struct git_staged_files *)self;
    VEC(struct file_entry) list = {0};
    size_t at, n = s->git->git_index_entrycount(s->index);
    struct str prefix;
    if (!find_below(s, path, &at, &prefix) && !str_eq(path, s->git->workdir))
        return err_set(err, "%.*s is not in the index", STR_ARG(path));
    for (; at < n; at++) {
        const git_index_entry *entry = s->git->git_index_get_byindex(s->index, at);
        struct str name = str_of(entry->path);
        if (!str_starts(name, prefix))
            break;
        name = str_skip(name, prefix.n);
        size_t slash = str_index(name, '/');
        bool is_dir = slash < name.n;
        name.n = slash;
        if (list.n && str_eq(list.at[list.n - 1].name, name))
            continue;
        struct file_entry found = {arena_str(a, name), is_dir ? FILE_DIRECTORY : kind_of(entry)};
        found.kind = !is_dir && entry->mode == GIT_FILEMODE_LINK ? FILE_ODD : found.kind;
        VEC_PUSH(a, &list, found);
    }
    files_sort(list.at, list.n);
    *out = (struct file_list){list.at, list.n};
    return 0;
}

/* Links are not followed here: a path with one on its way is refused. */
static bool staged_stays_in(struct files *self, struct str root, struct str path) {
    struct git_staged_files *s = (struct git_staged_files *)self;
    for (; path_is_below(path, root) && path.n > s->git->workdir.n; path = path_dirname(path)) {
        const git_index_entry *entry = find_entry(s, path);
        if (entry && entry->mode == GIT_FILEMODE_LINK)
            return false;
    }
    return path_is_below(path, root);
}

int git_index_files(struct git *git, struct files **files, struct err *err) {
    const char *given = getenv("GIT_INDEX_FILE");
    if (git->by_command)
        return git_command_index_files(git, files, err);
    struct git_staged_files *s = arena_new(git->arena, struct git_staged_files);
    int rc = given && *given ? git->git_index_open(&s->index, given)
                             : git->git_repository_index(&s->index, git->repo);
    if (rc < 0)
        return err_set(err, "the index cannot be read: %s", git_message(git));
    VEC_PUSH(git->arena, &git->indexes, s->index);
    s->git = git;
    s->files = (struct files){.read = staged_read,
                              .kind = staged_kind,
                              .list = staged_list,
                              .stays_in = staged_stays_in,
                              .root = git->workdir};
    *files = &s->files;
    return 0;
}

bool git_has_head(struct git *git) {
    git_oid oid;
    struct str id;
    if (git->by_command)
        return git_command_id(git, "HEAD", "commit", &id) == 0;
    return git->git_reference_name_to_id(&oid, git->repo, "HEAD") == 0;
}

static int commit_of(struct git *git, const char *rev, git_oid *id, struct err *err) {
    git_object *object = NULL, *commit = NULL;
    if (git->git_revparse_single(&object, git->repo, rev) < 0)
        return git_unknown_revision(git, rev, err);
    int rc = git->git_object_peel(&commit, object, GIT_OBJECT_COMMIT);
    git->git_object_free(object);
    if (rc < 0)
        return err_set(err, "%s is no commit", rev);
    *id = *git->git_object_id(commit);
    git->git_object_free(commit);
    return 0;
}

static int no_base(const struct git *git, const char *one, const char *other, struct err *err) {
    return err_set(err, "%s and %s have no commit in common%s", one, other,
                   git->is_shallow ? " in this clone, which is shallow; fetch more: git fetch "
                                     "--deepen=50"
                                   : "");
}

static int command_base(struct git *git, const char *one, const char *other, struct str *id,
                        struct err *err) {
    struct str commit;
    if (git_command_id(git, one, "commit", &commit) < 0)
        return git_unknown_revision(git, one, err);
    if (git_command_id(git, other, "commit", &commit) < 0)
        return git_unknown_revision(git, other, err);
    return git_command_merge_base(git, one, other, id) < 0 ? no_base(git, one, other, err) : 0;
}

int git_fork_point(struct git *git, const char *one, const char *other, struct str *id,
                   struct err *err) {
    git_oid ours, theirs, base;
    char text[GIT_OID_HEXSZ + 1];
    if (git->by_command)
        return command_base(git, one, other, id, err);
    if (commit_of(git, one, &ours, err) < 0 || commit_of(git, other, &theirs, err) < 0)
        return -1;
    if (git->git_merge_base(&base, git->repo, &ours, &theirs) < 0)
        return no_base(git, one, other, err);
    *id = arena_str(git->arena, str_of(git->git_oid_tostr(text, sizeof text, &base)));
    return 0;
}

int git_hooks_dir(struct git *git, struct str *dir, struct err *err) {
    git_config *config = NULL;
    git_buf path = {0};
    if (git->by_command)
        return git_command_hooks_dir(git, dir, err);
    bool given = git->git_repository_config(&config, git->repo) == 0 &&
                 git->git_config_get_path(&path, config, "core.hooksPath") == 0;
    if (config)
        git->git_config_free(config);
    if (!given && git->git_repository_item_path(&path, git->repo, GIT_REPOSITORY_ITEM_HOOKS) < 0)
        return err_set(err, "the directory of hooks is not known: %s", git_message(git));
    *dir = path_join(git->arena, git->workdir, str_of(path.ptr));
    git->git_buf_dispose(&path);
    return 0;
}
