/* libgit2 through dlopen: the functions used, by name, in one table; where it refuses a repository,
 * git itself. */
#include "compiler/git.h"

#include <dlfcn.h>

#include "compiler/git_command.h"
#include "compiler/git_parts.h"

static int load_symbol(struct git *git, const char *name, void *slot, size_t size,
                       struct err *err) {
    void *symbol = dlsym(git->library, name);
    if (!symbol)
        return err_set(err, "libgit2 has no %s: install libgit2 %s", name, LIBGIT2_SOVERSION);
    memcpy(slot, &symbol, size);
    return 0;
}

static int load_library(struct git *git, struct err *err) {
    git->library = dlopen("libgit2.so." LIBGIT2_SOVERSION, RTLD_LAZY | RTLD_LOCAL);
    if (!git->library)
        git->library = dlopen("libgit2.so", RTLD_LAZY | RTLD_LOCAL);
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
static bool is_foreign(const struct git *git, int rc) {
    return rc == GIT_EOWNER || strstr(git_message(git), "safe.directory") != NULL;
}

static struct str without_slash(struct str dir) {
    while (dir.n > 1 && dir.p[dir.n - 1] == '/')
        dir.n--;
    return dir;
}

static int library_open(struct git *git, struct str dir, struct err *err) {
    int rc = git->git_repository_open_ext(&git->repo, arena_cstr(git->arena, dir), 0, NULL);
    if (rc == GIT_ENOTFOUND && !is_foreign(git, rc))
        return err_set(err, "%.*s is in no git repository", STR_ARG(dir));
    if (rc < 0)
        return git_command_open(git, dir, err);
    git->is_bare = git->git_repository_is_bare(git->repo) == 1;
    git->is_shallow = git->git_repository_is_shallow(git->repo) == 1;
    const char *top =
        git->is_bare ? git->git_repository_path(git->repo) : git->git_repository_workdir(git->repo);
    git->workdir = without_slash(arena_str(git->arena, str_of(top ? top : "")));
    return 0;
}

int git_open(struct arena *a, struct str dir, struct git **out, struct err *err) {
    struct git *git = arena_new(a, struct git);
    struct err none;
    git->arena = a;
    git->dir = dir;
    *out = NULL;
    int rc = load_library(git, &none) < 0 ? git_command_open(git, dir, err)
                                          : library_open(git, dir, err);
    if (rc == 0)
        *out = git;
    return rc;
}

void git_close(struct git *git) {
    if (!git || !git->repo)
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

bool git_is_bare(const struct git *git) {
    return git->is_bare;
}

bool git_knows(struct git *git, const char *rev) {
    git_object *object = NULL;
    struct str id;
    if (git->by_command)
        return git_command_id(git, rev, "object", &id) == 0;
    bool known = git->git_revparse_single(&object, git->repo, rev) == 0;
    if (known)
        git->git_object_free(object);
    return known;
}

int git_commit_text(struct git *git, const char *rev, struct str *text, struct err *err) {
    git_object *object = NULL, *commit = NULL;
    *text = STR("");
    if (git->by_command)
        return git_command_commit_text(git, rev, text, err);
    if (git->git_revparse_single(&object, git->repo, rev) < 0)
        return git_unknown_revision(git, rev, err);
    if (git->git_object_peel(&commit, object, GIT_OBJECT_COMMIT) == 0) {
        const char *said = git->git_commit_message((const git_commit *)commit);
        *text = arena_str(git->arena, str_of(said ? said : ""));
        git->git_object_free(commit);
    }
    git->git_object_free(object);
    return 0;
}

const char *git_inside(struct git *git, struct str path) {
    if (!str_starts(path, git->workdir) || path.n <= git->workdir.n + 1 ||
        path.p[git->workdir.n] != '/')
        return NULL;
    return arena_cstr(git->arena, str_skip(path, git->workdir.n + 1));
}

int git_read_blob(struct git *git, const git_oid *id, struct str path, struct str where,
                  size_t limit, struct arena *a, struct str *bytes, struct err *err) {
    git_blob *blob = NULL;
    if (git->git_blob_lookup(&blob, git->repo, id) < 0)
        return git_missing_blob(git, path, where, err);
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

int git_missing_blob(const struct git *git, struct str path, struct str where, struct err *err) {
    struct str inside = path_relative(git->arena, git->workdir, path);
    struct str rev = str_eqz(where, "the index") ? STR("") : where;
    return err_set(err,
                   "%.*s at %.*s is not in this clone, a partial one, and ecoc fetches nothing; "
                   "fetch it: git show %.*s:%.*s >/dev/null",
                   STR_ARG(inside), STR_ARG(where), STR_ARG(rev), STR_ARG(inside));
}

/* A clone that lacks old commits knows their names where a younger one names them. */
static bool is_cut_off(const struct git *git, const char *rev) {
    if (git->by_command)
        return git->is_shallow && (strchr(rev, '~') || strchr(rev, '^'));
    const git_error *e = git->git_error_last();
    return e && e->klass == GIT_ERROR_ODB;
}

int git_unknown_revision(const struct git *git, const char *rev, struct err *err) {
    if (is_cut_off(git, rev))
        return err_set(
            err, "%s is not in this clone, which is shallow; fetch more: git fetch --deepen=50",
            rev);
    return err_set(err, "git knows no revision %s%s", rev,
                   git->is_shallow ? " (this clone is shallow; git fetch --unshallow gets the rest)"
                                   : "");
}
