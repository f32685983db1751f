/* When a process is to be replaced by a new one of the same version, and how.
 *
 * Memory. What uses more than it may is rolled where that is without outage: a new process beside
 * it, which takes its place when it is up. Where two cannot be there together it is restarted. One
 * that was to be rolled when it was last looked at, is still there, and uses more than twice what it
 * may, is restarted all the same: a machine without memory takes others with it.
 *
 * Failures. A new process that does not come up leaves the old one where it is; the next try comes
 * after 2, 4, 8, 16 and then always 32 times the time between two looks. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum renew_verdict { RENEW_LET_BE, RENEW_ROLL, RENEW_RESTART };

struct renew_memory {
    int64_t used_bytes, most_bytes; /* most 0 = no limit */
    bool can_roll;
    bool was_over; /* at the look before, and it has not been replaced */
};

enum renew_verdict renew_for_memory(const struct renew_memory *memory);

/* The pause after n failures in a row, n from 1. */
int64_t renew_pause_ms(unsigned failures, int64_t look_ms);
