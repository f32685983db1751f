/* Saving and bringing back. */
#include "runtime/saved.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "schema/plan/plan_kept.h"
#include "runtime/late.h"
#include "schema/io/file.h"

enum { SAVED_MOST_BYTES = 1024 * 1024 * 1024 };

static void path_of(const struct sup *sup, char path[PATH_MAX + 16]) {
    (void)snprintf(path, PATH_MAX + 16, "%s/saved.bin", sup->home);
}

/* ---- saving ---------------------------------------------------------------------------------- */

struct saver {
    struct dump dump;
    const struct generation **gens; /* as in the dump */
};

static unsigned index_of(struct saver *s, const struct generation *gen) {
    for (unsigned i = s->dump.n_generations; i > 0; i--)
        if (s->gens[i - 1] == gen)
            return i - 1;
    s->gens[s->dump.n_generations] = gen;
    s->dump.generations[s->dump.n_generations] = (struct dump_generation){
        .root = gen->root,
        .files = gen->files,
        .n_files = gen->n_files,
        .image = {(const char *)gen->plan.base, gen->plan.size_bytes},
    };
    return s->dump.n_generations++;
}

static void collect(struct saver *s, const struct sup *sup) {
    for (const struct inst *inst = sup->first; inst; inst = inst->next) {
        if (inst->is_leaving || inst->office == INST_COMES)
            continue;
        bool rests = inst->proc.state == PROC_STOPPED && inst->starts > 0;
        s->dump.instances[s->dump.n_instances++] = (struct dump_instance){
            .generation = index_of(s, inst->gen),
            .app = inst->app->name,
            .number = inst->number,
            .flags = (inst->is_held ? DUMP_HELD : 0U) | (rests ? DUMP_RESTED : 0U)};
    }
}

int saved_bytes(const struct sup *sup, struct buf *bytes, unsigned *n, struct err *err) {
    struct saver s = {0};
    struct arena arena;
    arena_init_may_fail(&arena, 0);
    s.dump.instances = arena_array(&arena, struct dump_instance, sup->n_insts + 1);
    s.dump.generations = arena_array(&arena, struct dump_generation, sup->n_insts + 1);
    s.gens = arena_array(&arena, const struct generation *, sup->n_insts + 1);
    int rc = s.dump.instances && s.dump.generations && s.gens ? 0 : -1;
    if (rc == 0) {
        collect(&s, sup);
        dump_write(&s.dump, bytes);
    }
    *n = s.dump.n_instances;
    arena_done(&arena);
    return rc < 0 || bytes->failed ? err_set(err, "the supervisor is out of memory") : 0;
}

int saved_write(const struct sup *sup, unsigned *n, struct err *err) {
    char path[PATH_MAX + 16];
    struct buf bytes = {0};
    path_of(sup, path);
    int rc = saved_bytes(sup, &bytes, n, err);
    if (rc == 0)
        rc = file_write_atomic(path, (struct str){bytes.p, bytes.n}, 0600, NULL, NULL, err);
    buf_done(&bytes);
    return rc;
}

/* ---- bringing back --------------------------------------------------------------------------- */

struct restorer {
    struct sup *sup;
    char *const *environ;
    struct arena arena; /* for the time being */
    struct dump dump;
    const struct inst *old_last; /* of the list, before */
    struct inst_set *set;
    struct buf *troubles;
};

/* The generation with its late values as they are now; NULL where it cannot be. */
static struct generation *make_generation(struct restorer *r, const struct dump_generation *from) {
    struct gen_world world = sup_world(r->sup);
    struct generation *gen = NULL;
    struct buf block = {0}, details = {0};
    struct err err = {0};
    struct plan plan;
    char *aligned = arena_alloc(&r->arena, from->image.n + 1);
    struct late_source source = {r->environ, from->files, from->n_files};
    if (!aligned)
        (void)err_set(&err, "the supervisor is out of memory");
    else if (memcpy(aligned, from->image.p, from->image.n),
             plan_open(&plan, aligned, from->image.n, &err) == 0 &&
                 late_collect(&plan, &source, &r->arena, &block, &err) == 0) {
        struct gen_source made_of = {.image = from->image,
                                     .root = from->root,
                                     .environ = r->environ,
                                     .late = late_split(&r->arena, (struct str){block.p, block.n}),
                                     .files = from->files,
                                     .n_files = from->n_files};
        if (made_of.late)
            (void)gen_new(&gen, &made_of, &world, &details, &err);
        else
            (void)err_set(&err, "the supervisor is out of memory");
    }
    if (!gen) {
        buf_fmt(r->troubles, "%s: %s\n", from->root, err.msg);
        buf_str(r->troubles, (struct str){details.p, details.n});
    }
    buf_done(&details);
    buf_done(&block);
    return gen;
}

/* An app of that name was there before; what this list makes does not count. */
static bool is_there(const struct restorer *r, const char *name) {
    for (const struct inst *inst = r->old_last; inst; inst = inst->prev)
        if (!inst->is_leaving && strcmp(inst->app->name, name) == 0)
            return true;
    return false;
}

static void make_instance(struct restorer *r, struct generation *gen,
                          const struct dump_instance *from) {
    const struct app *app = gen_find(gen, from->app);
    if (!app || is_there(r, from->app))
        return;
    struct inst *inst = inst_new(r->sup, gen, app, from->number);
    if (!inst) {
        buf_fmt(r->troubles, "%s: the supervisor is out of memory\n", from->app);
        return;
    }
    inst->is_held = from->flags & DUMP_HELD;
    if (from->flags & DUMP_RESTED) /* it has had its run: nobody but a hand starts it */
        inst->starts = inst->forgotten = 1;
    if (!from->flags && app->autostart)
        r->set->at[r->set->n++] = inst;
}

static void restore_all(struct restorer *r) {
    for (unsigned g = 0; g < r->dump.n_generations; g++) {
        struct generation *gen = make_generation(r, &r->dump.generations[g]);
        for (unsigned i = 0; gen && i < r->dump.n_instances; i++)
            if (r->dump.instances[i].generation == g)
                make_instance(r, gen, &r->dump.instances[i]);
        if (gen) /* also those that came after it was saved */
            (void)relics_adopt(r->sup, gen, false);
        gen_drop(gen);
    }
}

int saved_restore(struct sup *sup, char *const *environ, struct inst_set *set, struct buf *troubles,
                  struct err *err) {
    char path[PATH_MAX + 16];
    struct restorer r = {
        .sup = sup, .environ = environ, .old_last = sup->last, .set = set, .troubles = troubles};
    struct str bytes;
    *set = (struct inst_set){0};
    arena_init_may_fail(&r.arena, 0);
    path_of(sup, path);
    int rc = file_read(path, SAVED_MOST_BYTES, &r.arena, &bytes, err);
    if (rc == 0 && dump_parse(bytes, &r.arena, &r.dump, err) < 0)
        rc = err_wrap(err, "%s", path);
    if (rc == 0) {
        set->at = calloc(r.dump.n_instances + 1, sizeof(struct inst *));
        rc = set->at ? 0 : err_set(err, "the supervisor is out of memory");
    }
    if (rc == 0)
        restore_all(&r);
    arena_done(&r.arena);
    return rc;
}
