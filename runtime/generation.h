/* From a plan file to a generation: a loaded plan with everything resolved that can be before a
 * process exists. */
#pragma once

#include "runtime/app.h"
#include "schema/base/buf.h"

/* What the world gives a plan. */
struct gen_world {
    char *const *environ;
    const char *user_home; /* for "~/", may be NULL */
    const char *home;      /* the supervisor's: logs go to <home>/logs */
    unsigned n_cpus;
};

enum gen_result {
    GEN_OK = 0,
    GEN_CONFIG = 2, /* the plan cannot run in this environment */
    GEN_INPUT = 3,  /* the file cannot be read, or is no plan */
};

/* Reads, proves and resolves. `root` may be NULL: then the file's attribute user.ecoc.root
 * (relative to the plan), else the directory of the plan. On failure the message is in err and the
 * lines about missing variables, one each, in `details`; the generation is empty. */
enum gen_result gen_load(struct generation *gen, const char *path, const char *root,
                         const struct gen_world *world, struct buf *details, struct err *err);

void gen_done(struct generation *gen);

/* One line per option that is set in the plan and that this version does not act on: "cron_restart
 * (a, b)". */
void gen_list_ignored(const struct generation *gen, struct buf *out);
