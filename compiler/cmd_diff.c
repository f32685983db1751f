/* ecoc diff: the configuration at a revision against the work tree. */
#include <unistd.h>

#include "compiler/diff.h"
#include "compiler/git.h"
#include "compiler/load.h"

static const struct flag flags[] = {
    {"--env", "PROFILE", "lay env_PROFILE over env"},
    {"--only", "A,B", "these apps"},
    {"--format", "FORMAT", "text or json"},
    {"--show-secrets", NULL, "print values that look like secrets"},
    {"--env-file", "FILE", "set the variables of a .env file; may be repeated"},
    {"--define", "NAME=VALUE", "set one variable of the environment; may be repeated"},
    {"--hermetic", NULL,
     "no other variable is set; one that is read without a default is an error"},
    {"--allow-read", "DIR",
     "let the configuration read there, outside the repository; may be repeated"},
    {"--allow-fork-fallback", NULL, "run in fork mode what cannot be clustered as it starts"},
    {"--color", "WHEN", "always, never or auto"},
    {0},
};

struct sides {
    const char *rev, *file;
    struct git *git;
    struct files *old_files;
    struct str id;
    struct loaded *old_side, *new_side; /* image.n == 0: the file is not there */
};

/* [REV] [FILE]: a word that git does not know and that is a file is the file. */
static int take_words(struct args *args, struct sides *s) {
    s->rev = "HEAD";
    if (args->n_words > 2)
        return cmd_fail(EXIT_USAGE, "diff takes a revision and a file");
    if (args->n_words == 2) {
        s->rev = args->words[0];
        s->file = args->words[1];
    } else if (args->n_words == 1) {
        bool is_file = !git_knows(s->git, args->words[0]) && access(args->words[0], F_OK) == 0;
        *(is_file ? &s->file : &s->rev) = args->words[0];
    }
    return EXIT_CLEAN;
}

/* The configuration in the current directory, else the one that the revision has there. */
static struct str default_file(struct args *args, struct sides *s) {
    struct str file = pipeline_default(args->arena, NULL);
    return file.n ? file : pipeline_default(args->arena, s->old_files);
}

static int load_side(struct args *args, const struct sides *s, struct files *files, bool clean,
                     struct str path, struct loaded **side) {
    struct load_input in = {.file = s->file,
                            .profile = args_get(args, "--env"),
                            .only = args_get(args, "--only"),
                            .files = files,
                            .must_be_clean = clean};
    struct files *from = files ? files : files_worktree(args->arena);
    *side = arena_new(args->arena, struct loaded);
    if (from->kind(from, path) == FILE_MISSING)
        return EXIT_CLEAN;
    return load_plan(args, &in, *side);
}

static void print(struct args *args, const struct sides *s) {
    struct diff diff;
    struct buf out = {0};
    const char *profile = args_get(args, "--env"), *format = args_get(args, "--format");
    diff_plans(args->arena, s->old_side->image.n ? &s->old_side->plan : NULL,
               s->new_side->image.n ? &s->new_side->plan : NULL, &diff);
    struct str rev = str_eqz(s->id, s->rev)
                         ? s->id
                         : arena_fmt(args->arena, "%s (%.*s)", s->rev, STR_ARG(s->id));
    struct diff_labels labels = {.file = str_of(s->file),
                                 .old_name = rev,
                                 .new_name = STR("work tree"),
                                 .profile = str_of(profile),
                                 .color = args->color_out,
                                 .show_secrets = args_get(args, "--show-secrets") != NULL};
    if (format && strcmp(format, "json") == 0)
        diff_json(args->arena, &diff, &labels, &out);
    else
        diff_text(args->arena, &diff, &labels, &out);
    cmd_out((struct str){out.p, out.n});
    buf_done(&out);
}

static int compare(struct args *args, struct sides *s, struct str cwd) {
    struct err err = {0};
    if (git_files(s->git, s->rev, &s->old_files, &s->id, &err) < 0)
        return cmd_fail(EXIT_INPUT, "%s", err.msg);
    struct str file = s->file ? str_of(s->file) : default_file(args, s);
    if (file.n == 0)
        return cmd_fail(EXIT_USAGE,
                        "no ecosystem.config.js here, neither now nor at %s; name the file",
                        s->rev);
    s->file = arena_cstr(args->arena, file);
    struct str path = path_join(args->arena, cwd, file);
    int code = load_side(args, s, s->old_files, false, path, &s->old_side);
    if (code != EXIT_CLEAN)
        return cmd_fail(code, "that was %s at %s", s->file, s->rev);
    code = load_side(args, s, NULL, true, path, &s->new_side);
    if (code != EXIT_CLEAN)
        return code;
    if (s->old_side->image.n == 0 && s->new_side->image.n == 0)
        return cmd_fail(EXIT_INPUT, "%s does not exist, neither now nor at %s", s->file, s->rev);
    print(args, s);
    return EXIT_CLEAN;
}

static int run(struct args *args) {
    struct err err = {0};
    struct sides s = {0};
    char cwd[4096];
    const char *format = args_get(args, "--format");
    if (format && strcmp(format, "json") != 0 && strcmp(format, "text") != 0)
        return cmd_fail(EXIT_USAGE, "--format takes text or json, not %s", format);
    if (!getcwd(cwd, sizeof cwd))
        return cmd_fail(EXIT_INPUT, "the current directory is gone");
    if (git_open(args->arena, str_of(cwd), &s.git, &err) < 0)
        return cmd_fail(EXIT_INPUT, "%s", err.msg);
    int code = take_words(args, &s);
    if (code == EXIT_CLEAN)
        code = compare(args, &s, str_of(cwd));
    git_close(s.git);
    return code;
}

const struct command command_diff = {
    .name = "diff",
    .arguments = "[REV] [FILE]",
    .summary = "Shows what the change since a revision will do to running services",
    .details = "Compares the configuration at REV (HEAD), read from git with everything it "
               "requires, with the\n"
               "work tree: per app start, reload, restart, scale, stop or nothing, and the option "
               "that causes it.\n"
               "Values that look like secrets are hidden.\n\n"
               "  ecoc diff HEAD~1\n"
               "  ecoc diff main --env production --format json",
    .flags = flags,
    .run = run,
};
