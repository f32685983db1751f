/* ecoc show: the resolved configuration, each value with where it came from. */
#include "compiler/load.h"
#include "compiler/why.h"
#include "schema/plan/plan_dump.h"

static const struct flag flags[] = {
    {"--json", NULL, "as JSON, with every option"},
    {"--all", NULL, "options that nobody gave, too"},
    {"--why", "APP.OPTION", "where one value comes from and what it depends on"},
    {"--env", "PROFILE", "lay env_PROFILE over env"},
    {"--only", "A,B", "these apps"},
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

static int run(struct args *args) {
    if (args->n_words > 1)
        return cmd_fail(EXIT_USAGE, "show takes one file");
    struct load_input in = {.file = args->n_words ? args->words[0] : NULL,
                            .profile = args_get(args, "--env"),
                            .only = args_get(args, "--only"),
                            .allow_plan = true,
                            .must_be_clean = true};
    struct loaded *loaded = arena_new(args->arena, struct loaded);
    int code = load_plan(args, &in, loaded);
    if (code != EXIT_CLEAN)
        return code;
    struct buf out = {0};
    const char *why = args_get(args, "--why");
    struct plan_dump_style style = {args_get(args, "--all") != NULL, args->color_out};
    if (why)
        code = why_text(args, loaded, in.profile, why, &out);
    else if (args_get(args, "--json"))
        plan_dump_json(&loaded->plan, &out);
    else
        plan_dump_text(&loaded->plan, &style, &out);
    cmd_out((struct str){out.p, out.n});
    buf_done(&out);
    return code;
}

const struct command command_show = {
    .name = "show",
    .arguments = "[PLAN|FILE]",
    .summary = "Shows what a plan or a configuration resolves to, and where each value came from",
    .details = "Without a file: ecosystem.config.js (or .cjs, .mjs, .json, .yaml) of the current "
               "directory.\n"
               "Values that are bound when the plan is loaded are shown as ${NAME} or "
               "${NAME:-default}.\n\n"
               "  ecoc show --env production\n"
               "  ecoc show plan.bin --json\n"
               "  ecoc show --why api.instances",
    .flags = flags,
    .run = run,
};
