/* Flags, and which of them go together. */
#include "compiler/lint_wish.h"

#include <errno.h>
#include <stdlib.h>

#include "schema/opt/option.h"

const struct flag lint_flags[] = {
    {"--format", "KIND[:FILE]",
     "full (default), concise, json, sarif, github, gitlab, junit, checkstyle or markdown; may be "
     "repeated"},
    {"--fail-on", "LEVEL", "exit 1 from this level on: error (default), warning or info"},
    {"--max-warnings", "N", "exit 1 for more warnings than this"},
    {"--min-confidence", "CONFIDENCE",
     "leave out findings less certain than low (default), medium or high"},
    {"--target", "WHO", "findings about ecort, pm2 or both (default)"},
    {"--all", NULL, "show hints too"},
    {"--since", "REV", "only what is new since a revision, wherever it shows"},
    {"--since-merge-base", "BRANCH", "only what is new since HEAD left this branch"},
    {"--staged", NULL, "only what is new in the index, which is read in place of the work tree"},
    {"--baseline", "FILE", "hide what is in there (default: .ecoc-baseline.json where it exists)"},
    {"--update-baseline", NULL, "write all findings into the baseline"},
    {"--fix", NULL, "make the fixes that keep what the file means"},
    {"--unsafe-fixes", NULL, "with --fix or --diff: those too that change it"},
    {"--diff", NULL, "show the fixes as a diff and write nothing"},
    {"--stdin-filename", "NAME", "the name of what is read from stdin, for the FILE -"},
    {"--config", "FILE", "take the settings from here, not from the nearest .ecoc.yaml"},
    {"--isolated", NULL, "take no settings from .ecoc.yaml, and no baseline that is not named"},
    {"-v", NULL, "say how long it took"},
    {"--env-independent", NULL, "as if no variable of the environment were known (the default)"},
    {"--env-dependent", NULL, "with the variables of this environment, as `ecoc build` has them"},
    {"--allow-read", "DIR",
     "let the configuration read there, outside the repository; may be repeated"},
    {"--color", "WHEN", "always, never or auto"},
    {0},
};

static int take_word(const struct args *args, const char *flag, const char *words, int otherwise,
                     int *index) {
    const char *given = args_get(args, flag);
    *index = given ? opt_word_index(words, str_of(given)) : otherwise;
    if (*index < 0)
        return cmd_fail(EXIT_USAGE, "%s %s: it takes one of: %s", flag, given, words);
    return EXIT_CLEAN;
}

static int take_number(const struct args *args, const char *flag, int64_t *number) {
    const char *given = args_get(args, flag);
    char *end = NULL;
    *number = -1;
    if (!given)
        return EXIT_CLEAN;
    errno = 0;
    long long n = strtoll(given, &end, 10);
    if (end == given || *end || errno || n < 0 || n > 1000000000)
        return cmd_fail(EXIT_USAGE, "%s %s: it takes a number, 0 or more", flag, given);
    *number = n;
    return EXIT_CLEAN;
}

static bool has(const struct args *args, const char *flag) {
    return args_get(args, flag) != NULL;
}

static int take_levels(struct args *args, struct lint_wish *wish) {
    int level, color, target, confidence;
    if (take_word(args, "--fail-on", "info warning error", 3, &level) != EXIT_CLEAN ||
        take_word(args, "--target", "both pm2 ecort", 3, &target) != EXIT_CLEAN ||
        take_word(args, "--min-confidence", "low medium high", DIAG_LOW, &confidence) !=
            EXIT_CLEAN ||
        take_word(args, "--color", "always never auto", 2, &color) != EXIT_CLEAN ||
        take_number(args, "--max-warnings", &wish->max_warnings) != EXIT_CLEAN)
        return EXIT_USAGE;
    wish->fail_on = level == 3 ? -1 : level + DIAG_INFO;
    wish->target = target == 3 ? -1 : target;
    wish->min_confidence = (enum diag_confidence)confidence;
    wish->least = has(args, "--all") ? DIAG_HINT : DIAG_INFO;
    wish->mode = has(args, "--env-dependent") ? FRONT_CONCRETE : FRONT_SYMBOLIC;
    return EXIT_CLEAN;
}

static int take_since(struct args *args, struct lint_wish *wish) {
    const char *rev = args_get(args, "--since"), *branch = args_get(args, "--since-merge-base");
    if ((rev != NULL) + (branch != NULL) + has(args, "--staged") > 1)
        return cmd_fail(
            EXIT_USAGE,
            "--since, --since-merge-base and --staged name one older side; one of them");
    wish->rev = rev ? rev : branch;
    wish->since = rev                     ? SINCE_REVISION
                  : branch                ? SINCE_FORK_POINT
                  : has(args, "--staged") ? SINCE_STAGED
                                          : SINCE_NOTHING;
    return EXIT_CLEAN;
}

static const struct {
    const char *one, *other;
} opposites[] = {
    {"--env-independent", "--env-dependent"},
    {"--config", "--isolated"},
    {"--staged", "--fix"},
    {"--staged", "--diff"},
    {"--update-baseline", "--fix"},
    {"--update-baseline", "--diff"},
    {"--update-baseline", "--since"},
    {"--update-baseline", "--since-merge-base"},
    {"--update-baseline", "--staged"},
    {"--stdin-filename", "--staged"},
    {"--stdin-filename", "--fix"},
    {"--stdin-filename", "--update-baseline"},
};

static int check_together(const struct args *args, const struct lint_wish *wish) {
    for (size_t i = 0; i < ARRAY_LEN(opposites); i++)
        if (has(args, opposites[i].one) && has(args, opposites[i].other))
            return cmd_fail(EXIT_USAGE, "%s and %s do not go together; leave one out",
                            opposites[i].one, opposites[i].other);
    if (wish->unsafe_fixes && !wish->fix && !wish->diff)
        return cmd_fail(EXIT_USAGE, "--unsafe-fixes goes with --fix or --diff");
    if (wish->reads_stdin && !wish->stdin_name)
        return cmd_fail(EXIT_USAGE, "- wants --stdin-filename NAME: the name says what language it "
                                    "is, and where it would stand");
    if (wish->stdin_name && !wish->reads_stdin)
        return cmd_fail(EXIT_USAGE, "--stdin-filename is for the FILE -");
    return EXIT_CLEAN;
}

int lint_wish_take(struct args *args, struct lint_wish *wish) {
    *wish = (struct lint_wish){.config = args_get(args, "--config"),
                               .baseline = args_get(args, "--baseline"),
                               .stdin_name = args_get(args, "--stdin-filename"),
                               .is_isolated = has(args, "--isolated"),
                               .update_baseline = has(args, "--update-baseline"),
                               .fix = has(args, "--fix"),
                               .unsafe_fixes = has(args, "--unsafe-fixes"),
                               .diff = has(args, "--diff")};
    for (size_t i = 0; i < args->n_words; i++)
        wish->reads_stdin = wish->reads_stdin || strcmp(args->words[i], "-") == 0;
    if (outputs_take(args, &wish->outputs) != EXIT_CLEAN || take_levels(args, wish) != EXIT_CLEAN ||
        take_since(args, wish) != EXIT_CLEAN)
        return EXIT_USAGE;
    return check_together(args, wish);
}
