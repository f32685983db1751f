/* From a plan to a generation: a loaded plan with everything resolved that can be before a process
 * exists. */
#pragma once

#include "runtime/app.h"
#include "runtime/settings.h"
#include "schema/base/buf.h"

/* What a generation is made of, and can be made of again: all of it is kept in the generation. */
struct gen_source {
    struct str image;         /* the plan */
    const char *root;         /* absolute: the directory of the configuration */
    char *const *environ;     /* what its processes inherit */
    char *const *late;        /* NAME=value for late-bound texts */
    const char *const *files; /* where these came from besides environ, to be read again */
    unsigned n_files;
};

/* What else the world gives a plan. */
struct gen_world {
    const char *user_home; /* for "~/", may be NULL */
    unsigned n_cpus;
    const struct log_defaults *logs; /* of rotation; NULL = none */
    /* NAME=value of each app as they were resolved before, NULL-terminated lists; NULL: resolve them
     * now. An app beyond n_envs has none. */
    char *const *const *envs;
    unsigned n_envs;
};

enum gen_result {
    GEN_OK = 0,
    GEN_CONFIG = 2, /* the plan cannot run in this environment */
    GEN_INPUT = 3,  /* the bytes are no plan */
};

/* Copies, proves and resolves; *gen has one reference. On failure the message is in err and the
 * lines about missing variables, one each, in `details`. */
enum gen_result gen_new(struct generation **gen, const struct gen_source *source,
                        const struct gen_world *world, struct buf *details, struct err *err);

/* Makes the rotation of all its apps anew, by other defaults: the one thing of a generation that does
 * change; what was before stays on the arena. -1: no memory, all is as before. */
int gen_set_log_defaults(struct generation *gen, const struct log_defaults *defaults);

/* One reference more; returns gen. */
struct generation *gen_hold(struct generation *gen);
/* One reference less; the last one frees it. NULL is fine. */
void gen_drop(struct generation *gen);

/* Whether both are of the same ecosystem: the same file in the same directory. */
bool gen_is_same_ecosystem(const struct generation *a, const struct generation *b);

/* The app of that name, or NULL. */
const struct app *gen_find(const struct generation *gen, const char *name);

/* What this version does otherwise than the plan may lead to expect, a line each: "not acted on by
 * this version: cron_restart (a, b)". */
void gen_list_notices(const struct generation *gen, struct buf *out);
