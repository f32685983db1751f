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

static void check_one(struct check *c, struct str name, struct findings *found) {
    struct pipeline *p = arena_new(c->arena, struct pipeline);
    pipeline_init(p, c->arena, c->mode, c->files);
    pipeline_run(p, name);
    diag_settle(&p->sink);
    take(found, &p->sink);
    VEC_PUSH(c->arena, &found->files, p->path);
    found->n_apps += p->model ? p->model->apps.n : 0;
}

static int compare_str(const void *a, const void *b) {
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

void check_files(struct check *c, const struct str *names, size_t n, struct findings *found) {
    *found = (struct findings){0};
    diag_sink_init(&found->sink, c->arena, lint_rules, RULE_COUNT);
    found->sink.root = c->root;
    for (size_t i = 0; i < n; i++)
        check_one(c, names[i], found);
    diag_sort(&found->sink);
    if (found->files.n)
        qsort(found->files.at, found->files.n, sizeof *found->files.at, compare_str);
}
