/* ecoc lint: checks configurations, without an environment and without running them. */
#include <time.h>

#include "compiler/check.h"
#include "compiler/cmd.h"
#include "compiler/output.h"
#include "lint/lint.h"

static const struct flag flags[] = {
    {"--format", "KIND[:FILE]",
     "full (default), concise, json, sarif, github, gitlab, junit, "
     "checkstyle or markdown; may be repeated"},
    {"--fail-on", "LEVEL", "exit 1 from this level on: error (default), warning or info"},
    {"--target", "WHO", "findings about ecort, pm2 or both (default)"},
    {"--all", NULL, "show hints too"},
    {"-v", NULL, "say how long it took"},
    {"--env-independent", NULL, "as if no variable of the environment were known (the default)"},
    {"--env-dependent", NULL, "with the variables of this environment, as `ecoc build` has them"},
    {"--color", "WHEN", "always, never or auto"},
    {0},
};

/* What was asked for, in words of the program. */
struct wish {
    struct outputs outputs;
    enum diag_severity fail_on, least;
    enum front_mode mode;
    enum lint_target target;
};

static int take_word(const struct args *args, const char *flag, const char *words, int otherwise,
                     int *index) {
    const char *given = args_get(args, flag);
    *index = given ? opt_word_index(words, str_of(given)) : otherwise;
    if (*index < 0)
        return cmd_fail(EXIT_USAGE, "%s %s: it takes one of: %s", flag, given, words);
    return EXIT_CLEAN;
}

static int take_wish(struct args *args, struct wish *wish) {
    static const enum diag_severity levels[] = {DIAG_ERROR, DIAG_WARNING, DIAG_INFO};
    int level, color, target;
    if (outputs_take(args, &wish->outputs) != EXIT_CLEAN ||
        take_word(args, "--fail-on", "error warning info", 0, &level) != EXIT_CLEAN ||
        take_word(args, "--target", "both pm2 ecort", LINT_BOTH, &target) != EXIT_CLEAN ||
        take_word(args, "--color", "always never auto", 2, &color) != EXIT_CLEAN)
        return EXIT_USAGE;
    bool dependent = args_get(args, "--env-dependent") != NULL;
    if (dependent && args_get(args, "--env-independent"))
        return cmd_fail(EXIT_USAGE,
                        "--env-independent and --env-dependent are opposites; one of them");
    wish->target = (enum lint_target)target;
    wish->fail_on = levels[level];
    wish->mode = dependent ? FRONT_CONCRETE : FRONT_SYMBOLIC;
    wish->least = args_get(args, "--all") ? DIAG_HINT : DIAG_INFO;
    return EXIT_CLEAN;
}

static size_t find_files(const struct args *args, struct str cwd, const struct str **files) {
    if (args->n_words == 0)
        return pipeline_find(args->arena, cwd, files);
    struct str *named = arena_array(args->arena, struct str, args->n_words);
    for (size_t i = 0; i < args->n_words; i++)
        named[i] = str_of(args->words[i]);
    *files = named;
    return args->n_words;
}

/* Microseconds of a clock that is never set. */
static int64_t now_us(void) {
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int exit_code(const struct wish *wish, const struct diag_sink *sink) {
    if (diag_has(sink, RULE_PARSE_ERROR, STR("")))
        return EXIT_INPUT;
    for (int s = DIAG_ERROR; s >= (int)wish->fail_on; s--)
        if (sink->count[s])
            return EXIT_FINDINGS;
    return EXIT_CLEAN;
}

static int run(struct args *args) {
    struct wish wish;
    struct findings found;
    const struct str *names;
    int64_t start_us = now_us();
    if (take_wish(args, &wish) != EXIT_CLEAN)
        return EXIT_USAGE;
    struct str cwd = pipeline_cwd(args->arena);
    size_t n = find_files(args, cwd, &names);
    if (n == 0)
        return cmd_fail(EXIT_USAGE, "no file of this repository is called ecosystem.config.js, "
                                    "pm2.json, process.yaml or the "
                                    "like; name the file: ecoc lint FILE");
    struct check check = {
        .arena = args->arena, .mode = wish.mode, .target = wish.target, .root = pipeline_repository(args->arena, cwd)};
    check_files(&check, names, n, &found);
    struct report report = {&found, wish.least, args->color_out, check.root};
    int code = outputs_write(&wish.outputs, &report);
    if (args_get(args, "-v"))
        cmd_err(arena_fmt(args->arena, "%.1f ms\n", (double)(now_us() - start_us) / 1000));
    return code != EXIT_CLEAN ? code : exit_code(&wish, &found.sink);
}

const struct command command_lint = {
    .name = "lint",
    .arguments = "[FILE...]",
    .summary = "Checks configurations",
    .details = "Without a FILE it looks for the ecosystem files of the repository. The "
               "configuration is evaluated, never\n"
               "run; where a value depends on the environment, all its values are looked at.\n\n"
               "Exit codes: 0 nothing found, 1 findings of the level --fail-on, 2 wrong usage, 3 a "
               "file that cannot be\n"
               "read or parsed. `ecoc explain CODE` tells more about a finding.\n\n"
               "  ecoc lint ecosystem.config.js\n"
               "  ecoc lint --format full --format sarif:ecoc.sarif",
    .flags = flags,
    .run = run,
};
