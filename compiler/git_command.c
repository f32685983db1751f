/* A revision and the index are both a sorted list of paths, asked like a tree. */
#include "compiler/git_command.h"

#include <stdlib.h>

#include "compiler/git_parts.h"
#include "compiler/run.h"

enum { COMMAND_MOST = 1 << 30, LINK_DEPTH = 8, WORDS_MOST = 16 };

static const char *const quiet[] = {"GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1",
                                    "GIT_OPTIONAL_LOCKS=0", "LC_ALL=C", NULL};

/* Runs git with these words (ended by NULL) in the repository. */
static int ask(struct git *git, const char *const *words, struct run_result *result,
               struct err *err) {
    const char *argv[WORDS_MOST + 8] = {"git",
                                        "-C",
                                        arena_cstr(git->arena, git->dir),
                                        "-c",
                                        "protocol.allow=never",
                                        "-c",
                                        "core.fsmonitor=false"};
    size_t n = 7;
    for (size_t i = 0; i < WORDS_MOST && words[i]; i++)
        argv[n++] = words[i];
    return run_program(git->arena, argv, quiet, COMMAND_MOST, result, err);
}

static struct str take_line(struct str *text) {
    struct str line = {text->p, str_index(*text, '\n')};
    *text = str_skip(*text, line.n < text->n ? line.n + 1 : line.n);
    return line;
}

/* ---- the repository -------------------------------------------------------------------------- */

/* "fatal: detected dubious ownership in repository at '/srv/app'" */
static struct str quoted_path(struct str words) {
    size_t begin = str_index(words, '\'');
    if (begin == words.n)
        return STR("");
    struct str rest = str_skip(words, begin + 1);
    return (struct str){rest.p, str_index(rest, '\'')};
}

static int refused(struct git *git, const struct run_result *result, struct err *err) {
    struct str path = quoted_path(result->words);
    if (result->status == 127)
        return err_set(err, "neither libgit2 nor git is installed; revisions and the index are "
                            "read by one of them");
    if (memmem(result->words.p, result->words.n, "dubious ownership", 17))
        return err_set(err,
                       "the repository belongs to another user; trust it: git config --global "
                       "--add safe.directory %.*s",
                       STR_ARG(path.n ? path : git->dir));
    if (memmem(result->words.p, result->words.n, "not a git repository", 20))
        return err_set(err, "%.*s is in no git repository", STR_ARG(git->dir));
    return err_set(err, "the repository cannot be read: %.*s", STR_ARG(result->words));
}

int git_command_open(struct git *git, struct str dir, struct err *err) {
    static const char *const words[] = {"rev-parse", "--is-bare-repository",
                                        "--is-shallow-repository", "--absolute-git-dir", NULL};
    static const char *const top[] = {"rev-parse", "--show-toplevel", NULL};
    struct run_result result;
    git->by_command = true;
    git->dir = dir;
    if (ask(git, words, &result, err) < 0)
        return -1;
    if (result.status != 0)
        return refused(git, &result, err);
    git->is_bare = str_eqz(take_line(&result.out), "true");
    git->is_shallow = str_eqz(take_line(&result.out), "true");
    git->workdir = take_line(&result.out);
    if (git->is_bare)
        return 0;
    if (ask(git, top, &result, err) < 0)
        return -1;
    if (result.status != 0)
        return refused(git, &result, err);
    git->workdir = take_line(&result.out);
    return 0;
}

int git_command_id(struct git *git, const char *rev, const char *kind, struct str *id) {
    struct run_result result;
    struct err err;
    struct str name = arena_fmt(git->arena, "%s^{%s}", rev, kind);
    const char *words[] = {"rev-parse", "--verify", "--quiet", "--end-of-options", name.p, NULL};
    if (ask(git, words, &result, &err) < 0 || result.status != 0)
        return -1;
    *id = take_line(&result.out);
    return 0;
}

int git_command_merge_base(struct git *git, const char *one, const char *other, struct str *id) {
    struct run_result result;
    struct err err;
    const char *words[] = {"merge-base", one, other, NULL};
    if (ask(git, words, &result, &err) < 0 || result.status != 0)
        return -1;
    *id = take_line(&result.out);
    return 0;
}

int git_command_commit_text(struct git *git, const char *rev, struct str *text, struct err *err) {
    const char *words[] = {"log", "-1", "--format=%B", "--end-of-options", rev, NULL};
    struct run_result result;
    if (ask(git, words, &result, err) < 0)
        return -1;
    if (result.status == 0)
        *text = result.out;
    return 0;
}

bool git_command_is_ignored(struct git *git, const char *inside) {
    struct run_result result;
    struct err err;
    const char *path = path_join(git->arena, git->workdir, str_of(inside)).p;
    const char *words[] = {"check-ignore", "--quiet", "--", path, NULL};
    return ask(git, words, &result, &err) == 0 && result.status == 0;
}

int git_command_hooks_dir(struct git *git, struct str *dir, struct err *err) {
    static const char *const words[] = {"rev-parse", "--git-path", "hooks", NULL};
    struct run_result result;
    if (ask(git, words, &result, err) < 0)
        return -1;
    if (result.status != 0)
        return refused(git, &result, err);
    *dir = path_join(git->arena, git->dir, take_line(&result.out));
    return 0;
}

/* ---- a list of paths as a provider ----------------------------------------------------------- */

struct entry {
    struct str path, id; /* the path from the top */
    enum file_kind kind;
    bool is_link;
};

struct listing {
    struct files files;
    struct git *git;
    struct str where; /* "HEAD~1", "the index" */
    const struct entry *at;
    size_t n;
};

/* The first entry that is not before `path`. */
static size_t lower_bound(const struct listing *l, struct str path) {
    size_t low = 0, high = l->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_cmp(l->at[middle].path, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const struct entry *find_entry(const struct listing *l, struct str path) {
    const char *inside = git_inside(l->git, path);
    if (!inside)
        return NULL;
    size_t i = lower_bound(l, str_of(inside));
    return i < l->n && str_eqz(l->at[i].path, inside) ? &l->at[i] : NULL;
}

/* The position of the first entry below a directory, and what all of them begin with. */
static bool find_below(const struct listing *l, struct str dir, size_t *at, struct str *prefix) {
    *at = 0;
    *prefix = STR("");
    if (str_eq(dir, l->git->workdir))
        return l->n > 0;
    const char *inside = git_inside(l->git, dir);
    if (!inside)
        return false;
    *prefix = arena_fmt(l->git->arena, "%s/", inside);
    *at = lower_bound(l, *prefix);
    return *at < l->n && str_starts(l->at[*at].path, *prefix);
}

static int read_at(struct listing *l, struct str path, int depth, size_t limit, struct arena *a,
                   struct str *bytes, struct err *err) {
    const struct entry *entry = find_entry(l, path);
    struct run_result result;
    if (!entry)
        return err_set(err, "%.*s does not exist at %.*s", STR_ARG(path), STR_ARG(l->where));
    const char *words[] = {"cat-file", "blob", arena_cstr(a, entry->id), NULL};
    if (ask(l->git, words, &result, err) < 0)
        return -1;
    if (result.status != 0)
        return git_missing_blob(l->git, path, l->where, err);
    if (result.out.n > limit)
        return err_set(err, "%.*s at %.*s: %zu bytes, more than the limit of %zu", STR_ARG(path),
                       STR_ARG(l->where), result.out.n, limit);
    *bytes = result.out;
    if (!entry->is_link)
        return 0;
    if (depth == LINK_DEPTH)
        return err_set(err, "%.*s at %.*s: too many symbolic links", STR_ARG(path),
                       STR_ARG(l->where));
    return read_at(l, path_join(a, path_dirname(path), *bytes), depth + 1, limit, a, bytes, err);
}

static int listing_read(struct files *self, struct str path, size_t limit, struct arena *a,
                        struct str *bytes, struct err *err) {
    return read_at((struct listing *)self, path, 0, limit, a, bytes, err);
}

static enum file_kind listing_kind(struct files *self, struct str path) {
    const struct listing *l = (struct listing *)self;
    const struct entry *entry = find_entry(l, path);
    size_t at;
    struct str prefix;
    if (entry)
        return entry->kind;
    return str_eq(path, l->git->workdir) || find_below(l, path, &at, &prefix) ? FILE_DIRECTORY
                                                                              : FILE_MISSING;
}

static int listing_list(struct files *self, struct str path, struct arena *a, struct file_list *out,
                        struct err *err) {
    const struct listing *l = (struct listing *)self;
    VEC(struct file_entry) list = {0};
    size_t at;
    struct str prefix;
    if (!find_below(l, path, &at, &prefix) && !str_eq(path, l->git->workdir))
        return err_set(err, "%.*s is no directory at %.*s", STR_ARG(path), STR_ARG(l->where));
    for (; at < l->n && str_starts(l->at[at].path, prefix); at++) {
        struct str name = str_skip(l->at[at].path, prefix.n);
        size_t slash = str_index(name, '/');
        bool is_dir = slash < name.n;
        name.n = slash;
        if (list.n && str_eq(list.at[list.n - 1].name, name))
            continue;
        struct file_entry found = {name, is_dir              ? FILE_DIRECTORY
                                         : l->at[at].is_link ? FILE_ODD
                                                             : l->at[at].kind};
        VEC_PUSH(a, &list, found);
    }
    files_sort(list.at, list.n);
    *out = (struct file_list){list.at, list.n};
    return 0;
}

/* Links are not followed here: a path with one on its way is refused. */
static bool listing_stays_in(struct files *self, struct str root, struct str path) {
    const struct listing *l = (struct listing *)self;
    for (; path_is_below(path, root) && path.n > l->git->workdir.n; path = path_dirname(path)) {
        const struct entry *entry = find_entry(l, path);
        if (entry && entry->is_link)
            return false;
    }
    return path_is_below(path, root);
}

/* A record "MODE [TYPE ]ID[ STAGE]\tPATH"; `id_word` is which word the id is. */
static bool take_record(struct str record, unsigned id_word, struct entry *entry) {
    size_t tab = str_index(record, '\t');
    struct str words = {record.p, tab}, mode = {record.p, str_index(words, ' ')};
    if (tab == record.n)
        return false;
    for (unsigned i = 0; i < id_word; i++) {
        size_t blank = str_index(words, ' ');
        words = str_skip(words, blank < words.n ? blank + 1 : blank);
    }
    entry->path = str_skip(record, tab + 1);
    entry->id = (struct str){words.p, str_index(words, ' ')};
    entry->is_link = str_eqz(mode, "120000");
    entry->kind = str_eqz(mode, "160000") ? FILE_ODD : FILE_REGULAR; /* a submodule's commit */
    return entry->id.n > 0;
}

static int compare_entries(const void *a, const void *b) {
    return str_cmp(((const struct entry *)a)->path, ((const struct entry *)b)->path);
}

static struct files *new_listing(struct git *git, struct str text, unsigned id_word,
                                 struct str where) {
    struct listing *l = arena_new(git->arena, struct listing);
    VEC(struct entry) list = {0};
    struct entry entry;
    while (text.n) {
        struct str record = {text.p, str_index(text, 0)};
        text = str_skip(text, record.n < text.n ? record.n + 1 : record.n);
        if (take_record(record, id_word, &entry))
            VEC_PUSH(git->arena, &list, entry);
    }
    if (list.n)
        qsort(list.at, list.n, sizeof *list.at, compare_entries);
    *l = (struct listing){.git = git, .where = where, .at = list.at, .n = list.n};
    l->files = (struct files){.read = listing_read,
                              .kind = listing_kind,
                              .list = listing_list,
                              .stays_in = listing_stays_in,
                              .root = git->workdir};
    return &l->files;
}

int git_command_files(struct git *git, const char *rev, struct files **files, struct str *id,
                      struct err *err) {
    struct run_result result;
    struct str tree, commit;
    if (git_command_id(git, rev, "object", &commit) < 0)
        return git_unknown_revision(git, rev, err);
    if (git_command_id(git, rev, "tree", &tree) < 0)
        return err_set(err, "%s is no commit", rev);
    (void)git_command_id(git, rev, "commit", &commit); /* of a tag; a tree stays what it is */
    if (id)
        *id = (struct str){commit.p, commit.n < 7 ? commit.n : 7};
    const char *words[] = {"ls-tree", "-r", "-z", "--full-tree", arena_cstr(git->arena, tree),
                           NULL};
    if (ask(git, words, &result, err) < 0)
        return -1;
    if (result.status != 0)
        return err_set(err, "%s cannot be read: %.*s", rev, STR_ARG(result.words));
    *files = new_listing(git, result.out, 2, arena_str(git->arena, str_of(rev)));
    return 0;
}

int git_command_index_files(struct git *git, struct files **files, struct err *err) {
    const char *words[] = {"ls-files", "--stage", "-z", "--full-name", ":/", NULL};
    struct run_result result;
    if (ask(git, words, &result, err) < 0)
        return -1;
    if (result.status != 0)
        return err_set(err, "the index cannot be read: %.*s", STR_ARG(result.words));
    *files = new_listing(git, result.out, 1, STR("the index"));
    return 0;
}
