/* max_memory_restart: every 30 s (ECORT_GUARD_MS in the supervisor's environment: another time) what
 * the trees use is compared with what they may, and what uses more is restarted. The record of
 * unstable runs stays as it is. Without a limit nobody looks. */
#pragma once

#include "runtime/sup.h"

/* Stops and starts the process, which does not do its work as it should; the record of unstable runs
 * stays as it is. */
void guard_restart(struct inst *inst);

/* The instance's app may have changed, or it is new. */
void guard_set(struct inst *inst);
