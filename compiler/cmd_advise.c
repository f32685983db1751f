/* ecoc advise: how each app should be run, and why. */
#include <unistd.h>

#include "compiler/advice_report.h"
#include "compiler/check.h"
#include "compiler/cmd.h"
#include "compiler/load.h"
#include "compiler/term.h"
#include "schema/unit/did_you_mean.h"

static const struct flag flags[] = {
    {"--format", "text|markdown|json", "text (default), markdown for a pull request, or json"},
    {"--app", "NAME", "this app; may be repeated"},
    {"--table", NULL, "the table alone"},
    {"--target", "WHO", "advice for ecort, pm2 or both (default)"},
    {"--allow-read", "DIR",
     "let the configuration read there, outside the repository; may be repeated"},
    {"--color", "WHEN", "always, never or auto"},
    {0},
};

static const struct {
    const char *name;
    void (*write)(const struct advice_report *r, struct buf *out);
} formats[] = {{"text", advice_text}, {"markdown", advice_markdown}, {"json", advice_json}};

struct run {
    struct args *args;
    size_t format; /* into formats */
    int target;    /* enum lint_target; -1: as the settings say */
    struct settings_store settings;
    struct advice_report report;
    VEC(struct str) labels; /* of all apps, also of those that are not asked for */
};

static bool is_wanted(const struct run *r, struct str label) {
    size_t at = 0;
    bool any = false;
    for (const char *name; (name = args_next(r->args, "--app", &at)); any = true)
        if (str_eqz(label, name))
            return true;
    return !any;
}

static void judge(void *context, struct pipeline *p) {
    struct run *r = context;
    struct arena *a = r->args->arena;
    struct advice_file file = {.name = path_relative(a, p->front.cwd, p->path), .path = p->path};
    if (!p->model)
        return;
    struct lint_input in = pipeline_lint(p);
    const struct advice *list = advice_of(&in);
    for (size_t i = 0; i < p->model->apps.n; i++) {
        const struct advice *advice = &list[i];
        VEC_PUSH(a, &r->labels, advice->app->label);
        if (is_wanted(r, advice->app->label))
            VEC_PUSH(a, &file.apps, advice);
    }
    if (file.apps.n)
        VEC_PUSH(a, &r->report.files, file);
}

/* ---- the call -------------------------------------------------------------------------------- */

static int take_flags(struct run *r) {
    static const char *const who = "both pm2 ecort";
    const char *format = args_get(r->args, "--format"), *target = args_get(r->args, "--target");
    const char *color = args_get(r->args, "--color");
    for (r->format = 0; format && r->format < ARRAY_LEN(formats); r->format++)
        if (str_eqz(str_of(format), formats[r->format].name))
            break;
    if (r->format == ARRAY_LEN(formats))
        return cmd_fail(EXIT_USAGE, "--format takes text, markdown or json, not %s", format);
    r->target = target ? opt_word_index(who, str_of(target)) : -1;
    if (target && r->target < 0)
        return cmd_fail(EXIT_USAGE, "--target %s: it takes one of: %s", target, who);
    if (color && opt_word_index("always never auto", str_of(color)) < 0)
        return cmd_fail(EXIT_USAGE, "--color %s: it takes one of: always never auto", color);
    return EXIT_CLEAN;
}

static int take_names(struct run *r, const struct str **names, size_t *n) {
    struct args *args = r->args;
    struct str *list = arena_array(args->arena, struct str, args->n_words + 1);
    for (size_t i = 0; i < args->n_words; i++)
        list[i] = str_of(args->words[i]);
    *n = args->n_words;
    if (*n == 0)
        list[(*n)++] = pipeline_default(args->arena, NULL);
    *names = list;
    if (list[0].n == 0)
        return cmd_fail(
            EXIT_USAGE,
            "no ecosystem.config.js here, nor .cjs, .mjs, .ts, .json or .yaml; name the file");
    return EXIT_CLEAN;
}

static int no_app(const struct run *r) {
    size_t at = 0;
    for (const char *name; (name = args_next(r->args, "--app", &at));) {
        size_t hit = did_you_mean(str_of(name), r->labels.at, r->labels.n);
        bool known = false;
        for (size_t i = 0; i < r->labels.n; i++)
            known = known || str_eqz(r->labels.at[i], name);
        if (!known && hit < r->labels.n)
            return cmd_fail(EXIT_USAGE, "--app: no app %s; did you mean %.*s?", name,
                            STR_ARG(r->labels.at[hit]));
        if (!known)
            return cmd_fail(EXIT_USAGE, "--app: no app %s; `ecoc advise --table` names them", name);
    }
    return EXIT_CLEAN;
}

/* ---- the run --------------------------------------------------------------------------------- */

static int finish(struct run *r, struct findings *found) {
    struct buf out = {0};
    if (r->settings.sink.list.n) {
        load_print_errors(r->args, &r->settings.sink);
        return EXIT_USAGE;
    }
    if (diag_has(&found->sink, RULE_PARSE_ERROR, STR(""))) {
        load_print_errors(r->args, &found->sink);
        return EXIT_INPUT;
    }
    if (r->labels.n == 0) {
        if (found->sink.count[DIAG_ERROR])
            load_print_errors(r->args, &found->sink);
        return cmd_fail(EXIT_USAGE, "there is no app to advise on");
    }
    int code = no_app(r);
    if (code != EXIT_CLEAN)
        return code;
    formats[r->format].write(&r->report, &out);
    cmd_out((struct str){out.p, out.n});
    buf_done(&out);
    return EXIT_CLEAN;
}

static int run(struct args *args) {
    struct run *r = arena_new(args->arena, struct run);
    struct findings found;
    struct pipeline probe;
    const struct str *names;
    size_t n;
    struct str cwd = pipeline_cwd(args->arena);
    *r = (struct run){.args = args};
    int code = take_flags(r);
    if (code == EXIT_CLEAN)
        code = take_names(r, &names, &n);
    if (code != EXIT_CLEAN)
        return code;
    pipeline_init(&probe, args->arena, FRONT_SYMBOLIC, NULL);
    code = load_reads(args, &probe);
    if (code != EXIT_CLEAN)
        return code;
    settings_init(&r->settings, args->arena, NULL, cwd);
    r->report = (struct advice_report){.arena = args->arena,
                                       .root = pipeline_repository(args->arena, cwd),
                                       .table_only = args_get(args, "--table") != NULL,
                                       .color = args->color_out,
                                       .width = term_width(STDOUT_FILENO)};
    struct check check = {.args = args,
                          .arena = args->arena,
                          .mode = FRONT_SYMBOLIC,
                          .target = r->target,
                          .settings = &r->settings,
                          .root = r->report.root,
                          .is_for_advice = true,
                          .each = judge,
                          .context = r};
    check_files(&check, names, n, &found);
    return finish(r, &found);
}

const struct command command_advise = {
    .name = "advise",
    .arguments = "[FILE...]",
    .summary = "Says how each service should run: mode, instances, why, and what to change",
    .details = "Without a FILE: ecosystem.config.js (or .cjs, .mjs, .json, .yaml) of the current "
               "directory.\n"
               "It rests on what `ecoc lint` finds in the configuration and in the services' "
               "source, judged as if\n"
               "each ran several processes; where the source is not found it says so and "
               "recommends nothing.\n\n"
               "risk is about how the app runs now: high where that breaks it or lint has an error "
               "for it, medium\n"
               "where it is weakened or lint warns, unknown where the source was not read.\n\n"
               "  ecoc advise\n"
               "  ecoc advise --app api\n"
               "  ecoc advise --format markdown > advice.md",
    .flags = flags,
    .run = run,
};
