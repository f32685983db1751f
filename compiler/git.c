/* libgit2 through dlopen: the functions used, by name, in one table. */
#include "compiler/git.h"

#include <dlfcn.h>

#include "compiler/git_parts.h"

struct git_tree_files {
    struct files files;
    struct git *git;
    git_tree *tree;
    struct str rev;
};

static int load_symbol(struct git *git, const char *name, void *slot, size_t size,
                       struct err *err) {
    void *symbol = dlsym(git->library, name);
    if (!symbol)
        return err_set(err, "libgit2 has no %s: install libgit2 %s", name, LIBGIT2_SOVERSION);
    memcpy(slot, &symbol, size);
    return 0;
}

static int load_library(struct git *git, struct err *err) {
    git->library = dlopen("libgit2.so." LIBGIT2_SOVERSION, RTLD_NOW | RTLD_LOCAL);
    if (!git->library)
        git->library = dlopen("libgit2.so", RTLD_NOW | RTLD_LOCAL);
    if (!git->library)
        return err_set(err,
                       "libgit2 is not installed; it is needed to read revisions and the index");
#define X(name)                                                                                    \
    if (load_symbol(git, #name, &git->name, sizeof git->name, err) < 0)                            \
        return -1;
    GIT_FUNCTIONS(X)
#undef X
    return git->git_libgit2_init() < 0 ? err_set(err, "libgit2 does not start") : 0;
}

const char *git_message(const struct git *git) {
    const git_error *e = git->git_error_last();
    return e && e->message ? e->message : "unknown error";
}

/* What libgit2 says about other people's repositories differs by version (facts F). */
static int open_failed(const struct git *git, int rc, struct str dir, struct err *err) {
    const char *message = git_message(git);
    if (rc == GIT_EOWNER || strstr(message, "safe.directory"))
        return err_set(
            err,
            "the repository belongs to another user; allow it with: git config --global --add "
            "safe.directory %.*s",
            STR_ARG(dir));
    if (rc == GIT_ENOTFOUND)
        return err_set(err, "%.*s is in no git repository", STR_ARG(dir));
    return err_set(err, "the repository cannot be opened: %s", message);
}

int git_open(struct arena *a, struct str dir, struct git **out, struct err *err) {
    struct git *git = arena_new(a, struct git);
    git->arena = a;
    *out = NULL;
    if (load_library(git, err) < 0)
        return -1;
    int rc = git->git_repository_open_ext(&git->repo, arena_cstr(a, dir), 0, NULL);
    if (rc < 0)
        return open_failed(git, rc, dir, err);
    const char *workdir = git->git_repository_workdir(git->repo);
    git->workdir = arena_str(a, str_of(workdir ? workdir : ""));
    while (git->workdir.n > 1 && git->workdir.p[git->workdir.n - 1] == '/')
        git->workdir.n--;
    *out = git;
    return 0;
}

void git_close(struct git *git) {
    if (!git)
        return;
    for (size_t i = 0; i < git->trees.n; i++)
        git->git_object_free(git->trees.at[i]);
    for (size_t i = 0; i < git->indexes.n; i++)
        git->git_index_free(git->indexes.at[i]);
    git->git_repository_free(git->repo);
    (void)git->git_libgit2_shutdown();
}

struct str git_workdir(const struct git *git) {
    return git->workdir;
}

bool git_knows(struct git *git, const char *rev) {
    git_object *object = NULL;
    bool known = git->git_revparse_single(&object, git->repo, rev) == 0;
    if (known)
        git->git_object_free(object);
    return known;
}

const char *git_inside(struct git *git, struct str path) {
    if (!str_starts(path, git->workdir) || path.n <= git->workdir.n + 1 ||
        path.p[git->workdir.n] != '/')
        return NULL;
    return arena_cstr(git->arena, str_skip(path, git->workdir.n + 1));
}

/* The entry at an absolute path of the work tree; false where there is none. */
static bool find_entry(struct git_tree_files *t, struct str path, git_tree_entry **entry) {
    const char *inside = git_inside(t->git, path);
    return inside && t->git->git_tree_entry_bypath(entry, t->tree, inside) == 0;
}

int git_read_blob(struct git *git, const git_oid *id, struct str path, struct str where,
                  size_t limit, struct arena *a, struct str *bytes, struct err *err) {
    git_blob *blob = NULL;
    if (git->git_blob_lookup(&blob, git->repo, id) < 0)
        return err_set(err, "%.*s at %.*s is not in this clone: %s", STR_ARG(path), STR_ARG(where),
                       git_message(git));
    size_t size = (size_t)git->git_blob_rawsize(blob);
    int rc = 0;
    if (size > limit)
        rc = err_set(err, "%.*s at %.*s: %zu bytes, more than the limit of %zu", STR_ARG(path),
                     STR_ARG(where), size, limit);
    else
        *bytes = arena_str(a, (struct str){git->git_blob_rawcontent(blob), size});
    git->git_blob_free(blob);
    return rc;
}

enum { LINK_DEPTH = 8 };

static int tree_read_at(struct git_tree_files *t, struct str path, int depth, size_t limit,
                        struct arena *a, struct str *bytes, struct err *err) {
    struct git *git = t->git;
    git_tree_entry *entry = NULL;
    if (!find_entry(t, path, &entry))
        return err_set(err, "%.*s does not exist at %.*s", STR_ARG(path), STR_ARG(t->rev));
    git_filemode_t mode = git->git_tree_entry_filemode(entry);
    int rc;
    if (git->git_tree_entry_type(entry) != GIT_OBJECT_BLOB)
        rc = err_set(err, "%.*s is a directory at %.*s", STR_ARG(path), STR_ARG(t->rev));
    else
        rc = git_read_blob(git, git->git_tree_entry_id(entry), path, t->rev, limit, a, bytes, err);
    git->git_tree_entry_free(entry);
    if (rc < 0 || mode != GIT_FILEMODE_LINK)
        return rc;
    if (depth == LINK_DEPTH)
        return err_set(err, "%.*s at %.*s: too many symbolic links", STR_ARG(path),
                       STR_ARG(t->rev));
    return tree_read_at(t, path_join(a, path_dirname(path), *bytes), depth + 1, limit, a, bytes,
                        err);
}

static int tree_read(struct files *self, struct str path, size_t limit, struct arena *a,
                     struct str *bytes, struct err *err) {
    return tree_read_at((struct git_tree_files *)self, path, 0, limit, a, bytes, err);
}

static enum file_kind tree_kind(struct files *self, struct str path) {
    struct git_tree_files *t = (struct git_tree_files *)self;
    git_tree_entry *entry = NULL;
    if (str_eq(path, t->git->workdir))
        return FILE_DIRECTORY;
    if (!find_entry(t, path, &entry))
        return FILE_MISSING;
    git_object_t type = t->git->git_tree_entry_type(entry);
    t->git->git_tree_entry_free(entry);
    return type == GIT_OBJECT_BLOB   ? FILE_REGULAR
           : type == GIT_OBJECT_TREE ? FILE_DIRECTORY
                                     : FILE_ODD;
}

static enum file_kind entry_kind(const struct git *git, const git_tree_entry *entry) {
    git_object_t type = git->git_tree_entry_type(entry);
    bool is_link = git->git_tree_entry_filemode(entry) == GIT_FILEMODE_LINK;
    return type == GIT_OBJECT_TREE               ? FILE_DIRECTORY
           : type == GIT_OBJECT_BLOB && !is_link ? FILE_REGULAR
                                                 : FILE_ODD;
}

static void list_tree(const struct git *git, const git_tree *tree, struct arena *a,
                      struct file_list *out) {
    size_t n = git->git_tree_entrycount(tree);
    struct file_entry *at = arena_array(a, struct file_entry, n);
    for (size_t i = 0; i < n; i++) {
        const git_tree_entry *entry = git->git_tree_entry_byindex(tree, i);
        at[i].name = arena_str(a, str_of(git->git_tree_entry_name(entry)));
        at[i].kind = entry_kind(git, entry);
    }
    files_sort(at, n); /* git's own order puts "a.b" before "a/" */
    *out = (struct file_list){at, n};
}

static int tree_list(struct files *self, struct str path, struct arena *a, struct file_list *out,
                     struct err *err) {
    struct git_tree_files *t = (struct git_tree_files *)self;
    struct git *git = t->git;
    git_tree_entry *entry = NULL;
    git_tree *tree = NULL;
    if (str_eq(path, git->workdir)) {
        list_tree(git, t->tree, a, out);
        return 0;
    }
    if (!find_entry(t, path, &entry))
        return err_set(err, "%.*s does not exist at %.*s", STR_ARG(path), STR_ARG(t->rev));
    int rc = git->git_tree_lookup(&tree, git->repo, git->git_tree_entry_id(entry));
    git->git_tree_entry_free(entry);
    if (rc < 0)
        return err_set(err, "%.*s is no directory at %.*s", STR_ARG(path), STR_ARG(t->rev));
    list_tree(git, tree, a, out);
    git->git_tree_free(tree);
    return 0;
}

/* Links are not followed here: a path with one on its way is refused. */
static bool tree_stays_in(struct files *self, struct str root, struct str path) {
    struct git_tree_files *t = (struct git_tree_files *)self;
    for (; path_is_below(path, root) && path.n > t->git->workdir.n; path = path_dirname(path)) {
        git_tree_entry *entry = NULL;
        if (!find_entry(t, path, &entry))
            continue;
        bool is_link = t->git->git_tree_entry_filemode(entry) == GIT_FILEMODE_LINK;
        t->git->git_tree_entry_free(entry);
        if (is_link)
            return false;
    }
    return path_is_below(path, root);
}

int git_unknown_revision(const struct git *git, const char *rev, struct err *err) {
    const git_error *e = git->git_error_last();
    if (e && e->klass == GIT_ERROR_ODB)
        return err_set(
            err, "%s is not in this clone, which is shallow; fetch more: git fetch --deepen=50",
            rev);
    return err_set(err, "git knows no revision %s", rev);
}

int git_files(struct git *git, const char *rev, struct files **files, struct str *id,
              struct err *err) {
    git_object *object = NULL, *tree = NULL;
    git_buf short_id = {0};
    if (git->git_revparse_single(&object, git->repo, rev) < 0)
        return git_unknown_revision(git, rev, err);
    if (id && git->git_object_short_id(&short_id, object) == 0) {
        *id = arena_str(git->arena, str_of(short_id.ptr));
        git->git_buf_dispose(&short_id);
    }
    int rc = git->git_object_peel(&tree, object, GIT_OBJECT_TREE);
    git->git_object_free(object);
    if (rc < 0)
        return err_set(err, "%s is no commit: %s", rev, git_message(git));
    VEC_PUSH(git->arena, &git->trees, tree);
    struct git_tree_files *t = arena_new(git->arena, struct git_tree_files);
    t->files = (struct files){.read = tree_read,
                              .kind = tree_kind,
                              .list = tree_list,
                              .stays_in = tree_stays_in,
                              .root = git->workdir};
    t->git = git;
    t->rev = arena_str(git->arena, str_of(rev));
    t->tree = (git_tree *)tree;
    *files = &t->files;
    return 0;
}
