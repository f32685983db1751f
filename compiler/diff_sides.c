/* Words into sides. git is opened when the first word or flag asks for it. */
#include "compiler/diff_sides.h"

#include <unistd.h>

#include "compiler/diff_page.h"
#include "schema/io/file.h"

struct words {
    const char *revs[2], *files[2];
    size_t n_revs, n_files;
    bool is_merge_base;
};

static int too_many(void) {
    return cmd_fail(EXIT_USAGE, "diff takes at most two revisions or two files; see: ecoc diff "
                                "--help");
}

/* ---- classifying words ----------------------------------------------------------------------- */

static bool exists(const char *path) {
    return access(path, F_OK) == 0;
}

static bool is_plan(struct args *args, const char *path) {
    struct str bytes;
    struct err err;
    struct str name = str_of(path);
    if (str_ends(name, STR(".js")) || !exists(path))
        return false;
    return file_read(path, 256 << 20, args->arena, &bytes, &err) == 0 &&
           str_starts(bytes, STR("ECOPLAN"));
}

static bool looks_like_file(const char *word) {
    static const char *const ends[] = {".js",   ".cjs",  ".mjs", ".ts",
                                       ".json", ".yaml", ".yml", ".bin"};
    for (size_t i = 0; i < ARRAY_LEN(ends); i++)
        if (str_ends(str_of(word), str_of(ends[i])))
            return true;
    return false;
}

static bool try_git(struct diff_sides *s, struct err *err) {
    if (s->git)
        return true;
    if (git_open(s->args->arena, s->cwd, &s->git, err) < 0)
        return false;
    if (git_is_bare(s->git))
        s->cwd = git_workdir(s->git);
    return true;
}

static int open_git(struct diff_sides *s) {
    struct err err = {0};
    return try_git(s, &err) ? EXIT_CLEAN : cmd_fail(EXIT_INPUT, "%s", err.msg);
}

static int add_rev(struct words *w, const char *rev) {
    if (w->n_revs == ARRAY_LEN(w->revs))
        return too_many();
    w->revs[w->n_revs++] = rev;
    return EXIT_CLEAN;
}

static int add_file(struct words *w, const char *file) {
    if (w->n_files == ARRAY_LEN(w->files))
        return too_many();
    w->files[w->n_files++] = file;
    return EXIT_CLEAN;
}

/* A..B and A...B; a side that is left out is HEAD. */
static int take_range(struct diff_sides *s, struct words *w, const char *word, size_t dots_at) {
    struct arena *a = s->args->arena;
    struct str text = str_of(word), left = {word, dots_at}, right = str_skip(text, dots_at + 2);
    w->is_merge_base = right.n && right.p[0] == '.';
    if (w->is_merge_base)
        right = str_skip(right, 1);
    int code = add_rev(w, left.n ? arena_cstr(a, left) : "HEAD");
    return code == EXIT_CLEAN ? add_rev(w, right.n ? arena_cstr(a, right) : "HEAD") : code;
}

static size_t find_dots(const char *word) {
    const char *dots = strstr(word, "..");
    return dots ? (size_t)(dots - word) : strlen(word);
}

/* Whether a word can be a revision or a range is git's to say; where there is no git, files
 * remain. */
static int take_word(struct diff_sides *s, struct words *w, const char *word) {
    size_t dots = find_dots(word);
    struct err err = {0};
    bool is_path = strncmp(word, "./", 2) == 0 || strncmp(word, "../", 3) == 0 || word[0] == '/';
    bool is_file =
        is_path || is_plan(s->args, word) || (looks_like_file(word) && exists(word) && w->n_files);
    if (is_file)
        return add_file(w, word);
    if (!try_git(s, &err))
        return exists(word) ? add_file(w, word) : cmd_fail(EXIT_INPUT, "%s", err.msg);
    if (word[dots] && !exists(word))
        return take_range(s, w, word, dots);
    if (git_knows(s->git, word))
        return add_rev(w, word);
    return exists(word) || looks_like_file(word) ? add_file(w, word) : add_rev(w, word);
}

static int take_words(struct diff_sides *s, struct words *w) {
    const struct args *args = s->args;
    for (size_t i = 0; i < args->n_words; i++) {
        const char *word = args->words[i];
        int code = i < args->n_before_dashes ? take_word(s, w, word) : add_file(w, word);
        if (code != EXIT_CLEAN)
            return code;
    }
    return EXIT_CLEAN;
}

/* ---- sides ----------------------------------------------------------------------------------- */

static struct diff_side worktree(void) {
    return (struct diff_side){.where = WHERE_WORKTREE, .name = STR("work tree")};
}

static bool is_hex(struct str s) {
    for (size_t i = 0; i < s.n; i++)
        if (!strchr("0123456789abcdef", s.p[i]))
            return false;
    return s.n >= 7;
}

static void with_ignored(struct diff_sides *s, struct diff_side *side) {
    struct git_ignored *ignored = git_with_ignored(s->args->arena, s->git, side->files);
    side->files = &ignored->files;
    side->ignored = ignored;
}

/* A revision; `label` NULL: it is called as it was named. */
static int set_revision(struct diff_sides *s, struct diff_side *side, const char *rev,
                        const char *label) {
    struct err err = {0};
    struct str id = STR("");
    *side = (struct diff_side){.where = WHERE_REVISION, .rev = rev};
    if (git_files(s->git, rev, &side->files, &id, &err) < 0)
        return cmd_fail(EXIT_INPUT, "%s", err.msg);
    with_ignored(s, side);
    bool is_id = is_hex(str_of(rev)) && !label;
    side->name =
        is_id ? id : arena_fmt(s->args->arena, "%s (%.*s)", label ? label : rev, STR_ARG(id));
    return EXIT_CLEAN;
}

int diff_sides_revisions(struct diff_sides *s, const char *old_rev, const char *new_rev) {
    int code = set_revision(s, &s->old_side, old_rev, NULL);
    return code == EXIT_CLEAN ? set_revision(s, &s->new_side, new_rev, NULL) : code;
}

/* The older side: what was named, else HEAD; before the first commit nothing. */
static int set_base(struct diff_sides *s, const char *rev) {
    if (rev || git_has_head(s->git))
        return set_revision(s, &s->old_side, rev ? rev : "HEAD", NULL);
    s->old_side = (struct diff_side){.where = WHERE_REVISION, .name = STR("no commit yet")};
    return EXIT_CLEAN;
}

static int set_merge_base(struct diff_sides *s, const struct words *w) {
    struct err err = {0};
    struct str id;
    if (git_fork_point(s->git, w->revs[0], w->revs[1], &id, &err) < 0)
        return cmd_fail(EXIT_INPUT, "%s", err.msg);
    const char *label =
        arena_fmt(s->args->arena, "merge base of %s and %s", w->revs[0], w->revs[1]).p;
    int code = set_revision(s, &s->old_side, arena_cstr(s->args->arena, id), label);
    return code == EXIT_CLEAN ? set_revision(s, &s->new_side, w->revs[1], NULL) : code;
}

static int set_index(struct diff_sides *s, const struct words *w) {
    struct err err = {0};
    if (w->n_revs == 2)
        return cmd_fail(EXIT_USAGE, "--staged compares the index with one revision, not with two");
    if (git_index_files(s->git, &s->new_side.files, &err) < 0)
        return cmd_fail(EXIT_INPUT, "%s", err.msg);
    with_ignored(s, &s->new_side);
    s->new_side.where = WHERE_INDEX;
    s->new_side.name = STR("index");
    return set_base(s, w->n_revs ? w->revs[0] : NULL);
}

static int set_revisions(struct diff_sides *s, const struct words *w) {
    bool staged = args_get(s->args, "--staged") || args_get(s->args, "--cached");
    if (w->n_files > 1)
        return too_many();
    s->file = str_of(w->n_files ? w->files[0] : "");
    if (staged)
        return set_index(s, w);
    if (w->is_merge_base)
        return set_merge_base(s, w);
    if (w->n_revs == 2)
        return diff_sides_revisions(s, w->revs[0], w->revs[1]);
    if (git_is_bare(s->git))
        return cmd_fail(EXIT_USAGE, "a bare repository has no work tree; name two revisions: "
                                    "ecoc diff HEAD~1..HEAD");
    s->new_side = worktree();
    return set_base(s, w->n_revs ? w->revs[0] : NULL);
}

static void set_file(struct diff_sides *s, struct diff_side *side, struct str file) {
    *side = (struct diff_side){.where = WHERE_FILE,
                               .name = file,
                               .path = path_join(s->args->arena, s->cwd, file),
                               .is_plan = is_plan(s->args, arena_cstr(s->args->arena, file))};
}

/* Two files, or a plan and the configuration of the current directory. */
static int set_files(struct diff_sides *s, const struct words *w) {
    struct str second =
        w->n_files == 2 ? str_of(w->files[1]) : pipeline_default(s->args->arena, NULL);
    if (second.n == 0)
        return cmd_fail(EXIT_USAGE,
                        "%s is a plan, and there is no ecosystem.config.js here to "
                        "compare it with; name the file",
                        w->files[0]);
    set_file(s, &s->old_side, str_of(w->files[0]));
    set_file(s, &s->new_side, second);
    s->file = second;
    return EXIT_CLEAN;
}

static int set_running(struct diff_sides *s, const struct words *w) {
    const char *target = args_get(s->args, "--target");
    if (target && strcmp(target, diff_targets[0]->name) != 0)
        return cmd_fail(EXIT_USAGE, "--running is about what ecort runs, not %s", target);
    if (args_get(s->args, "--all-envs"))
        return cmd_fail(EXIT_USAGE, "--running: name the profile with --env");
    if (w->n_revs || w->n_files > 1)
        return cmd_fail(EXIT_USAGE, "--running takes one file, the configuration to compare with");
    struct str file = w->n_files ? str_of(w->files[0]) : pipeline_default(s->args->arena, NULL);
    if (file.n == 0)
        return cmd_fail(EXIT_USAGE, "no ecosystem.config.js here; name the file");
    s->old_side = (struct diff_side){.where = WHERE_RUNNING, .name = STR("running")};
    set_file(s, &s->new_side, file);
    s->new_side.name = STR("work tree");
    s->file = file;
    return EXIT_CLEAN;
}

int diff_sides_open(struct args *args, struct diff_sides *s) {
    struct words w = {0};
    *s = (struct diff_sides){.args = args, .cwd = pipeline_cwd(args->arena)};
    int code = take_words(s, &w);
    if (code != EXIT_CLEAN)
        return code;
    if (args_get(args, "--running"))
        return set_running(s, &w);
    if (w.n_revs == 0 && (w.n_files == 2 || (w.n_files == 1 && is_plan(args, w.files[0]))))
        return set_files(s, &w);
    if (w.n_files && is_plan(args, w.files[0]))
        return cmd_fail(EXIT_USAGE, "a plan is compared with a plan or a configuration, not with a "
                                    "revision; build one there first: ecoc build");
    code = open_git(s);
    return code == EXIT_CLEAN ? set_revisions(s, &w) : code;
}

void diff_sides_close(struct diff_sides *s) {
    git_close(s->git);
}
