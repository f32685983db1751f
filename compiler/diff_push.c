/* Each pair of revisions, each configuration in it. */
#include "compiler/diff_push.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

enum { STDIN_MOST = 1 << 20 };

struct push {
    struct args *args;
    struct diff_wish *wish;
    struct diff_outcome *outcome;
};

static bool is_nothing(struct str id) {
    for (size_t i = 0; i < id.n; i++)
        if (id.p[i] != '0')
            return false;
    return true;
}

/* All configurations between two revisions; those in which nothing is to do are not printed. One
 * that is wrong is for lint to refuse. */
static int compare(const struct push *p, const char *from, const char *to) {
    struct diff_sides s = {.args = p->args, .cwd = pipeline_cwd(p->args->arena)};
    struct err err = {0};
    const struct str *names;
    if (git_open(p->args->arena, s.cwd, &s.git, &err) < 0)
        return cmd_fail(EXIT_INPUT, "%s", err.msg);
    int code = diff_sides_revisions(&s, from, to);
    size_t n = code == EXIT_CLEAN ? diff_sides_find(&s, &names) : 0;
    for (size_t i = 0; i < n && code == EXIT_CLEAN; i++) {
        s.file = names[i];
        code = diff_sides_file(&s);
        if (code == EXIT_CLEAN && diff_make(&s, p->wish, p->outcome) != EXIT_CLEAN)
            cmd_err(arena_fmt(p->args->arena, "ecoc: %.*s: not compared\n", STR_ARG(names[i])));
    }
    diff_sides_close(&s);
    return code;
}

/* Where a branch that the remote does not have yet left the one that it has. */
static int compare_new(const struct push *p, const char *to) {
    struct arena *a = p->args->arena;
    const char *remote = p->args->n_words ? p->args->words[0] : "origin";
    static const char *const heads[] = {"HEAD", "main", "master"};
    struct git *git;
    struct err err = {0};
    struct str base = STR("");
    if (git_open(a, pipeline_cwd(a), &git, &err) < 0)
        return cmd_fail(EXIT_INPUT, "%s", err.msg);
    for (size_t i = 0; i < ARRAY_LEN(heads) && !base.n; i++) {
        const char *name = arena_fmt(a, "refs/remotes/%s/%s", remote, heads[i]).p;
        if (git_knows(git, name))
            (void)git_fork_point(git, name, to, &base, &err);
    }
    git_close(git);
    if (base.n)
        return compare(p, arena_cstr(a, base), to);
    cmd_err(STR("ecoc: a first push: there is nothing to compare it with\n"));
    return EXIT_CLEAN;
}

static int compare_ids(const struct push *p, struct str from, struct str to) {
    struct arena *a = p->args->arena;
    if (is_nothing(to))
        return EXIT_CLEAN; /* a branch is deleted */
    return is_nothing(from) ? compare_new(p, arena_cstr(a, to))
                            : compare(p, arena_cstr(a, from), arena_cstr(a, to));
}

static struct str take_word(struct str *line) {
    struct str word = {line->p, str_index(*line, ' ')};
    *line = str_skip(*line, word.n < line->n ? word.n + 1 : word.n);
    return word;
}

/* "<local ref> <local id> <remote ref> <remote id>", a line each. */
static int compare_lines(const struct push *p, struct str text) {
    int code = EXIT_CLEAN;
    while (text.n && code == EXIT_CLEAN) {
        struct str line = {text.p, str_index(text, '\n')};
        text = str_skip(text, line.n < text.n ? line.n + 1 : line.n);
        (void)take_word(&line);
        struct str to = take_word(&line);
        (void)take_word(&line);
        if (line.n == 0)
            return cmd_fail(EXIT_USAGE, "--pre-push wants git's lines on stdin: <local ref> "
                                        "<local id> <remote ref> <remote id>");
        code = compare_ids(p, line, to);
    }
    return code;
}

static int read_stdin(struct args *args, struct str *text) {
    struct buf in = {0};
    char part[4096];
    ssize_t n;
    while ((n = read(STDIN_FILENO, part, sizeof part)) != 0 && in.n < STDIN_MOST) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            break;
        buf_add(&in, part, (size_t)n);
    }
    *text = arena_str(args->arena, (struct str){in.p ? in.p : "", in.n});
    buf_done(&in);
    return n < 0 ? cmd_fail(EXIT_INPUT, "stdin: %s", strerror(errno)) : EXIT_CLEAN;
}

int diff_push(struct args *args, struct diff_wish *wish, struct diff_outcome *outcome) {
    struct push p = {args, wish, outcome};
    const char *from = getenv("PRE_COMMIT_FROM_REF"), *to = getenv("PRE_COMMIT_TO_REF");
    struct str text;
    wish->only_changes = true;
    if (to && *to)
        return compare_ids(&p, str_of(from), str_of(to));
    int code = read_stdin(args, &text);
    return code == EXIT_CLEAN ? compare_lines(&p, text) : code;
}
