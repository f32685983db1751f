/* ecoc diff: what a change will do to running services. */
#include <stdlib.h>

#include "compiler/diff_external.h"
#include "compiler/diff_make.h"
#include "compiler/diff_push.h"

static const struct flag flags[] = {
    {"--staged", NULL, "what is staged, against HEAD or REV"},
    {"--cached", NULL, "the same"},
    {"--running", NULL, "against what ecort runs now"},
    {"--env", "PROFILE", "lay env_PROFILE over env"},
    {"--all-envs", NULL, "each profile; those with the same outcome together"},
    {"--only", "A,B", "these apps"},
    {"--target", "ecort|pm2", "whose effect is told; ecort unless .ecoc.yaml says pm2"},
    {"--pm2-command", "reload|restart|start", "with --target pm2; reload is the default"},
    {"--commands", NULL, "print the commands that make it so, in a safe order"},
    {"--format", "text|json|markdown|github", "text for people is the default"},
    {"--no-findings", NULL, "leave out what lint says about one side and not the other"},
    {"--fail-on", "ACTIONS", "exit 3 where an app has one of these: restart,stop"},
    {"--exit-code", NULL, "exit 1 where there is something to do"},
    {"--detailed-exitcode", NULL, "exit 2 where there is something to do, 1 for an error"},
    {"--show-secrets", NULL, "print values that look like secrets; with CI=true only with --yes"},
    {"--yes", NULL, "confirms --show-secrets"},
    {"--fingerprint-key", "KEY",
     "fingerprints of secrets that can be compared between runs; env:NAME reads a variable"},
    {"--git-external", NULL, "be git's diff driver: takes the arguments that git gives to one"},
    {"--pre-push", NULL, "be git's pre-push hook, or pre-commit's"},
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

/* ---- the call -------------------------------------------------------------------------------- */

static int take_format(struct args *args, struct diff_wish *wish) {
    const char *name = args_get(args, "--format");
    wish->format = diff_formats;
    for (const struct diff_format *f = diff_formats; name && f->name; f++)
        if (strcmp(f->name, name) == 0)
            wish->format = f;
    if (name && strcmp(wish->format->name, name) != 0)
        return cmd_fail(EXIT_USAGE, "--format takes text, json, markdown or github, not %s", name);
    return EXIT_CLEAN;
}

static bool is_ci(void) {
    const char *ci = getenv("CI");
    return ci && *ci && strcmp(ci, "false") != 0 && strcmp(ci, "0") != 0;
}

static int take_secrets(struct args *args, struct diff_wish *wish) {
    const char *key = args_get(args, "--fingerprint-key");
    wish->secrets.show = args_get(args, "--show-secrets") != NULL;
    if (wish->secrets.show && is_ci() && !args_get(args, "--yes"))
        return cmd_fail(EXIT_USAGE, "--show-secrets would print secrets into the log of a CI job "
                                    "(CI is set); --yes confirms it");
    if (key && strncmp(key, "env:", 4) == 0) {
        const char *name = key + 4;
        key = getenv(name);
        if (!key || !*key)
            return cmd_fail(EXIT_USAGE, "--fingerprint-key: %s is not set", name);
    }
    if (key && !*key)
        return cmd_fail(EXIT_USAGE, "--fingerprint-key takes a text that is not empty");
    if (!fingerprint_key(key, &wish->secrets.key))
        return cmd_fail(EXIT_BUG, "libsodium does not start");
    return EXIT_CLEAN;
}

static int take_target(struct args *args, struct diff_wish *wish) {
    const char *name = args_get(args, "--target"), *command = args_get(args, "--pm2-command");
    wish->target = diff_target_find(name ? name : diff_targets[0]->name, NULL);
    wish->is_target_given = name != NULL;
    if (!wish->target)
        return cmd_fail(EXIT_USAGE, "--target takes ecort or pm2, not %s", name);
    if (command && !wish->target->command)
        return cmd_fail(EXIT_USAGE, "--pm2-command goes with --target pm2");
    if (command)
        wish->target = diff_target_find(name, command);
    if (!wish->target)
        return cmd_fail(EXIT_USAGE, "--pm2-command takes reload, restart or start, not %s",
                        command);
    return EXIT_CLEAN;
}

static int take_wish(struct args *args, struct diff_wish *wish) {
    int code = take_format(args, wish);
    code = code == EXIT_CLEAN ? take_secrets(args, wish) : code;
    code = code == EXIT_CLEAN ? take_target(args, wish) : code;
    wish->all_profiles = args_get(args, "--all-envs") != NULL;
    wish->with_findings = args_get(args, "--no-findings") == NULL;
    wish->only_commands = args_get(args, "--commands") != NULL;
    if (code == EXIT_CLEAN && wish->all_profiles && args_get(args, "--env"))
        return cmd_fail(EXIT_USAGE, "--all-envs and --env exclude each other");
    return code;
}

/* ---- the outcome ----------------------------------------------------------------------------- */

static int exit_code(struct args *args, const struct diff_outcome *outcome) {
    if (outcome->is_denied)
        return EXIT_POLICY; /* whatever else was asked for */
    if (args_get(args, "--detailed-exitcode"))
        return outcome->does_something ? 2 : EXIT_CLEAN;
    return args_get(args, "--exit-code") && outcome->does_something ? EXIT_FINDINGS : EXIT_CLEAN;
}

static int run_sides(struct args *args, struct diff_wish *wish, struct diff_outcome *outcome) {
    struct diff_sides sides;
    int code = diff_sides_open(args, &sides);
    if (code == EXIT_CLEAN)
        code = diff_sides_file(&sides);
    if (code == EXIT_CLEAN)
        code = diff_make(&sides, wish, outcome);
    diff_sides_close(&sides);
    return code;
}

static int run(struct args *args) {
    struct diff_wish wish = {0};
    struct diff_outcome outcome = {0};
    int code = take_wish(args, &wish);
    if (code == EXIT_CLEAN)
        code = args_get(args, "--git-external") ? diff_external(args, &wish)
               : args_get(args, "--pre-push")   ? diff_push(args, &wish, &outcome)
                                                : run_sides(args, &wish, &outcome);
    if (code != EXIT_CLEAN)
        return args_get(args, "--detailed-exitcode") ? 1 : code;
    return exit_code(args, &outcome);
}

const struct command command_diff = {
    .name = "diff",
    .arguments = "[REV | A..B | A...B | A B | PLAN] [[--] FILE]",
    .summary = "Shows what a change will do to running services",
    .details =
        "Compares the configuration at REV (HEAD), read from git with everything it requires, "
        "with the\n"
        "work tree: per app start, reload, restart, scale, stop or nothing, and the option that "
        "forces it.\n"
        "A..B compares two revisions, A...B the second with where they went separate ways. A "
        "plan is\n"
        "compared with another, or with the configuration. A file that was renamed is followed.\n"
        "\n"
        "Values that look like secrets, by name or by shape, and what `sensitive:` in .ecoc.yaml "
        "names, are\n"
        "shown as a fingerprint of 6 digits, whose key is another in each run. Files that git "
        "ignores, such as\n"
        ".env, are of no revision and are read as they are in the work tree.\n"
        "\n"
        "The JSON begins with format_version, \"1.0\". As long as the first number stays, members "
        "are only\n"
        "added: ignore those that are not known. Actions and effects are words of the target and "
        "may become\n"
        "more. A larger first number is another format: refuse it.\n"
        "\n"
        "Exit codes: 0 done; with --exit-code 1 where there is something to do; with "
        "--detailed-exitcode 2\n"
        "for that and 1 for any error; else 2 wrong usage or configuration, 3 an input that "
        "cannot be read.\n"
        "A policy of .ecoc.yaml that is broken exits 3 in every mode.\n"
        "\n"
        "  ecoc diff HEAD~1\n"
        "  ecoc diff main...HEAD --all-envs --format markdown\n"
        "  ecoc diff plan.bin ecosystem.config.js --env production\n"
        "  ecoc diff --running",
    .flags = flags,
    .run = run,
};
