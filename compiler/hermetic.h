/* --hermetic: which variables a configuration needs that nothing declares. */
#pragma once

#include "compiler/pipeline.h"

/* The first read of each such variable, in the order of reading, after pipeline_run. A read is no
 * need where the program has a default for it or asks whether it is set, nor where an env block
 * hands the variable on as it is and it is bound when the plan is loaded (not with p->bake_env, nor
 * where nothing was bound). */
size_t hermetic_needs(struct pipeline *p, const struct front_gap ***needs);
