/* git gives the text of the one file; what it requires is read from the work tree. */
#include "compiler/diff_external.h"

#include <stdlib.h>

#include "schema/io/file.h"
#include "schema/io/overlay.h"

enum { WORDS = 7, WORDS_RENAMED = 9 };
enum { WORD_PATH, WORD_OLD_FILE, WORD_OLD_ID, WORD_NEW_FILE = 4, WORD_NEW_ID, WORD_NEW_PATH = 7 };

static bool is_nothing(const char *file) {
    return strcmp(file, "/dev/null") == 0;
}

static struct str name_of(struct arena *a, const char *id, const char *without) {
    struct str text = str_of(id);
    bool is_known = false;
    for (size_t i = 0; i < text.n; i++)
        is_known = is_known || (text.p[i] != '0' && text.p[i] != '.');
    text.n = text.n > 7 ? 7 : text.n;
    return is_known ? arena_str(a, text) : str_of(without);
}

/* A side with the file's text over the work tree. */
static int set_side(struct args *args, struct diff_side *side, const char *file, struct str path) {
    struct overlay *overlay = arena_new(args->arena, struct overlay);
    struct err err = {0};
    struct str text;
    side->where = WHERE_REVISION;
    if (is_nothing(file))
        return EXIT_CLEAN;
    if (file_read(file, FRONT_FILE_LIMIT, args->arena, &text, &err) < 0)
        return cmd_fail(EXIT_INPUT, "%s", err.msg);
    overlay_init(overlay, args->arena, files_worktree(args->arena));
    overlay_put(overlay, path, text);
    side->files = &overlay->files;
    side->path = path;
    return EXIT_CLEAN;
}

/* A pager that git has put behind us shows colours. */
static void take_color(struct args *args) {
    const char *pager = getenv("GIT_PAGER_IN_USE"), *none = getenv("NO_COLOR");
    if (pager && !args_get(args, "--color") && !(none && *none))
        args->color_out = true;
}

int diff_external(struct args *args, struct diff_wish *wish) {
    const char *const *w = args->words;
    struct arena *a = args->arena;
    struct diff_sides s = {.args = args, .cwd = pipeline_cwd(a)};
    struct diff_outcome outcome = {0};
    if (args->n_words == 1) {
        cmd_out(arena_fmt(a, "* Unmerged path %s\n", w[0]));
        return EXIT_CLEAN;
    }
    if (args->n_words != WORDS && args->n_words != WORDS_RENAMED)
        return cmd_fail(EXIT_USAGE, "--git-external is for git: git config diff.ecoc.command "
                                    "'ecoc diff --git-external'");
    bool renamed = args->n_words == WORDS_RENAMED;
    struct str old_path = path_join(a, s.cwd, str_of(w[WORD_PATH]));
    struct str new_path = renamed ? path_join(a, s.cwd, str_of(w[WORD_NEW_PATH])) : old_path;
    take_color(args);
    wish->is_external = true;
    wish->with_findings = false;
    int code = set_side(args, &s.old_side, w[WORD_OLD_FILE], old_path);
    if (code == EXIT_CLEAN)
        code = set_side(args, &s.new_side, w[WORD_NEW_FILE], new_path);
    s.old_side.name = name_of(a, w[WORD_OLD_ID], "nothing");
    s.new_side.name =
        name_of(a, w[WORD_NEW_ID], is_nothing(w[WORD_NEW_FILE]) ? "nothing" : "work tree");
    if (code == EXIT_CLEAN)
        code = diff_make(&s, wish, &outcome);
    if (code != EXIT_CLEAN)
        cmd_out(arena_fmt(a, "%s: not compared; the text: git diff --no-ext-diff\n", w[WORD_PATH]));
    return EXIT_CLEAN;
}
