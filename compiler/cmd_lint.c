/* ecoc lint: checks configurations, without an environment and without running them. */
#include <sys/stat.h>
#include <time.h>

#include "compiler/baseline.h"
#include "compiler/check.h"
#include "compiler/cmd.h"
#include "compiler/fix.h"
#include "compiler/lint_sides.h"
#include "compiler/lint_wish.h"
#include "compiler/load.h"
#include "compiler/unified.h"
#include "lint/lint.h"
#include "schema/io/file.h"

enum { PASSES_MOST = 10 }; /* of fixing: a fix may uncover what another one fixes */

#define BASELINE_FILE ".ecoc-baseline.json"

struct run {
    struct args *args;
    struct lint_wish wish;
    struct lint_sides sides;
    struct settings_store settings;
    struct str cwd, root;
    const struct str *names; /* of configurations */
    size_t n_names;
    struct findings *before; /* NULL: there is no older side */
    struct str baseline_path;
    bool has_baseline;
    struct findings found; /* of the last pass */
};

/* ---- which files ----------------------------------------------------------------------------- */

struct names {
    VEC(struct str) list;
};

/* A file that is named twice, or named and found, is one. */
static void add_name(struct arena *a, struct names *names, struct str name) {
    for (size_t i = 0; i < names->list.n; i++)
        if (str_eq(path_normalize(a, names->list.at[i]), path_normalize(a, name)))
            return;
    VEC_PUSH(a, &names->list, name);
}

static int find_names(struct run *r) {
    struct args *args = r->args;
    struct files *files = &r->sides.now.files;
    struct names names = {0};
    for (size_t i = 0; i < args->n_words || (i == 0 && args->n_words == 0); i++) {
        struct str word = args->n_words ? str_of(args->words[i]) : r->root;
        struct str path = path_join(args->arena, r->cwd, word);
        if (str_eqz(word, "-"))
            word = str_of(r->wish.stdin_name);
        if (str_eqz(word, "-") || files->kind(files, path) != FILE_DIRECTORY) {
            add_name(args->arena, &names, word);
            continue;
        }
        const struct str *below;
        size_t n = pipeline_find(args->arena, files, r->cwd, path, &below);
        if (n == 0 && args->n_words)
            return cmd_fail(EXIT_USAGE,
                            "%s: no file below is called ecosystem.config.js, pm2.json, "
                            "process.yaml or the like",
                            args->words[i]);
        for (size_t k = 0; k < n; k++)
            add_name(args->arena, &names, below[k]);
    }
    r->names = names.list.at;
    r->n_names = names.list.n;
    return EXIT_CLEAN;
}

static int no_names(const struct run *r) {
    if (r->wish.since == SINCE_STAGED)
        return EXIT_CLEAN; /* a hook runs in repositories of all kinds */
    return cmd_fail(EXIT_USAGE, "no file of this repository is called ecosystem.config.js, "
                                "pm2.json, process.yaml or the "
                                "like; name the file: ecoc lint FILE");
}

/* ---- one pass -------------------------------------------------------------------------------- */

static struct check check_of(struct run *r, struct files *files) {
    return (struct check){.args = r->args,
                          .arena = r->args->arena,
                          .mode = r->wish.mode,
                          .target = r->wish.target,
                          .min_confidence = r->wish.min_confidence,
                          .settings = &r->settings,
                          .files = files,
                          .root = r->root};
}

/* The older side's findings, of those files that it has. */
static void look_before(struct run *r) {
    struct arena *a = r->args->arena;
    struct files *files = r->sides.before;
    struct str *names = arena_array(a, struct str, r->n_names + 1);
    size_t n = 0;
    struct check check = check_of(r, files);
    if (!files)
        return;
    for (size_t i = 0; i < r->n_names; i++)
        if (files->kind(files, path_join(a, r->cwd, r->names[i])) == FILE_REGULAR)
            names[n++] = r->names[i];
    r->before = arena_new(a, struct findings);
    check_files(&check, names, n, r->before);
    for (size_t i = 0; i < r->before->sink.list.n; i++) {
        const struct diag *d = r->before->sink.list.at[i];
        if (d->rule == RULE_PARSE_ERROR)
            cmd_err(arena_fmt(a,
                              "ecoc: %.*s could not be read at %.*s: all of its findings count "
                              "as new\n",
                              STR_ARG(d->span.src->name), STR_ARG(r->sides.before_name)));
    }
}

static int look(struct run *r) {
    struct check check = check_of(r, &r->sides.now.files);
    struct err err = {0};
    struct baseline baseline;
    check_files(&check, r->names, r->n_names, &r->found);
    if (r->before)
        lint_sides_subtract(&r->found, r->before);
    if (!r->has_baseline || r->wish.update_baseline)
        return EXIT_CLEAN;
    if (baseline_read(r->args->arena, check.files, r->baseline_path, r->cwd,
                      r->wish.baseline == NULL, &baseline, &err) < 0)
        return cmd_fail(EXIT_USAGE, "--baseline: %s", err.msg);
    baseline_apply(&baseline, &r->found);
    if (!r->before)
        baseline_stale(&baseline, check.files, &r->found);
    return EXIT_CLEAN;
}

/* ---- fixing ---------------------------------------------------------------------------------- */

static unsigned mode_of(struct arena *a, struct str path) {
    struct stat st;
    return stat(arena_cstr(a, path), &st) == 0 ? (unsigned)st.st_mode & 07777 : 0644;
}

/* A text of a file, with what one look or the other has hidden in it. */
static const struct source *hidden_in(struct arena *a, const struct findings *found,
                                      struct str path, struct str text) {
    struct source *out = source_new(a, path, path, text);
    for (size_t k = 0; k < found->sources.n; k++) {
        const struct source *src = found->sources.at[k];
        if (!str_eq(src->path, path) || !str_eq(src->text, text))
            continue;
        for (size_t i = 0; i < text.n; i++)
            if (source_is_hidden(src, i))
                source_hide(a, span_of(out, i, i + 1));
    }
    return out;
}

/* Writes the overlay's texts, or shows them against what is below, which `first` is about. */
static int write_fixes(struct run *r, const struct findings *first) {
    struct arena *a = r->args->arena;
    struct overlay *o = &r->sides.now;
    struct buf out = {0};
    int code = EXIT_CLEAN;
    for (size_t i = 0; i < o->list.n && code == EXIT_CLEAN; i++) {
        const struct overlay_file *file = &o->list.at[i];
        struct err err = {0};
        if (r->wish.diff)
            unified_diff(a, path_relative(a, r->root, file->path),
                         hidden_in(a, first, file->path, file->base),
                         hidden_in(a, &r->found, file->path, file->text), &out);
        else if (!str_eq(file->base, file->text) &&
                 file_write_atomic(arena_cstr(a, file->path), file->text, mode_of(a, file->path),
                                   NULL, NULL, &err) < 0)
            code = cmd_fail(EXIT_INPUT, "--fix: %s", err.msg);
    }
    if (r->wish.diff)
        cmd_out((struct str){out.p, out.n});
    buf_done(&out);
    return code;
}

/* `made` gets the number of findings that were fixed, or would be. */
static int fix(struct run *r, size_t *made) {
    struct fix_counts counts = {0};
    const struct findings first = r->found;
    struct fix_wish wish = {r->wish.least, r->wish.unsafe_fixes, r->root};
    for (int pass = 0; pass < PASSES_MOST; pass++) {
        counts = fix_apply(&r->found, &wish, &r->sides.now);
        *made += counts.made;
        if (counts.made == 0)
            break;
        int code = look(r);
        if (code != EXIT_CLEAN)
            return code;
    }
    int code = write_fixes(r, &first);
    struct str more =
        counts.unsafe_left
            ? arena_fmt(r->args->arena, "; --unsafe-fixes would fix %zu more", counts.unsafe_left)
            : STR("");
    cmd_err(arena_fmt(r->args->arena, "%s %zu finding%s%.*s\n",
                      r->wish.diff ? "Would fix" : "Fixed", *made, *made == 1 ? "" : "s",
                      STR_ARG(more)));
    return code;
}

/* ---- the end --------------------------------------------------------------------------------- */

static int update_baseline(struct run *r) {
    struct arena *a = r->args->arena;
    struct baseline old;
    struct err err = {0};
    struct buf out = {0};
    struct files *files = &r->sides.now.files;
    if (baseline_read(a, files, r->baseline_path, r->cwd, true, &old, &err) < 0)
        old = (struct baseline){0}; /* what cannot be read is written anew */
    size_t n = baseline_write(&old, &r->found, r->wish.least, files, &out);
    int rc = file_write_atomic(arena_cstr(a, r->baseline_path), (struct str){out.p, out.n}, 0644,
                               NULL, NULL, &err);
    buf_done(&out);
    if (rc < 0)
        return cmd_fail(EXIT_INPUT, "--update-baseline: %s", err.msg);
    struct str name = path_relative(a, r->cwd, r->baseline_path);
    cmd_out(arena_fmt(a, "%.*s: %zu finding%s\n", STR_ARG(name), n, n == 1 ? "" : "s"));
    return EXIT_CLEAN;
}

static int exit_code(struct run *r) {
    const struct diag_sink *sink = &r->found.sink;
    const struct settings *settings = settings_for(&r->settings, r->cwd);
    int fail_on = r->wish.fail_on >= 0 ? r->wish.fail_on : settings->fail_on;
    int64_t most = r->wish.max_warnings >= 0 ? r->wish.max_warnings : settings->max_warnings;
    if (diag_has(sink, RULE_PARSE_ERROR, STR("")))
        return EXIT_INPUT;
    for (int s = DIAG_ERROR; s >= (fail_on >= 0 ? fail_on : DIAG_ERROR); s--)
        if (sink->count[s])
            return EXIT_FINDINGS;
    if (most >= 0 && sink->count[DIAG_WARNING] > (size_t)most) {
        cmd_err(arena_fmt(r->args->arena, "ecoc: %zu warnings, and %lld are allowed\n",
                          sink->count[DIAG_WARNING], (long long)most));
        return EXIT_FINDINGS;
    }
    return EXIT_CLEAN;
}

static int finish(struct run *r) {
    if (r->wish.update_baseline)
        return update_baseline(r);
    if (r->wish.fix || r->wish.diff) {
        size_t made = 0;
        int code = fix(r, &made);
        if (code == EXIT_CLEAN && r->wish.diff)
            code = exit_code(r) == EXIT_CLEAN && made ? EXIT_FINDINGS : exit_code(r);
        if (code != EXIT_CLEAN || r->wish.diff)
            return code;
    }
    struct report report = {&r->found, r->wish.least, r->args->color_out, r->root};
    int code = outputs_write(&r->wish.outputs, &report);
    return code != EXIT_CLEAN ? code : exit_code(r);
}

static void take_settings(struct run *r) {
    struct arena *a = r->args->arena;
    settings_init(&r->settings, a, &r->sides.now.files, r->cwd);
    r->settings.is_isolated = r->wish.is_isolated;
    if (r->wish.config)
        r->settings.given = path_join(a, r->cwd, str_of(r->wish.config));
    r->baseline_path = r->wish.baseline ? path_join(a, r->cwd, str_of(r->wish.baseline))
                                        : path_join(a, r->root, STR(BASELINE_FILE));
    r->has_baseline = r->wish.baseline || !r->wish.is_isolated;
    (void)settings_for(&r->settings,
                       r->cwd); /* its mistakes are said even where no file is there */
}

static int run_sides(struct run *r) {
    struct pipeline p;
    pipeline_init(&p, r->args->arena, r->wish.mode, NULL);
    int code = load_reads(r->args, &p);
    if (code != EXIT_CLEAN)
        return code;
    take_settings(r);
    code = find_names(r);
    if (code != EXIT_CLEAN)
        return code;
    if (r->n_names == 0)
        return no_names(r);
    look_before(r);
    code = look(r);
    if (r->settings.sink.list.n) {
        load_print_errors(r->args, &r->settings.sink);
        return EXIT_USAGE;
    }
    return code == EXIT_CLEAN ? finish(r) : code;
}

/* Microseconds of a clock that is never set. */
static int64_t now_us(void) {
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int run(struct args *args) {
    int64_t start_us = now_us();
    struct run *r = arena_new(args->arena, struct run);
    *r = (struct run){.args = args, .cwd = pipeline_cwd(args->arena)};
    if (lint_wish_take(args, &r->wish) != EXIT_CLEAN)
        return EXIT_USAGE;
    r->root = pipeline_repository(args->arena, r->cwd);
    int code = lint_sides_open(args, &r->wish, r->cwd, &r->sides);
    if (code == EXIT_CLEAN)
        code = run_sides(r);
    lint_sides_close(&r->sides);
    if (args_get(args, "-v"))
        cmd_err(arena_fmt(args->arena, "%.1f ms\n", (double)(now_us() - start_us) / 1000));
    return code;
}

const struct command command_lint = {
    .name = "lint",
    .arguments = "[FILE|DIR|-...]",
    .summary = "Checks configurations",
    .details = "Without a FILE it looks for the ecosystem files of the repository, and in a DIR "
               "for those\n"
               "below. The configuration is evaluated, never run; where a value depends on the "
               "environment,\n"
               "all its values are looked at.\n\n"
               "A finding is kept out by a comment with a reason, on its line or alone on the line "
               "before:\n\n"
               "  kill_timeout: 5, // ecoc-ignore EC0210: it holds nothing\n\n"
               "(ecoc-ignore-file, -start and -end as well; # in YAML; in JSON the key "
               "\"//ecoc-ignore\"),\n"
               "by .ecoc.yaml (rules, ignore, assume, locks, target, fail-on, max-warnings), or by "
               "a baseline.\n\n"
               "Exit codes: 0 nothing found, 1 findings of the level --fail-on or a --diff that is "
               "not empty,\n"
               "2 wrong usage or settings, 3 a file that cannot be read or parsed. `ecoc explain "
               "CODE` tells\n"
               "more about a finding.\n\n"
               "  ecoc lint ecosystem.config.js\n"
               "  ecoc lint --since-merge-base main --format full --format sarif:ecoc.sarif\n"
               "  ecoc lint --fix",
    .flags = lint_flags,
    .run = run,
};
