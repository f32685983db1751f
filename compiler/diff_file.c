/* Which file is the configuration, on each side; a renamed one is found by what it holds. */
#include "compiler/diff_sides.h"

#include <stdlib.h>

static struct files *files_of(struct diff_sides *s, const struct diff_side *side) {
    return side->files ? side->files : files_worktree(s->args->arena);
}

static bool has_nothing(const struct diff_side *side) {
    return side->where == WHERE_REVISION && !side->files;
}

static bool has_file(struct diff_sides *s, const struct diff_side *side, struct str path) {
    struct files *files = files_of(s, side);
    return !has_nothing(side) && files->kind(files, path) == FILE_REGULAR;
}

/* ---- renames --------------------------------------------------------------------------------- */

enum { LINES_MOST = 4000, CANDIDATES_MOST = 32 };

struct lines {
    const struct str *at;
    size_t n;
};

static int compare_str(const void *a, const void *b) {
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* The lines that say something, without their indentation, sorted. */
static struct lines lines_of(struct arena *a, struct str text) {
    VEC(struct str) list = {0};
    while (text.n && list.n < LINES_MOST) {
        struct str line = {text.p, str_index(text, '\n')};
        text = str_skip(text, line.n < text.n ? line.n + 1 : line.n);
        while (line.n && strchr(" \t", line.p[0]))
            line = str_skip(line, 1);
        if (line.n > 3)
            VEC_PUSH(a, &list, line);
    }
    if (list.n)
        qsort(list.at, list.n, sizeof *list.at, compare_str);
    return (struct lines){list.at, list.n};
}

/* Of a hundred lines, how many both have: git's measure of a rename. */
static unsigned similarity(struct lines x, struct lines y) {
    size_t same = 0, most = x.n > y.n ? x.n : y.n;
    for (size_t i = 0, k = 0; i < x.n && k < y.n;) {
        int c = str_cmp(x.at[i], y.at[k]);
        same += c == 0;
        i += c <= 0;
        k += c >= 0;
    }
    return most ? (unsigned)(same * 100 / most) : 0;
}

static bool read_lines(struct diff_sides *s, const struct diff_side *side, struct str path,
                       struct lines *out) {
    struct files *files = files_of(s, side);
    struct arena *a = s->args->arena;
    struct str text;
    struct err err;
    if (files->read(files, path, FRONT_FILE_LIMIT, a, &text, &err) < 0)
        return false;
    *out = lines_of(a, text);
    return true;
}

/* Half of it must be the same; a neighbour with a usual name is enough where it is the only one,
 * because another language has other lines. */
static struct str counterpart(struct diff_sides *s, const struct diff_side *has,
                              const struct diff_side *lacks, struct str path) {
    enum { LEAST = 50 };
    struct arena *a = s->args->arena;
    const struct str *names;
    struct lines mine, its;
    struct str best = STR(""), neighbour = STR("");
    unsigned best_score = LEAST - 1;
    size_t neighbours = 0, looked_at = 0;
    if (has_nothing(lacks) || !read_lines(s, has, path, &mine))
        return best;
    size_t n = pipeline_find(a, files_of(s, lacks), s->cwd, git_workdir(s->git), &names);
    for (size_t i = 0; i < n && looked_at < CANDIDATES_MOST; i++) {
        struct str other = path_join(a, s->cwd, names[i]);
        if (has_file(s, has, other) || !read_lines(s, lacks, other, &its))
            continue;
        looked_at++;
        bool is_near = str_eq(path_dirname(other), path_dirname(path));
        neighbours += is_near;
        neighbour = is_near ? other : neighbour;
        unsigned score = similarity(mine, its);
        if (score > best_score) {
            best_score = score;
            best = other;
        }
    }
    return best.n ? best : neighbours == 1 ? neighbour : STR("");
}

/* ---- which file ------------------------------------------------------------------------------ */

size_t diff_sides_find(struct diff_sides *s, const struct str **names) {
    struct arena *a = s->args->arena;
    struct str top = git_workdir(s->git);
    VEC(struct str) all = {0};
    const struct diff_side *sides[] = {&s->new_side, &s->old_side};
    for (size_t k = 0; k < ARRAY_LEN(sides); k++) {
        const struct str *found;
        size_t n = has_nothing(sides[k])
                       ? 0
                       : pipeline_find(a, files_of(s, sides[k]), s->cwd, top, &found);
        for (size_t i = 0; i < n; i++) {
            bool is_known = false;
            for (size_t j = 0; j < all.n; j++)
                is_known = is_known || str_eq(all.at[j], found[i]);
            /* of a renamed one, the new name speaks for both */
            bool is_renamed =
                k == 1 &&
                counterpart(s, &s->old_side, &s->new_side, path_join(a, s->cwd, found[i])).n > 0;
            if (!is_known && !is_renamed)
                VEC_PUSH(a, &all, found[i]);
        }
    }
    if (all.n)
        qsort(all.at, all.n, sizeof *all.at, compare_str);
    *names = all.at;
    return all.n;
}

static struct str usual_name(struct diff_sides *s, const struct diff_side *side) {
    return has_nothing(side) ? STR("") : pipeline_default(s->args->arena, side->files);
}

static int choose_file(struct diff_sides *s) {
    struct arena *a = s->args->arena;
    const struct str *names;
    s->file = usual_name(s, &s->new_side);
    if (s->file.n == 0)
        s->file = usual_name(s, &s->old_side);
    if (s->file.n)
        return EXIT_CLEAN;
    size_t n = diff_sides_find(s, &names);
    if (n == 1) {
        s->file = names[0];
        return EXIT_CLEAN;
    }
    if (n == 0)
        return cmd_fail(EXIT_USAGE,
                        "no file is called ecosystem.config.js, pm2.json, process.yaml or the "
                        "like, neither at %.*s nor in %.*s; name the file",
                        STR_ARG(s->old_side.name), STR_ARG(s->new_side.name));
    struct str list = names[0];
    for (size_t i = 1; i < n && i < 8; i++)
        list = arena_fmt(a, "%.*s, %.*s", STR_ARG(list), STR_ARG(names[i]));
    return cmd_fail(EXIT_USAGE, "several files could be meant: %.*s%s; name one: ecoc diff -- FILE",
                    STR_ARG(list), n > 8 ? ", ..." : "");
}

static int nowhere(struct diff_sides *s) {
    return cmd_fail(EXIT_INPUT, "%.*s does not exist, neither at %.*s nor in %.*s",
                    STR_ARG(s->file), STR_ARG(s->old_side.name), STR_ARG(s->new_side.name));
}

int diff_sides_file(struct diff_sides *s) {
    struct arena *a = s->args->arena;
    if (s->old_side.where == WHERE_FILE || s->old_side.where == WHERE_RUNNING)
        return EXIT_CLEAN;
    if (s->file.n == 0) {
        int code = choose_file(s);
        if (code != EXIT_CLEAN)
            return code;
    }
    struct str path = path_join(a, s->cwd, s->file);
    bool is_old = has_file(s, &s->old_side, path), is_new = has_file(s, &s->new_side, path);
    if (!is_old && !is_new)
        return nowhere(s);
    s->old_side.path = is_old ? path : counterpart(s, &s->new_side, &s->old_side, path);
    s->new_side.path = is_new ? path : counterpart(s, &s->old_side, &s->new_side, path);
    return EXIT_CLEAN;
}
