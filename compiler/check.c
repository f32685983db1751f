/* File by file: a finding in one does not mute another's. */
#include "compiler/check.h"

#include <stdlib.h>

#include "lint/lint.h"

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

static void check_one(struct check *c, struct str name, struct suppress *suppress,
                      struct findings *found) {
    struct pipeline *p = arena_new(c->arena, struct pipeline);
    pipeline_init(p, c->arena, c->mode, c->files);
    p->is_lint = true;
    p->target = c->target;
    pipeline_run(p, name);
    diag_settle(&p->sink);
    read_comments(suppress, p);
    suppress_apply(suppress, &p->sink, found);
    take(found, &p->sink);
    VEC_PUSH(c->arena, &found->files, p->path);
    found->n_apps += p->model ? p->model->apps.n : 0;
}

/* What there is to say about the comments themselves, once all files have had their use of them. */
static void check_comments(struct check *c, const struct suppress *suppress,
                           struct findings *found) {
    for (size_t i = 0; i < suppress->files.n; i++) {
        struct diag_sink sink;
        diag_sink_init(&sink, c->arena, lint_rules, RULE_COUNT);
        suppress_report(suppress->files.at[i], &sink, NULL, NULL);
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
    check_comments(c, &suppress, found);
    diag_sort(&found->sink);
    if (found->files.n)
        qsort(found->files.at, found->files.n, sizeof *found->files.at, compare_str);
}
