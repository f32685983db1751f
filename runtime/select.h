/* Who is meant: targets of requests become sets of instances.
 *
 * A target is "all", "/regex/" (POSIX extended, on names; a final i: in any case), else a name,
 * else a namespace, else an id. What is leaving is not meant any more. */
#pragma once

#include "runtime/inst.h"

/* Fills the set, by pm_id, each instance once. -1 with err: no memory, or a target that means
 * nobody ("all" may mean nobody). */
int select_targets(const struct sup *sup, const char *const *targets, unsigned n_targets,
                   struct inst_set *set, struct err *err);
