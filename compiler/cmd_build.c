/* ecoc build: a configuration becomes a plan file. */
#include "compiler/launched.h"
#include "compiler/load.h"
#include "schema/io/file.h"

static const struct flag flags[] = {
    {"-o", "FILE", "where to write the plan (plan.bin)"},
    {"--env", "PROFILE", "lay env_PROFILE over env"},
    {"--only", "A,B", "these apps"},
    {"--quiet", NULL, "say nothing where all is well"},
    {"--env-file", "FILE", "set the variables of a .env file; may be repeated"},
    {"--define", "NAME=VALUE", "set one variable of the environment; may be repeated"},
    {"--hermetic", NULL,
     "no other variable is set; one that is read without a default is an error"},
    {"--allow-read", "DIR",
     "let the configuration read there, outside the repository; may be repeated"},
    {"--bake-env", NULL, "write variables into the plan as text, bind nothing late"},
    {"--allow-fork-fallback", NULL, "run in fork mode what cannot be clustered as it starts"},
    {"--color", "WHEN", "always, never or auto"},
    {0},
};

/* Where the configuration's directory is, seen from the plan: kept beside the file, not in it,
 * so that the bytes do not depend on where the plan is written. Empty where the two are the
 * same. */
static struct str root_hint(struct args *args, const struct pipeline *p, const char *output) {
    struct str path = path_join(args->arena, p->front.cwd, str_of(output));
    struct str hint = path_relative(args->arena, path_dirname(path), p->root);
    return str_eqz(hint, ".") ? STR("") : hint;
}

/* What is started otherwise than it is written. */
static void say_launched(struct args *args, struct loaded *loaded) {
    struct buf out = {0};
    launched_report(&loaded->pipeline, &loaded->plan, &out);
    if (!args_get(args, "--quiet"))
        cmd_out((struct str){out.p, out.n});
    buf_done(&out);
}

static int write_plan(struct args *args, struct loaded *loaded, const char *output) {
    struct err err = {0};
    bool kept = true;
    struct str hint = root_hint(args, &loaded->pipeline, output);
    struct file_attr attr = {hint.n ? "user.ecoc.root" : NULL, hint};
    if (file_write_atomic(output, loaded->image, 0600, &attr, &kept, &err) < 0)
        return cmd_fail(EXIT_INPUT, "%s", err.msg);
    if (!args_get(args, "--quiet"))
        cmd_out(arena_fmt(args->arena, "%s: %u %s, %zu bytes%s%s\n", output, loaded->plan.n_apps,
                          loaded->plan.n_apps == 1 ? "app" : "apps", loaded->image.n,
                          plan_profile(&loaded->plan) ? ", profile " : "",
                          plan_profile(&loaded->plan) ? plan_profile(&loaded->plan) : ""));
    say_launched(args, loaded);
    if (!kept)
        cmd_err(arena_fmt(args->arena,
                          "note: this file system keeps no attributes; run it with --root %.*s\n",
                          STR_ARG(loaded->pipeline.root)));
    return EXIT_CLEAN;
}

static int run(struct args *args) {
    const char *output = args_get(args, "-o");
    if (args->n_words > 1)
        return cmd_fail(EXIT_USAGE, "build takes one file");
    struct load_input in = {.file = args->n_words ? args->words[0] : NULL,
                            .profile = args_get(args, "--env"),
                            .only = args_get(args, "--only"),
                            .must_be_clean = true};
    struct loaded *loaded = arena_new(args->arena, struct loaded);
    int code = load_plan(args, &in, loaded);
    return code != EXIT_CLEAN ? code : write_plan(args, loaded, output ? output : "plan.bin");
}

const struct command command_build = {
    .name = "build",
    .arguments = "[FILE]",
    .summary = "Compiles a configuration into a plan that ecort runs",
    .details =
        "Refuses on errors of lint and writes nothing then. The plan is written beside its target "
        "and\n"
        "renamed, mode 0600; the same source, profile and inputs give the same bytes.\n"
        "A cluster app behind npm, npx, yarn, pnpm, tsx or ts-node is followed through "
        "package.json to its "
        "Node\n"
        "program, which is started directly; where that cannot be done it is an error (EC0318).\n"
        "process.env.X inside env is bound when the plan is loaded and is not in the file.\n\n"
        "  ecoc build ecosystem.config.js --env production -o plan.bin\n"
        "  ecort run plan.bin",
    .flags = flags,
    .run = run,
};
