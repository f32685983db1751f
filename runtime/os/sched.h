/* When this process gets the CPU. */
#pragma once

#include <stdbool.h>

/* From now on whoever runs is not interrupted when we are woken up (SCHED_BATCH): our share of the CPU
 * stays, and an idle CPU is ours at once. What several have for us by then is done in one go, so a
 * busy machine switches less. False, and nothing is changed, where somebody chose another policy. */
bool os_sched_yield_first(void);

/* Takes it back, for a child; async-signal-safe. */
void os_sched_usual(void);
