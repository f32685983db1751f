/* What lint/launch.h makes of an app's command, laid over the app before it is written. */
#pragma once

#include "compiler/pipeline.h"
#include "lint/launch.h"
#include "schema/base/buf.h"
#include "schema/plan/plan.h"

struct launched {
    struct launch launch;
    bool is_fork;     /* it cannot be clustered: fork mode, as was asked for */
    struct span span; /* what says the command: a script of package.json; src NULL: none */
};

/* Of a resolved app; NULL where it stays as it is. The files that had a say join p's sources; `in` is
 * what pipeline_lint gives. */
const struct launched *launched_of(struct pipeline *p, const struct lint_input *in,
                                   const struct resolved_app *app);

/* Lays it over the app that it is of. */
void launched_apply(struct pipeline *p, const struct launched *launched, struct resolved_app *app);

/* Whether the option is what launched_apply made of it. */
bool launched_has(const struct launched *launched, enum opt_id id);

/* One line for each app of the plan, which pipeline_plan made, that is started otherwise than it is
 * written. */
void launched_report(struct pipeline *p, const struct plan *plan, struct buf *out);
