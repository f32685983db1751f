/* cron_restart: instances are restarted when their pattern is due.
 *
 * What runs is rolled where that is without outage (renewal.h), else restarted; what waits or has ended by itself is started; what was stopped by hand, or
 * never started, stays. When the clock is set, the times are worked out anew: those that were
 * jumped over are not made up for, and none comes twice within a second. */
#pragma once

#include "runtime/sup.h"

/* The instance's app may have changed, or it is new: works out when it is due. */
void cron_set(struct inst *inst);
/* The moment as another supervisor had it, also one that has passed since. */
void cron_resume(struct inst *inst, int64_t at_s);

/* The one timer of all; harmless where there is none. */
void cron_close(struct sup *sup);
