/* File by file: a finding in one does not mute another's. */
#include "compiler/check.h"

#include <stdlib.h>

#include "compiler/load.h"
#include "lint/lint.h"
#include "lint/scan/app.h"

static void take(struct findings *found, const struct diag_sink *one) {
    struct diag_sink *all = &found->sink;
    for (size_t i = 0; i < one->list.n; i++)
        VEC_PUSH(all->arena, &all->list, one->list.at[i]);
    for (size_t i = 0; i < ARRAY_LEN(all->count); i++)
        all->count[i] += one->count[i];
}

/* A comment is judged only where every file that uses its source was read in full. */
static void read_comments(struct suppress *suppress, const struct pipeline *p) {
    bool is_partial = diag_has(&p->sink, RULE_PARSE_ERROR, STR(""));
    for (size_t i = 0; i < p->front.sources.n; i++) {
        struct suppress_file *file = suppress_read(suppress, p->front.sources.at[i]);
        file->is_partial = file->is_partial || is_partial;
    }
}

/* ---- the services' source -------------------------------------------------------------------- */

/* Where facts about sources are kept between runs; empty where there is no home. */
static struct str cache_dir(struct arena *a) {
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    if (cache && *cache)
        return path_join(a, str_of(cache), STR("ecoc"));
    return home && *home ? path_join(a, str_of(home), STR(".cache/ecoc")) : STR("");
}

/* One scan for each repository, so that configurations share what they have in common. */
static struct scan *scan_for(struct check *c, const struct front *front, struct str dir) {
    struct files *files = front->files;
    struct scan_limits limits = {.cwd = front->cwd};
    struct str root = files_repository(files, c->arena, dir);
    if (!root.n)
        root = dir;
    for (size_t i = 0; i < c->scans.n; i++)
        if (str_eq(c->scans.at[i].root, root))
            return c->scans.at[i].scan;
    struct check_scan one = {root, scan_new(c->arena, files, root, cache_dir(c->arena), &limits)};
    VEC_PUSH(c->arena, &c->scans, one);
    return one.scan;
}

/* Comments in the services' files count like those in the configuration. */
static void read_service_comments(const struct check *c, struct suppress *suppress) {
    for (size_t i = 0; i < c->scans.n; i++) {
        const struct scan_file *file;
        for (size_t at = 0; (file = scan_next(c->scans.at[i].scan, &at));)
            if (memmem(file->src->text.p, file->src->text.n, "ecoc-ignore", 11))
                (void)suppress_read(suppress, file->src);
    }
}

static void close_scans(struct check *c) {
    for (size_t i = 0; i < c->scans.n; i++)
        scan_close(c->scans.at[i].scan);
    c->scans.n = 0;
}

/* Findings in files that are to be ignored, wherever the configuration is. */
static void drop_ignored(const struct settings *settings, struct diag_sink *sink) {
    for (size_t i = sink->list.n; i > 0; i--) {
        const struct source *src = sink->list.at[i - 1]->span.src;
        if (src && settings_ignores(settings, src->path))
            diag_drop(sink, i - 1);
    }
}

static void drop_doubtful(const struct check *c, struct diag_sink *sink, struct findings *found) {
    for (size_t i = sink->list.n; i > 0; i--)
        if (sink->rules[sink->list.at[i - 1]->rule].confidence < c->min_confidence) {
            diag_drop(sink, i - 1);
            found->n_doubtful++;
        }
}

static enum lint_target target_of(const struct check *c, const struct settings *settings) {
    int target = c->target >= 0 ? c->target : settings->target;
    return target >= 0 ? (enum lint_target)target : LINT_BOTH;
}

static void check_one(struct check *c, struct str name, struct suppress *suppress,
                      struct findings *found) {
    struct pipeline *p = arena_new(c->arena, struct pipeline);
    pipeline_init(p, c->arena, c->mode, c->files);
    struct str path = path_join(c->arena, p->front.cwd, name);
    const struct settings *settings = settings_for(c->settings, path);
    if (settings_ignores(settings, path))
        return;
    p->is_lint = true;
    p->is_for_advice = c->is_for_advice;
    p->target = target_of(c, settings);
    p->settings = &settings->lint;
    p->scan = scan_for(c, &p->front, path_dirname(path));
    (void)load_reads(c->args, p); /* checked by whoever made the check */
    pipeline_run(p, name);
    diag_settle(&p->sink);
    drop_ignored(settings, &p->sink);
    settings_level(settings, &p->sink);
    read_comments(suppress, p);
    read_service_comments(c, suppress);
    suppress_apply(suppress, &p->sink, found);
    drop_doubtful(c, &p->sink, found);
    if (c->each)
        c->each(c->context, p);
    take(found, &p->sink);
    VEC_PUSH(c->arena, &found->files, p->path);
    for (size_t i = 0; i < p->front.sources.n; i++)
        VEC_PUSH(c->arena, &found->sources, p->front.sources.at[i]);
    found->n_apps += p->model ? p->model->apps.n : 0;
}

struct judge {
    const struct check *check;
    const struct settings *settings;
};

/* Was the rule looked for? What is off, or about the other target, was not. */
static bool can_judge(const void *context, unsigned rule) {
    const struct judge *judge = context;
    enum lint_target target = target_of(judge->check, judge->settings);
    return judge->settings->level[rule] != LEVEL_OFF &&
           (target == LINT_BOTH || lint_targets[rule] == LINT_BOTH || lint_targets[rule] == target);
}

/* What there is to say about the comments themselves, once all files have had their use of them. */
static void check_comments(struct check *c, const struct suppress *suppress,
                           struct findings *found) {
    for (size_t i = 0; i < suppress->files.n; i++) {
        const struct suppress_file *file = suppress->files.at[i];
        struct judge judge = {c, settings_for(c->settings, file->src->path)};
        struct diag_sink sink;
        diag_sink_init(&sink, c->arena, lint_rules, RULE_COUNT);
        if (!settings_ignores(judge.settings, file->src->path))
            suppress_report(file, &sink, can_judge, &judge);
        settings_level(judge.settings, &sink);
        take(found, &sink);
    }
}

static int compare_str(const void *a, const void *b) {
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

void check_files(struct check *c, const struct str *names, size_t n, struct findings *found) {
    struct suppress suppress;
    suppress_init(&suppress, c->arena);
    *found = (struct findings){0};
    diag_sink_init(&found->sink, c->arena, lint_rules, RULE_COUNT);
    found->sink.root = c->root;
    for (size_t i = 0; i < n; i++)
        check_one(c, names[i], &suppress, found);
    close_scans(c);
    check_comments(c, &suppress, found);
    for (size_t i = 0; i < suppress.files.n; i++)
        VEC_PUSH(c->arena, &found->sources, suppress.files.at[i]->src);
    diag_sort(&found->sink);
    if (found->files.n)
        qsort(found->files.at, found->files.n, sizeof *found->files.at, compare_str);
}
