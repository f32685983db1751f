/* The tree of a revision as a file provider. */
#include "compiler/git_command.h"
#include "compiler/git_parts.h"

struct git_tree_files {
    struct files files;
    struct git *git;
    git_tree *tree;
    struct str rev;
};

/* The entry at an absolute path of the work tree; false where there is none. */
static bool find_entry(struct git_tree_files *t, struct str path, git_tree_entry **entry) {
    const char *inside = git_inside(t->git, path);
    return inside && t->git->git_tree_entry_bypath(entry, t->tree, inside) == 0;
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

/* Of the commit, where a tag names one. */
static struct str short_id(const struct git *git, git_object *object) {
    git_object *commit = NULL;
    git_buf text = {0};
    struct str id = STR("");
    bool is_commit = git->git_object_peel(&commit, object, GIT_OBJECT_COMMIT) == 0;
    if (git->git_object_short_id(&text, is_commit ? commit : object) == 0) {
        id = arena_str(git->arena, str_of(text.ptr));
        git->git_buf_dispose(&text);
    }
    if (is_commit)
        git->git_object_free(commit);
    return id;
}

int git_files(struct git *git, const char *rev, struct files **files, struct str *id,
              struct err *err) {
    git_object *object = NULL, *tree = NULL;
    if (git->by_command)
        return git_command_files(git, rev, files, id, err);
    if (git->git_revparse_single(&object, git->repo, rev) < 0)
        return git_unknown_revision(git, rev, err);
    if (id)
        *id = short_id(git, object);
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
