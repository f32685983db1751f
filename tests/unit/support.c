/* The passes, over texts in memory. */
#include "tests/unit/support.h"

#include <check.h>
#include <stdlib.h>

#include "compiler/plan_write.h"
#include "lint/lint.h"

static int read_nothing(struct files *self, struct str path, size_t limit, struct arena *a,
                        struct str *bytes, struct err *err) {
    (void)self, (void)limit, (void)a, (void)bytes;
    return err_set(err, "%.*s: no such file", STR_ARG(path));
}

static enum file_kind kind_nothing(struct files *self, struct str path) {
    (void)self, (void)path;
    return FILE_MISSING;
}

static void start(struct support *s, enum front_mode mode) {
    static struct files none = {.read = read_nothing, .kind = kind_nothing};
    *s = (struct support){0};
    arena_init(&s->arena, 0);
    diag_sink_init(&s->sink, &s->arena, lint_rules, RULE_COUNT);
    s->front = (struct front){.arena = &s->arena,
                              .sink = &s->sink,
                              .files = &none,
                              .mode = mode,
                              .cwd = STR("/app"),
                              .home = STR("/home/user"),
                              .host = {.name = STR("host"), .cpus = 8}};
}

static const struct source *source_of(struct support *s, const char *name, const char *text) {
    struct source *src =
        source_new(&s->arena, str_of(name), arena_fmt(&s->arena, "/app/%s", name), str_of(text));
    VEC_PUSH(&s->arena, &s->front.sources, src);
    return src;
}

void support_yaml(struct support *s, const char *yaml) {
    start(s, FRONT_CONCRETE);
    s->value = front_yaml(&s->front, source_of(s, "ecosystem.config.yaml", yaml));
}

static int compare(const void *a, const void *b) {
    return str_cmp(((const struct env_var *)a)->name, ((const struct env_var *)b)->name);
}

void support_js(struct support *s, enum front_mode mode, const char *text, const char *const *env) {
    VEC(struct env_var) vars = {0};
    start(s, mode);
    for (; env && *env; env++) {
        struct str entry = str_of(*env);
        size_t eq = str_index(entry, '=');
        struct env_var var = {{entry.p, eq}, str_skip(entry, eq + 1)};
        VEC_PUSH(&s->arena, &vars, var);
    }
    if (vars.n)
        qsort(vars.at, vars.n, sizeof *vars.at, compare);
    s->front.env = vars.at;
    s->front.n_env = vars.n;
    s->value = front_js(&s->front, source_of(s, "ecosystem.config.js", text));
}

void support_bind(struct support *s) {
    ck_assert_ptr_nonnull(s->value);
    struct bind_input in = {s->value, s->front.sources.at[0], STR("/app"),
                            s->front.mode == FRONT_CONCRETE};
    s->model = bind_value(&s->arena, &s->sink, &in);
}

void support_lint(struct support *s) {
    lint_run(&(struct lint_input){
        .model = s->model, .sink = &s->sink, .is_concrete = s->front.mode == FRONT_CONCRETE});
}

void support_plan(struct support *s, const char *profile) {
    struct err err = {0};
    struct plan_source source = {s->front.sources.at[0]->name, s->front.sources.at[0]};
    struct plan_writer_input in = {.model = s->model,
                                   .profile = str_of(profile),
                                   .sources = &source,
                                   .n_sources = 1,
                                   .env_reads = s->front.env_reads.at,
                                   .n_env_reads = s->front.env_reads.n};
    ck_assert_msg(plan_write(&s->arena, &in, &s->image, &err) == 0, "%s", err.msg);
    ck_assert_msg(plan_open(&s->plan, s->image.p, s->image.n, &err) == 0, "%s", err.msg);
}

void support_plan_of(struct support *s, const char *yaml, const char *profile) {
    support_yaml(s, yaml);
    support_bind(s);
    support_plan(s, profile);
}

void support_done(struct support *s) {
    arena_done(&s->arena);
}

size_t support_count(const struct support *s, unsigned rule) {
    size_t n = 0;
    for (size_t i = 0; i < s->sink.list.n; i++)
        n += s->sink.list.at[i]->rule == rule;
    return n;
}
