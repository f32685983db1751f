/* Loading: file, proof, root, texts, apps. */
#include "runtime/generation.h"

#include <limits.h>
#include <stdlib.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "runtime/app_load.h"
#include "runtime/workpath.h"
#include "schema/io/file.h"

enum { PLAN_MOST_BYTES = 256 * 1024 * 1024 };

static const char *const out_of_memory = "out of memory while loading the plan";

/* The directory of the plan file, absolute. */
static const char *directory_of(struct arena *a, const char *path, struct err *err) {
    char real[PATH_MAX];
    if (!realpath(path, real)) {
        (void)err_sys(err, "%s", path);
        return NULL;
    }
    char *slash = strrchr(real, '/');
    *(slash == real ? slash + 1 : slash) = 0;
    return arena_cstr(a, str_of(real));
}

/* What ecoc noted beside the file about where the configuration is. */
static const char *noted_root(struct arena *a, const char *path, const char *dir) {
    char value[PATH_MAX];
    ssize_t n = getxattr(path, "user.ecoc.root", value, sizeof value - 1);
    if (n <= 0)
        return dir;
    value[n] = 0;
    return workpath_resolve(a, dir, value);
}

static int find_root(struct generation *gen, const char *path, const char *root, struct err *err) {
    char real[PATH_MAX];
    if (root && !realpath(root, real))
        return err_sys(err, "--root %s", root);
    if (root) {
        gen->root = arena_cstr(&gen->arena, str_of(real));
    } else {
        const char *dir = directory_of(&gen->arena, path, err);
        if (!dir)
            return -1;
        gen->root = noted_root(&gen->arena, path, dir);
    }
    return gen->root ? 0 : err_set(err, "%s", out_of_memory);
}

static enum gen_result load_apps(struct generation *gen, const struct gen_world *world,
                                 struct buf *details, struct err *err) {
    struct text_source texts = {
        .arena = &gen->arena, .root = gen->root, .environ = world->environ, .missing = details};
    gen->n_apps = gen->plan.n_apps;
    gen->apps = arena_array(&gen->arena, struct app, gen->n_apps);
    if (!gen->apps)
        return err_set(err, "%s", out_of_memory), GEN_CONFIG;
    for (unsigned i = 0; i < gen->n_apps; i++)
        if (app_load(gen, i, &texts, world, err) < 0)
            return GEN_CONFIG;
    if (texts.n_missing) {
        (void)err_set(err, "%u variable%s of the environment %s missing", texts.n_missing,
                      texts.n_missing == 1 ? "" : "s", texts.n_missing == 1 ? "is" : "are");
        return GEN_CONFIG;
    }
    return app_load_logs(gen, world) < 0 ? (err_set(err, "%s", out_of_memory), GEN_CONFIG) : GEN_OK;
}

enum gen_result gen_load(struct generation *gen, const char *path, const char *root,
                         const struct gen_world *world, struct buf *details, struct err *err) {
    *gen = (struct generation){0};
    arena_init_may_fail(&gen->arena, 0);
    struct str bytes;
    enum gen_result result = GEN_INPUT;
    if (file_read(path, PLAN_MOST_BYTES, &gen->arena, &bytes, err) == 0) {
        if (plan_open(&gen->plan, bytes.p, bytes.n, err) < 0)
            (void)err_wrap(err, "%s", path);
        else if (find_root(gen, path, root, err) < 0)
            result = GEN_CONFIG;
        else
            result = load_apps(gen, world, details, err);
    }
    if (result != GEN_OK)
        gen_done(gen);
    return result;
}

void gen_done(struct generation *gen) {
    arena_done(&gen->arena);
    *gen = (struct generation){0};
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
static bool is_group_set(const struct plan *plan, unsigned app, enum opt_id group) {
    for (unsigned id = 0; id < OPT_COUNT; id++)
        if (opt_parent(id) == group && options[id].runs == RUNS_LATER &&
            plan_has_block(plan, app, opt_block_of(id)))
            return true;
    return false;
}

void gen_list_ignored(const struct generation *gen, struct buf *out) {
    const struct plan *plan = &gen->plan;
    for (unsigned id = 0; id < OPT_COUNT; id++) {
        bool is_group = options[id].repr == REPR_GROUP;
        if (!is_group && (options[id].runs != RUNS_LATER || opt_parent(id) != OPT_COUNT))
            continue;
        unsigned n = 0;
        for (unsigned i = 0; i < gen->n_apps; i++)
            if (is_group ? is_group_set(plan, i, id) : is_set(plan, i, id)) {
                buf_fmt(out, "%s%s%s", n ? "" : options[id].name, n ? ", " : " (",
                        gen->apps[i].name);
                n++;
            }
        if (n)
            buf_z(out, ")\n");
    }
}
