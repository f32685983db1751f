/* Providers of both sides, and the difference of their findings. */
#include "compiler/lint_sides.h"

#include <errno.h>
#include <unistd.h>

#include "schema/unit/path.h"

/* ---- stdin ----------------------------------------------------------------------------------- */

static int read_stdin(struct args *args, struct str *text) {
    struct buf in = {0};
    char part[65536];
    for (;;) {
        ssize_t n = read(STDIN_FILENO, part, sizeof part);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0 || in.n > FRONT_FILE_LIMIT) {
            int code = n < 0 ? cmd_fail(EXIT_INPUT, "stdin: %s", strerror(errno)) : EXIT_CLEAN;
            *text = arena_str(args->arena, (struct str){in.p ? in.p : "", in.n});
            buf_done(&in);
            return code;
        }
        buf_add(&in, part, (size_t)n);
    }
}

/* ---- git ------------------------------------------------------------------------------------- */

/* The name of the older revision; NULL where there is nothing before. */
static int name_before(struct lint_sides *sides, const struct lint_wish *wish, const char **name,
                       struct err *err) {
    struct str id;
    *name = wish->rev;
    if (wish->since == SINCE_STAGED)
        *name = git_has_head(sides->git) ? "HEAD" : NULL;
    if (wish->since != SINCE_FORK_POINT)
        return 0;
    if (git_fork_point(sides->git, "HEAD", wish->rev, &id, err) < 0)
        return -1;
    *name = id.p;
    return 0;
}

static int open_git(struct args *args, const struct lint_wish *wish, struct str cwd,
                    struct lint_sides *sides, struct files **now) {
    struct err err = {0};
    const char *name;
    if (git_open(args->arena, cwd, &sides->git, &err) < 0 ||
        (wish->since == SINCE_STAGED && git_index_files(sides->git, now, &err) < 0) ||
        name_before(sides, wish, &name, &err) < 0)
        return cmd_fail(EXIT_INPUT, "%s", err.msg);
    if (!name)
        return EXIT_CLEAN;
    sides->before_name = str_of(name);
    if (git_files(sides->git, name, &sides->before, NULL, &err) < 0)
        return cmd_fail(EXIT_INPUT, "%s", err.msg);
    return EXIT_CLEAN;
}

int lint_sides_open(struct args *args, const struct lint_wish *wish, struct str cwd,
                    struct lint_sides *sides) {
    struct files *now = files_worktree(args->arena);
    struct str text;
    *sides = (struct lint_sides){0};
    if (wish->since != SINCE_NOTHING) {
        int code = open_git(args, wish, cwd, sides, &now);
        if (code != EXIT_CLEAN)
            return code;
    }
    overlay_init(&sides->now, args->arena, now);
    if (!wish->reads_stdin)
        return EXIT_CLEAN;
    int code = read_stdin(args, &text);
    overlay_put(&sides->now, path_join(args->arena, cwd, str_of(wish->stdin_name)), text);
    sides->now.list.at[0].base = text; /* a diff is against what came in, not what is on the disk */
    return code;
}

void lint_sides_close(struct lint_sides *sides) {
    git_close(sides->git);
}

/* ---- subtracting ----------------------------------------------------------------------------- */

struct known {
    struct str fingerprint;
    enum diag_severity severity;
    bool taken;
};

static bool take(struct known *known, size_t n, struct str fingerprint,
                 enum diag_severity severity) {
    for (size_t i = 0; i < n; i++)
        if (!known[i].taken && severity <= known[i].severity &&
            str_eq(known[i].fingerprint, fingerprint)) {
            known[i].taken = true;
            return true;
        }
    return false;
}

void lint_sides_subtract(struct findings *found, const struct findings *before) {
    struct diag_sink *sink = &found->sink;
    size_t n = before->sink.list.n;
    struct known *known = arena_array(sink->arena, struct known, n + 1);
    for (size_t i = 0; i < n; i++)
        known[i] =
            (struct known){.fingerprint = diag_fingerprint(&before->sink, before->sink.list.at[i]),
                           .severity = before->sink.list.at[i]->severity};
    for (size_t i = 0; i < sink->list.n;) {
        const struct diag *d = sink->list.at[i];
        if (take(known, n, diag_fingerprint(sink, d), d->severity)) {
            diag_drop(sink, i);
            found->n_known++;
        } else {
            i++;
        }
    }
}
