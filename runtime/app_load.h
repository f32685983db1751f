/* One app of a plan, resolved; used by generation.c only. */
#pragma once

#include "runtime/generation.h"
#include "runtime/text.h"

/* Fills gen->apps[i] except its log paths. Missing variables are noted in `texts` and are no
 * failure here; -1 with err: a value cannot be used, or no memory. */
int app_load(struct generation *gen, unsigned i, struct text_source *texts,
             const struct gen_world *world, struct err *err);

/* The addresses of one app; -1 with err: one is none, or no memory. */
int app_listen_take(struct app *app, const struct app_list *texts, struct arena *a,
                    struct err *err);
/* The health check of one app whose environment and sockets are there; -1 with err: it cannot be asked
 * like that, or no memory. */
int app_health_take(struct generation *gen, unsigned i, struct text_source *texts, struct err *err);
/* No address is wanted twice; all apps are loaded. -1 with err. */
int app_listen_check(const struct generation *gen, struct err *err);

/* The rotation of its logs, on gen's arena; NULL where there is none. `defaults` NULL or off: none.
 * *failed: no memory. */
const struct log_rotation *app_load_rotation(struct generation *gen, unsigned i,
                                             const struct log_defaults *defaults, bool *failed);

/* Checks and crosses the names of depends_on; all apps are loaded. -1 with err. */
int app_load_needs(struct generation *gen, struct err *err);

/* The log paths of all apps: default names never meet. -1: no memory. */
int app_load_logs(struct generation *gen, const struct gen_world *world);
