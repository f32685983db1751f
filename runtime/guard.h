/* max_memory_restart: every 30 s (ECORT_GUARD_MS in the supervisor's environment: another time) what
 * the trees use is compared with what they may, and what uses more is rolled or restarted, as
 * core/renew.h says. The record of unstable runs stays as it is. Without a limit nobody looks. */
#pragma once

#include "runtime/sup.h"

/* Whether another process may come in its place: it is up and has its office, and is not about to go. */
bool guard_may_replace(const struct inst *inst);
/* Sees to that where the process does not do its work as it should: by a roll where that is without
 * outage, else it is stopped and started; the record of unstable runs stays as it is. */
void guard_replace(struct inst *inst, enum renewal_why why);
/* What to say before: "replacing it", "restarting". */
const char *guard_remedy(const struct inst *inst);

/* The instance's app may have changed, or it is new. */
void guard_set(struct inst *inst);

/* The time between two looks. */
int64_t guard_interval_ms(const struct sup *sup);
