/* Arithmetic only. */
#include "runtime/core/renew.h"

enum { DOUBLINGS_MOST = 5 };

enum renew_verdict renew_for_memory(const struct renew_memory *memory) {
    int64_t excess = memory->used_bytes - memory->most_bytes;
    if (memory->most_bytes <= 0 || excess <= 0)
        return RENEW_LET_BE;
    bool is_dangerous = memory->was_over && excess > memory->most_bytes;
    return memory->can_roll && !is_dangerous ? RENEW_ROLL : RENEW_RESTART;
}

int64_t renew_pause_ms(unsigned failures, int64_t look_ms) {
    unsigned doublings = failures < DOUBLINGS_MOST ? failures : DOUBLINGS_MOST;
    return look_ms << doublings;
}
