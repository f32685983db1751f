/* ecoc hook: a plain git hook that lints what is staged. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "compiler/cmd.h"
#include "compiler/git.h"
#include "schema/io/file.h"

static const struct flag flags[] = {
    {"--force", NULL, "install: put a hook that is not ours aside"},
    {0},
};

#define MARK "# ecoc hook:"
#define ASIDE ".before-ecoc" /* what --force puts away, and uninstall brings back */

enum { HOOK_LIMIT = 1 << 20 };

enum found { FOUND_NOTHING, FOUND_OURS, FOUND_FOREIGN };

struct hook {
    struct args *args;
    struct str path, aside, shown;
};

static enum found look(const struct hook *h) {
    struct str text;
    struct err err = {0};
    if (access(h->path.p, F_OK) < 0)
        return FOUND_NOTHING;
    if (file_read(h->path.p, HOOK_LIMIT, h->args->arena, &text, &err) < 0)
        return FOUND_FOREIGN;
    return memmem(text.p, text.n, MARK, sizeof MARK - 1) ? FOUND_OURS : FOUND_FOREIGN;
}

/* In single quotes for sh. */
static struct str quoted(struct arena *a, struct str text) {
    struct str out = STR("'");
    for (size_t i = 0; i < text.n; i++)
        out = arena_fmt(a, "%.*s%s%c", STR_ARG(out), text.p[i] == '\'' ? "'\\'" : "", text.p[i]);
    return arena_fmt(a, "%.*s'", STR_ARG(out));
}

/* The program that is running, so that a hook works where the PATH is another. */
static struct str own_path(struct arena *a) {
    char text[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", text, sizeof text);
    return n > 0 && (size_t)n < sizeof text ? arena_str(a, (struct str){text, (size_t)n})
                                            : STR("ecoc");
}

static struct str script(struct arena *a) {
    return arena_fmt(
        a,
        "#!/bin/sh\n" MARK " lints what is staged; ecoc hook uninstall removes it.\n"
        "ecoc=%.*s\n"
        "[ -x \"$ecoc\" ] || ecoc=ecoc\n"
        "\"$ecoc\" lint --staged || {\n"
        "    code=$?\n"
        "    echo 'ecoc: the commit is refused; git commit --no-verify leaves this check out' >&2\n"
        "    exit $code\n"
        "}\n",
        STR_ARG(quoted(a, own_path(a))));
}

static int put_aside(const struct hook *h) {
    if (rename(h->path.p, h->aside.p) < 0)
        return cmd_fail(EXIT_INPUT, "%s: %s", h->path.p, strerror(errno));
    cmd_out(arena_fmt(h->args->arena, "the hook that was there is now %.*s" ASIDE "\n",
                      STR_ARG(h->shown)));
    return EXIT_CLEAN;
}

static int install(const struct hook *h) {
    struct err err = {0};
    enum found found = look(h);
    if (found == FOUND_FOREIGN && !args_get(h->args, "--force"))
        return cmd_fail(
            EXIT_USAGE,
            "%s is there and not ours; add the line `ecoc lint --staged` to it, or put it "
            "aside with --force",
            h->shown.p);
    if (found == FOUND_FOREIGN && access(h->aside.p, F_OK) == 0)
        return cmd_fail(EXIT_USAGE, "%s" ASIDE " is there already; remove one of the two first",
                        h->shown.p);
    if (found == FOUND_FOREIGN && put_aside(h) != EXIT_CLEAN)
        return EXIT_INPUT;
    struct str dir = path_dirname(h->path);
    if (mkdir(arena_cstr(h->args->arena, dir), 0777) < 0 && errno != EEXIST)
        return cmd_fail(EXIT_INPUT, "%.*s: %s", STR_ARG(dir), strerror(errno));
    if (file_write_atomic(h->path.p, script(h->args->arena), 0755, NULL, NULL, &err) < 0)
        return cmd_fail(EXIT_INPUT, "%s", err.msg);
    cmd_out(arena_fmt(h->args->arena, "%s %.*s: what is staged is linted before each commit\n",
                      found == FOUND_OURS ? "rewrote" : "wrote", STR_ARG(h->shown)));
    return EXIT_CLEAN;
}

static int uninstall(const struct hook *h) {
    enum found found = look(h);
    if (found == FOUND_NOTHING)
        return cmd_fail(EXIT_USAGE, "there is no %s", h->shown.p);
    if (found == FOUND_FOREIGN)
        return cmd_fail(EXIT_USAGE, "%s is not ours and stays", h->shown.p);
    if (unlink(h->path.p) < 0)
        return cmd_fail(EXIT_INPUT, "%s: %s", h->path.p, strerror(errno));
    bool brought_back = rename(h->aside.p, h->path.p) == 0;
    cmd_out(arena_fmt(h->args->arena, "removed %.*s%s\n", STR_ARG(h->shown),
                      brought_back ? "; the hook from before is back" : ""));
    return EXIT_CLEAN;
}

static int with_repository(struct args *args, struct git *git, struct str cwd) {
    struct err err = {0};
    struct str dir;
    struct hook h = {.args = args};
    if (git_hooks_dir(git, &dir, &err) < 0)
        return cmd_fail(EXIT_INPUT, "%s", err.msg);
    h.path = path_join(args->arena, dir, STR("pre-commit"));
    h.aside = arena_fmt(args->arena, "%.*s" ASIDE, STR_ARG(h.path));
    h.shown = path_relative(args->arena, cwd, h.path);
    h.shown = str_of(arena_cstr(args->arena, h.shown));
    return strcmp(args->words[0], "install") == 0 ? install(&h) : uninstall(&h);
}

static int run(struct args *args) {
    struct git *git;
    struct err err = {0};
    struct str cwd = pipeline_cwd(args->arena);
    if (args->n_words != 1 ||
        (strcmp(args->words[0], "install") != 0 && strcmp(args->words[0], "uninstall") != 0))
        return cmd_fail(EXIT_USAGE, "hook takes install or uninstall");
    if (git_open(args->arena, cwd, &git, &err) < 0)
        return cmd_fail(EXIT_INPUT, "%s", err.msg);
    int code = with_repository(args, git, cwd);
    git_close(git);
    return code;
}

const struct command command_hook = {
    .name = "hook",
    .arguments = "install|uninstall",
    .summary = "Lints what is staged before each commit",
    .details = "Writes a pre-commit hook where git looks for hooks (core.hooksPath too). A hook "
               "that is not "
               "ours is left\n"
               "alone; --force puts it aside, and uninstall brings it back.\n\n"
               "  ecoc hook install",
    .flags = flags,
    .run = run,
};
