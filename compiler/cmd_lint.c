/* ecoc lint: checks configurations, without an environment and without running them. */
#include <time.h>

#include "compiler/load.h"
#include "compiler/report_json.h"
#include "compiler/report_text.h"
#include "lint/lint.h"

static const struct flag flags[] = {
    {"--format", "KIND", "text (default), concise (one line each) or json"},
    {"--fail-on", "LEVEL", "exit 1 from this level on: error (default), warning or info"},
    {"--target", "WHO", "findings about ecort, pm2 or both (default)"},
    {"--all", NULL, "show hints too"},
    {"-v", NULL, "say how long it took"},
    {"--env-independent", NULL, "as if no variable of the environment were known (the default)"},
    {"--env-dependent", NULL, "with the variables of this environment, as `ecoc build` has them"},
    {"--allow-read", "DIR",
     "let the configuration read there, outside the repository; may be repeated"},
    {"--color", "WHEN", "always, never or auto"},
    {0},
};

/* What was asked for, in words of the program. */
struct wish {
    enum { FORMAT_TEXT, FORMAT_CONCISE, FORMAT_JSON } format;
    enum diag_severity fail_on;
    enum front_mode mode;
    enum lint_target target;
    struct report_text_style style;
};

static int take_word(const struct args *args, const char *flag, const char *words, int otherwise,
                     int *index) {
    const char *given = args_get(args, flag);
    *index = given ? opt_word_index(words, str_of(given)) : otherwise;
    if (*index < 0)
        return cmd_fail(EXIT_USAGE, "%s %s: it takes one of: %s", flag, given, words);
    return EXIT_CLEAN;
}

static int take_wish(const struct args *args, struct wish *wish) {
    static const enum diag_severity levels[] = {DIAG_ERROR, DIAG_WARNING, DIAG_INFO};
    int format, level, color, target;
    if (take_word(args, "--format", "text concise json", 0, &format) != EXIT_CLEAN ||
        take_word(args, "--fail-on", "error warning info", 0, &level) != EXIT_CLEAN ||
        take_word(args, "--target", "both pm2 ecort", LINT_BOTH, &target) != EXIT_CLEAN ||
        take_word(args, "--color", "always never auto", 2, &color) != EXIT_CLEAN)
        return EXIT_USAGE;
    bool dependent = args_get(args, "--env-dependent") != NULL;
    if (dependent && args_get(args, "--env-independent"))
        return cmd_fail(EXIT_USAGE,
                        "--env-independent and --env-dependent are opposites; one of them");
    wish->format = (unsigned)format;
    wish->target = (enum lint_target)target;
    wish->fail_on = levels[level];
    wish->mode = dependent ? FRONT_CONCRETE : FRONT_SYMBOLIC;
    wish->style = (struct report_text_style){args->color_out,
                                             args_get(args, "--all") ? DIAG_HINT : DIAG_INFO};
    return EXIT_CLEAN;
}

static size_t find_files(const struct args *args, const struct pipeline *p,
                         const struct str **files) {
    if (args->n_words == 0)
        return pipeline_find(args->arena, p->front.cwd, files);
    struct str *named = arena_array(args->arena, struct str, args->n_words);
    for (size_t i = 0; i < args->n_words; i++)
        named[i] = str_of(args->words[i]);
    *files = named;
    return args->n_words;
}

/* Each file is settled by itself, so that a finding in one does not mute another's; then all are
 * one. */
static void append(struct diag_sink *all, const struct diag_sink *one) {
    for (size_t i = 0; i < one->list.n; i++)
        VEC_PUSH(all->arena, &all->list, one->list.at[i]);
    for (size_t i = 0; i < ARRAY_LEN(all->count); i++)
        all->count[i] += one->count[i];
}

/* Microseconds of a clock that is never set. */
static int64_t now_us(void) {
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void print(const struct wish *wish, const struct diag_sink *sink, size_t n_files,
                  size_t n_apps) {
    struct buf out = {0};
    if (wish->format == FORMAT_JSON) {
        report_json(sink, n_files, n_apps, &out);
    } else {
        if (wish->format == FORMAT_TEXT) {
            report_text(sink, &wish->style, &out);
            report_summary(sink, &wish->style, n_files, n_apps, &out);
        } else {
            report_concise(sink, &wish->style, &out);
        }
    }
    cmd_out((struct str){out.p, out.n});
    buf_done(&out);
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
    struct diag_sink all;
    const struct str *files;
    size_t n_apps = 0;
    int64_t start_us = now_us();
    struct pipeline *p = arena_new(args->arena, struct pipeline);
    if (take_wish(args, &wish) != EXIT_CLEAN)
        return EXIT_USAGE;
    pipeline_init(p, args->arena, wish.mode, NULL);
    if (load_reads(args, p) != EXIT_CLEAN)
        return EXIT_USAGE;
    size_t n = find_files(args, p, &files);
    if (n == 0)
        return cmd_fail(EXIT_USAGE, "no file of this repository is called ecosystem.config.js, "
                                    "pm2.json, process.yaml or the "
                                    "like; name the file: ecoc lint FILE");
    diag_sink_init(&all, args->arena, lint_rules, RULE_COUNT);
    for (size_t i = 0; i < n; i++) {
        if (i > 0) {
            pipeline_init(p, args->arena, wish.mode, NULL);
            (void)load_reads(args, p); /* they were right for the first file */
        }
        p->is_lint = true;
        p->target = wish.target;
        pipeline_run(p, files[i]);
        diag_settle(&p->sink);
        append(&all, &p->sink);
        n_apps += p->model ? p->model->apps.n : 0;
    }
    print(&wish, &all, n, n_apps);
    if (args_get(args, "-v"))
        cmd_err(arena_fmt(args->arena, "%.1f ms\n", (double)(now_us() - start_us) / 1000));
    return exit_code(&wish, &all);
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
               "  ecoc lint ecosystem.config.js",
    .flags = flags,
    .run = run,
};
