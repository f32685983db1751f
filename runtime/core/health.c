/* Counting answers. */
#include "runtime/core/health.h"

#include <stddef.h>

enum {
    QUICK_LEAST_MS = 100,
    QUICK_MOST_MS = 250, /* while somebody waits for it to be ready */
    QUICK_SHARE = 8,     /* later: an eighth of its age, so that it is known late by that at most */
    COUNT_BITS = 12,
    COUNT_MASK = (1 << COUNT_BITS) - 1,
};

static bool counts(const struct health_rules *rules, const struct health *health, int64_t age_ms) {
    if (age_ms < rules->start_ms)
        return false;
    if (health->state != HEALTH_STARTING)
        return true;
    return age_ms >= rules->ready_ms &&
           (health->failed == 0 || age_ms - health->counted_ms >= rules->interval_ms);
}

static enum health_turn note_success(const struct health_rules *rules, struct health *health) {
    health->failed = 0;
    if (health->passed < rules->healthy_after)
        health->passed++;
    if (health->state == HEALTH_HEALTHY || health->passed < rules->healthy_after)
        return HEALTH_STAYS;
    health->state = HEALTH_HEALTHY;
    return HEALTH_RECOVERS;
}

enum health_turn health_note(const struct health_rules *rules, struct health *health, bool is_well,
                             int64_t age_ms) {
    if (is_well)
        return note_success(rules, health);
    health->passed = 0;
    if (!counts(rules, health, age_ms))
        return HEALTH_STAYS;
    health->counted_ms = age_ms;
    if (health->failed < HEALTH_COUNT_MOST)
        health->failed++;
    if (health->state == HEALTH_UNHEALTHY || health->failed < rules->unhealthy_after)
        return HEALTH_STAYS;
    health->state = HEALTH_UNHEALTHY;
    return HEALTH_FALLS_ILL;
}

int64_t health_wait_ms(const struct health_rules *rules, const struct health *health,
                       int64_t age_ms) {
    if (health->state != HEALTH_STARTING)
        return rules->interval_ms;
    int64_t ms = age_ms / QUICK_SHARE;
    if (age_ms < rules->ready_ms && ms > QUICK_MOST_MS)
        ms = QUICK_MOST_MS;
    if (ms < QUICK_LEAST_MS)
        ms = QUICK_LEAST_MS;
    return ms < rules->interval_ms ? ms : rules->interval_ms;
}

const char *health_state_name(enum health_state state) {
    switch (state) {
    case HEALTH_STARTING:
        return "starting";
    case HEALTH_HEALTHY:
        return "healthy";
    case HEALTH_UNHEALTHY:
        return "unhealthy";
    case HEALTH_NONE:
    case HEALTH_STATES:
        break;
    }
    return NULL;
}

uint32_t health_pack(const struct health *health) {
    return (uint32_t)health->state << (2 * COUNT_BITS) | health->failed << COUNT_BITS |
           health->passed;
}

bool health_unpack(uint32_t packed, struct health *health) {
    uint32_t state = packed >> (2 * COUNT_BITS);
    *health =
        (struct health){.failed = packed >> COUNT_BITS & COUNT_MASK, .passed = packed & COUNT_MASK};
    if (state >= HEALTH_STATES || health->failed > HEALTH_COUNT_MOST ||
        health->passed > HEALTH_COUNT_MOST)
        return false;
    health->state = (enum health_state)state;
    return true;
}
