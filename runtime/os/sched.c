#include "runtime/os/sched.h"

#include <sched.h>

static const struct sched_param none = {.sched_priority = 0};

bool os_sched_yield_first(void) {
    return sched_getscheduler(0) == SCHED_OTHER && sched_setscheduler(0, SCHED_BATCH, &none) == 0;
}

void os_sched_usual(void) {
    (void)sched_setscheduler(0, SCHED_OTHER, &none);
}
