/* Loading: copies, proof, texts, apps. */
#include "runtime/generation.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/app_load.h"
#include "runtime/workpath.h"

static const char *const out_of_memory = "out of memory while loading the plan";

static enum gen_result no_memory(struct err *err) {
    (void)err_set(err, "%s", out_of_memory);
    return GEN_CONFIG;
}

/* A copy of NAME=value entries, in one block; NULL without memory. */
static char **copy_environ(struct arena *a, char *const *environ) {
    size_t n = 0, bytes = 0;
    for (; environ[n]; n++)
        bytes += strlen(environ[n]) + 1;
    char **copy = arena_array(a, char *, n + 1);
    char *block = arena_alloc(a, bytes + 1);
    if (!copy || !block)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        copy[i] = block;
        block = stpcpy(block, environ[i]) + 1;
    }
    return copy;
}

/* The plan's bytes must be aligned, and ours. */
static int copy_source(struct generation *gen, const struct gen_source *source) {
    struct arena *a = &gen->arena;
    char *image = arena_alloc(a, source->image.n + 1);
    gen->root = arena_cstr(a, str_of(source->root));
    gen->environ = copy_environ(a, source->environ);
    gen->late = copy_environ(a, source->late);
    gen->files = arena_array(a, const char *, source->n_files);
    for (; gen->files && gen->n_files < source->n_files; gen->n_files++)
        if (!(gen->files[gen->n_files] = arena_cstr(a, str_of(source->files[gen->n_files]))))
            return -1;
    if (!gen->files || !image || !gen->root || !gen->environ || !gen->late)
        return -1;
    if (source->image.n)
        memcpy(image, source->image.p, source->image.n);
    gen->plan.base = (const unsigned char *)image;
    return 0;
}

static enum gen_result load_apps(struct generation *gen, const struct gen_world *world,
                                 struct buf *details, struct err *err) {
    struct text_source texts = {
        .arena = &gen->arena, .root = gen->root, .environ = gen->late, .missing = details};
    gen->n_apps = gen->plan.n_apps;
    gen->apps = arena_array(&gen->arena, struct app, gen->n_apps);
    gen->cwd = workpath_resolve(&gen->arena, gen->root, ".");
    if (!gen->apps || !gen->cwd)
        return no_memory(err);
    for (unsigned i = 0; i < gen->n_apps; i++)
        if (app_load(gen, i, &texts, world, err) < 0)
            return GEN_CONFIG;
    if (texts.n_missing) {
        (void)err_set(err, "%u variable%s of the environment %s missing", texts.n_missing,
                      texts.n_missing == 1 ? "" : "s", texts.n_missing == 1 ? "is" : "are");
        return GEN_CONFIG;
    }
    if (app_load_needs(gen, err) < 0 || app_listen_check(gen, err) < 0)
        return GEN_CONFIG;
    return app_load_logs(gen, world) < 0 ? no_memory(err) : GEN_OK;
}

static enum gen_result load(struct generation *gen, const struct gen_source *source,
                            const struct gen_world *world, struct buf *details, struct err *err) {
    if (copy_source(gen, source) < 0)
        return no_memory(err);
    if (plan_open(&gen->plan, gen->plan.base, source->image.n, err) < 0)
        return GEN_INPUT;
    gen->file =
        plan_inputs(&gen->plan) ? plan_string(&gen->plan, plan_input(&gen->plan, 0)->name) : "";
    return load_apps(gen, world, details, err);
}

enum gen_result gen_new(struct generation **gen, const struct gen_source *source,
                        const struct gen_world *world, struct buf *details, struct err *err) {
    struct generation *made = calloc(1, sizeof *made);
    if (!made)
        return no_memory(err);
    arena_init_may_fail(&made->arena, 0);
    made->refs = 1;
    enum gen_result result = load(made, source, world, details, err);
    if (result == GEN_OK)
        *gen = made;
    else
        gen_drop(made);
    return result;
}

int gen_set_log_defaults(struct generation *gen, const struct log_defaults *defaults) {
    const struct log_rotation **made = calloc(gen->n_apps + 1, sizeof *made);
    bool failed = !made;
    for (unsigned i = 0; i < gen->n_apps && !failed; i++)
        made[i] = app_load_rotation(gen, i, defaults, &failed);
    for (unsigned i = 0; i < gen->n_apps && !failed; i++)
        gen->apps[i].logs.rotation = made[i];
    free(made);
    return failed ? -1 : 0;
}

struct generation *gen_hold(struct generation *gen) {
    gen->refs++;
    return gen;
}

void gen_drop(struct generation *gen) {
    if (!gen || --gen->refs > 0)
        return;
    arena_done(&gen->arena);
    free(gen);
}

bool gen_is_same_ecosystem(const struct generation *a, const struct generation *b) {
    return a == b || (strcmp(a->root, b->root) == 0 && strcmp(a->file, b->file) == 0);
}

const struct app *gen_find(const struct generation *gen, const char *name) {
    unsigned i = plan_find(&gen->plan, name);
    return i < gen->n_apps ? &gen->apps[i] : NULL;
}

/* Differs from what the table says when nothing is said. */
static bool is_set(const struct plan *plan, unsigned app, enum opt_id id) {
    const struct option *o = &options[id];
    struct plan_text text;
    switch (o->repr) {
    case REPR_BOOL:
        return plan_bool(plan, app, id) != (o->def != 0);
    case REPR_INT:
    case REPR_MS:
    case REPR_BYTES:
    case REPR_WORD:
    case REPR_INSTANCES:
    case REPR_SIGNAL: {
        int64_t n = plan_number(plan, app, id, INT64_MIN);
        return n != INT64_MIN && n != o->def;
    }
    case REPR_STR:
    case REPR_PATH:
    case REPR_JSON:
    case REPR_CRON:
    case REPR_DATE: {
        text = plan_text(plan, app, id);
        const char *literal = plan_text_literal(text);
        return plan_text_parts(text) > 0 &&
               !(literal && (*literal == 0 || (o->def_text && strcmp(literal, o->def_text) == 0)));
    }
    case REPR_LIST:
    case REPR_LISTEN:
    case REPR_CODES:
    case REPR_WATCH:
    case REPR_ENV:
        return plan_list(plan, app, id).n > 0;
    case REPR_GROUP:
        return false;
    }
    return false;
}

/* A group's members are told as the group: "http", not nine lines. */
static bool is_group_later(enum opt_id group) {
    for (unsigned id = 0; id < OPT_COUNT; id++)
        if (options[id].runs == RUNS_LATER && opt_parent((enum opt_id)id) == group)
            return true;
    return false;
}

static void list_ignored(const struct generation *gen, struct buf *out) {
    const struct plan *plan = &gen->plan;
    for (unsigned id = 0; id < OPT_COUNT; id++) {
        bool is_group = options[id].repr == REPR_GROUP;
        if (is_group ? !is_group_later(id)
                     : options[id].runs != RUNS_LATER || opt_parent(id) != OPT_COUNT)
            continue;
        unsigned n = 0;
        for (unsigned i = 0; i < gen->n_apps; i++)
            if (is_group ? plan_has_block(plan, i, opt_group_block(id)) : is_set(plan, i, id)) {
                buf_fmt(out, "%s%s%s%s",
                        n ? "" : "not acted on by this version: ", n ? ", " : options[id].name,
                        n ? "" : " (", gen->apps[i].name);
                n++;
            }
        if (n)
            buf_z(out, ")\n");
    }
}

static void list_unasked(const struct generation *gen, struct buf *out) {
    for (unsigned i = 0; i < gen->n_apps; i++)
        if (!gen->apps[i].health && plan_has_block(&gen->plan, i, BLOCK_HTTP))
            buf_fmt(out,
                    "no health check of %s: neither http.port nor PORT of its environment is a "
                    "port\n",
                    gen->apps[i].name);
}

void gen_list_notices(const struct generation *gen, struct buf *out) {
    list_ignored(gen, out);
    list_unasked(gen, out);
}
