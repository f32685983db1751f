/* Reading a plan, or making one; everything that can go wrong on the way is said here. */
#include "compiler/load.h"

#include "compiler/hermetic.h"
#include "compiler/report_text.h"
#include "lint/lint.h"
#include "schema/io/file.h"
#include "schema/unit/did_you_mean.h"
#include "schema/unit/dotenv.h"

enum { PLAN_FILE_LIMIT = 256 << 20 };

void load_print_errors(struct args *args, struct diag_sink *sink) {
    struct buf out = {0};
    struct report_text_style style = {.color = args->color_err, .least = DIAG_ERROR};
    diag_settle(sink);
    report_text(sink, &style, &out);
    cmd_err((struct str){out.p, out.n});
    buf_done(&out);
}

/* "a, b and c" from names, for messages. */
static struct str listed(struct arena *a, const struct str *names, size_t n) {
    struct str out = {"", 0};
    for (size_t i = 0; i < n; i++)
        out = arena_fmt(a, "%.*s%s%.*s", STR_ARG(out),
                        i == 0       ? ""
                        : i + 1 == n ? " and "
                                     : ", ",
                        STR_ARG(names[i]));
    return out;
}

static int check_profile(struct args *args, const struct model *model, const char *profile) {
    size_t n;
    const struct str *names = model_profiles(model, args->arena, &n);
    for (size_t i = 0; i < n; i++)
        if (str_eqz(names[i], profile))
            return EXIT_CLEAN;
    size_t hit = did_you_mean(str_of(profile), names, n);
    if (hit < n)
        return cmd_fail(EXIT_USAGE, "no app has env_%s; did you mean --env %.*s?", profile,
                        STR_ARG(names[hit]));
    if (n == 0)
        return cmd_fail(EXIT_USAGE, "no app has env_%s, nor any other profile", profile);
    return cmd_fail(EXIT_USAGE, "no app has env_%s; there are %.*s", profile,
                    STR_ARG(listed(args->arena, names, n)));
}

size_t load_names(struct arena *a, const char *only, const struct str **names) {
    VEC(struct str) out = {0};
    for (struct str rest = str_of(only ? only : ""); rest.n;) {
        size_t n = str_index(rest, ',');
        struct str name = {rest.p, n};
        if (n)
            VEC_PUSH(a, &out, name);
        rest = str_skip(rest, n < rest.n ? n + 1 : n);
    }
    *names = out.at;
    return out.n;
}

static int check_only(struct args *args, const struct loaded *loaded, const struct str *only,
                      size_t n) {
    VEC(struct str) names = {0};
    for (size_t i = 0; i < loaded->pipeline.model->apps.n; i++)
        VEC_PUSH(args->arena, &names, loaded->pipeline.model->apps.at[i]->label);
    for (size_t i = 0; i < n; i++) {
        if (plan_find(&loaded->plan, arena_cstr(args->arena, only[i])) < loaded->plan.n_apps)
            continue;
        size_t hit = did_you_mean(only[i], names.at, names.n);
        if (hit < names.n)
            return cmd_fail(EXIT_USAGE, "--only: no app %.*s; did you mean %.*s?", STR_ARG(only[i]),
                            STR_ARG(names.at[hit]));
        return cmd_fail(EXIT_USAGE, "--only: no app %.*s; there are %.*s", STR_ARG(only[i]),
                        STR_ARG(listed(args->arena, names.at, names.n)));
    }
    return EXIT_CLEAN;
}

/* --env-file FILE: the variables of a .env file, over those of the environment. */
static int take_env_files(struct args *args, struct pipeline *p) {
    enum { ENV_FILE_LIMIT = 1 << 20 };
    size_t at = 0;
    for (const char *file; (file = args_next(args, "--env-file", &at));) {
        struct err err = {0};
        struct str text;
        const struct dotenv_entry *entries;
        if (file_read(file, ENV_FILE_LIMIT, args->arena, &text, &err) < 0)
            return cmd_fail(EXIT_INPUT, "--env-file: %s", err.msg);
        size_t n = dotenv_parse(args->arena, text, &entries);
        for (size_t i = 0; i < n; i++)
            pipeline_define(p, entries[i].name, entries[i].value);
    }
    return EXIT_CLEAN;
}

/* --define NAME=VALUE: one variable, over all others. */
static int take_defines(struct args *args, struct pipeline *p) {
    size_t at = 0;
    for (const char *text; (text = args_next(args, "--define", &at));) {
        struct str given = str_of(text);
        size_t eq = str_index(given, '=');
        if (eq == 0 || eq == given.n)
            return cmd_fail(EXIT_USAGE, "--define %s: it takes NAME=VALUE", text);
        pipeline_define(p, (struct str){given.p, eq}, str_skip(given, eq + 1));
    }
    return EXIT_CLEAN;
}

/* --allow-read DIR: the configuration may look there, too. */
int load_reads(struct args *args, struct pipeline *p) {
    size_t at = 0;
    VEC(struct str) dirs = {0};
    struct files *disk = files_worktree(args->arena);
    for (const char *dir; (dir = args_next(args, "--allow-read", &at));) {
        struct str path = path_join(args->arena, p->front.cwd, str_of(dir));
        if (disk->kind(disk, path) != FILE_DIRECTORY)
            return cmd_fail(EXIT_USAGE, "--allow-read %s: there is no such directory", dir);
        VEC_PUSH(args->arena, &dirs, path);
    }
    pipeline_allow(p, dirs.at, dirs.n);
    return EXIT_CLEAN;
}

int load_environment(struct args *args, struct pipeline *p) {
    if (args_get(args, "--hermetic"))
        pipeline_hermetic(p);
    int code = take_env_files(args, p);
    return code != EXIT_CLEAN ? code : take_defines(args, p);
}

int load_check_declared(struct pipeline *p) {
    const struct front_gap **needs;
    size_t n = hermetic_needs(p, &needs), width = 0;
    struct buf out = {0};
    if (n == 0)
        return EXIT_CLEAN;
    for (size_t i = 0; i < n; i++)
        width = needs[i]->name.n > width ? needs[i]->name.n : width;
    buf_fmt(&out, "ecoc: --hermetic: %zu %s, and nothing declares %s:\n", n,
            n == 1 ? "variable is read without a default" : "variables are read without a default",
            n == 1 ? "it" : "them");
    for (size_t i = 0; i < n; i++) {
        struct span span = needs[i]->span;
        struct place at = source_place(span.src, span.begin);
        buf_fmt(&out, "  %-*.*s  %.*s:%u:%u\n", (int)width, STR_ARG(needs[i]->name),
                STR_ARG(span.src->name), at.line, at.column);
    }
    buf_fmt(&out, "declare %s: --define %.*s=VALUE, or --env-file FILE\n", n == 1 ? "it" : "them",
            STR_ARG(needs[0]->name));
    cmd_err((struct str){out.p, out.n});
    buf_done(&out);
    return EXIT_USAGE;
}

int load_encode(struct args *args, const struct load_input *in, struct loaded *out) {
    struct err err = {0};
    const struct str *only;
    size_t n_only = load_names(args->arena, in->only, &only);
    struct str profile = str_of(in->profile ? in->profile : "");
    if (pipeline_plan(&out->pipeline, profile, only, n_only, &out->image, &err) < 0 ||
        plan_open(&out->plan, out->image.p, out->image.n, &err) < 0)
        return cmd_fail(EXIT_USAGE, "%.*s: %s", STR_ARG(out->file), err.msg);
    bool is_checked = n_only && in->must_be_clean && !in->only_may_miss;
    return is_checked ? check_only(args, out, only, n_only) : EXIT_CLEAN;
}

static void note_errors(struct str file, const char *older, struct diag_sink *sink) {
    diag_settle(sink);
    size_t n = sink->count[DIAG_ERROR];
    (void)cmd_fail(EXIT_CLEAN, "%.*s at %s has %zu error%s; what is compared is the rest",
                   STR_ARG(file), older, n, n == 1 ? "" : "s");
}

static int compile(struct args *args, const struct load_input *in, struct loaded *out) {
    struct pipeline *p = &out->pipeline;
    pipeline_init(p, args->arena, FRONT_CONCRETE, in->files);
    p->target = in->must_be_clean ? LINT_ECORT : LINT_BOTH; /* what is built, ecort runs */
    p->bake_env = args_get(args, "--bake-env") != NULL;
    p->allow_fork_fallback = args_get(args, "--allow-fork-fallback") != NULL;
    int given = load_reads(args, p);
    if (given == EXIT_CLEAN)
        given = load_environment(args, p);
    if (given != EXIT_CLEAN)
        return given;
    pipeline_run(p, out->file);
    bool unreadable = diag_has(&p->sink, RULE_PARSE_ERROR, STR(""));
    bool fatal = !p->model || (in->must_be_clean && p->sink.count[DIAG_ERROR]);
    int undeclared = load_check_declared(p);
    if (undeclared != EXIT_CLEAN)
        return undeclared; /* what else is wrong may follow from it */
    if (p->sink.count[DIAG_ERROR] && in->older && !fatal)
        note_errors(out->file, in->older, &p->sink);
    else if (p->sink.count[DIAG_ERROR])
        load_print_errors(args, &p->sink);
    if (fatal)
        return unreadable ? EXIT_INPUT : EXIT_USAGE;
    if (in->profile && *in->profile && in->must_be_clean) {
        int code = check_profile(args, p->model, in->profile);
        if (code != EXIT_CLEAN)
            return code;
    }
    if (p->model->apps.n == 0 && in->must_be_clean)
        return cmd_fail(EXIT_USAGE,
                        "%.*s defines no app; one is apps: [{ name: 'api', script: 'api.js' }]",
                        STR_ARG(out->file));
    return load_encode(args, in, out);
}

/* EXIT_CLEAN with out->image.n == 0 where the file is no plan. */
static int try_plan(struct args *args, const struct load_input *in, struct loaded *out) {
    struct err err = {0};
    struct str bytes;
    if (!in->allow_plan || file_read(arena_cstr(args->arena, out->file), PLAN_FILE_LIMIT,
                                     args->arena, &bytes, &err) < 0)
        return EXIT_CLEAN;
    if (!str_starts(bytes, STR("ECOPLAN")) && !str_ends(out->file, STR(".bin")))
        return EXIT_CLEAN;
    if (in->profile || in->only)
        return cmd_fail(EXIT_USAGE, "--env and --only are for configurations; %.*s is a plan",
                        STR_ARG(out->file));
    out->image = bytes;
    if (plan_open(&out->plan, bytes.p, bytes.n, &err) < 0)
        return cmd_fail(EXIT_INPUT, "%.*s: %s", STR_ARG(out->file), err.msg);
    return EXIT_CLEAN;
}

int load_plan(struct args *args, const struct load_input *in, struct loaded *out) {
    out->image = (struct str){0};
    out->file = in->file ? str_of(in->file) : pipeline_default(args->arena, NULL);
    if (out->file.n == 0)
        return cmd_fail(
            EXIT_USAGE,
            "no ecosystem.config.js here, nor .cjs, .mjs, .ts, .json or .yaml; name the file");
    int code = try_plan(args, in, out);
    return code != EXIT_CLEAN || out->image.n ? code : compile(args, in, out);
}
