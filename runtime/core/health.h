/* Whether a process does its work, as its health check tells: what a row of answers means, and when
 * to ask again.
 *
 *   STARTING   nothing is known yet: asked often, ever less so the longer it takes
 *   HEALTHY    healthy_after answers in a row were good
 *   UNHEALTHY  unhealthy_after failures in a row were counted
 *
 * Not every failure counts: none within start_period; and before the first success none while it
 * may still come up (ready_ms), and later not more than one per interval, for then it is asked
 * more often than the numbers were meant for. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum health_state {
    HEALTH_NONE, /* nobody asks */
    HEALTH_STARTING,
    HEALTH_HEALTHY,
    HEALTH_UNHEALTHY,
    HEALTH_STATES,
};

struct health_rules {
    int64_t interval_ms; /* from the end of a check to the next */
    int64_t start_ms;    /* start_period */
    int64_t ready_ms;    /* listen_timeout, and min_uptime after it */
    unsigned unhealthy_after, healthy_after;
};

enum { HEALTH_COUNT_MOST = 1000 }; /* as the option table has it */

struct health {
    enum health_state state;
    unsigned failed, passed; /* in a row */
    int64_t counted_ms;      /* age at the last failure that counted */
};

enum health_turn { HEALTH_STAYS, HEALTH_RECOVERS, HEALTH_FALLS_ILL };

/* A check has ended. `age_ms`: how long the process runs. */
enum health_turn health_note(const struct health_rules *rules, struct health *health, bool is_well,
                             int64_t age_ms);

/* How long to wait until the next check. */
int64_t health_wait_ms(const struct health_rules *rules, const struct health *health,
                       int64_t age_ms);

/* "starting" "healthy" "unhealthy"; NULL for NONE. */
const char *health_state_name(enum health_state state);

/* In 32 bits for the state page, and back; false where it is none of ours. */
uint32_t health_pack(const struct health *health);
bool health_unpack(uint32_t packed, struct health *health);
