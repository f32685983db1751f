/* Decisions about exits; arithmetic only. */
#include "runtime/core/policy.h"

enum {
    BACKOFF_MOST_MS = 15000,  /* as PM2 */
    BACKOFF_RESET_MS = 30000, /* as PM2 */
    INSTANT_MS = 10,          /* shorter than any program needs to begin its work */
    HASTY_FREE = 3,           /* hasty runs in a row that cost nothing */
    HASTY_MOST_MS = 100,
    BUSY_FIRST_MS = 50,
    BUSY_MOST_MS = 5000,
    SWEEP_FIRST_MS = 5,
    SWEEP_MOST_MS = 500,
};

/* first, 2 * first ... up to most; n from 1. */
static int64_t doubling(int64_t first, int64_t most, int64_t n) {
    int64_t ms = first;
    for (int64_t i = 1; i < n && ms < most; i++)
        ms *= 2;
    return ms < most ? ms : most;
}

static bool is_stop_code(const struct policy *policy, const struct policy_exit *exit) {
    if (exit->by_signal)
        return false;
    for (size_t i = 0; i < policy->n_stop_codes; i++)
        if (policy->stop_codes[i] == (uint32_t)exit->number)
            return true;
    return false;
}

static int64_t next_delay(const struct policy *policy, struct policy_past *past) {
    int64_t ms = policy->restart_delay_ms;
    if (policy->exp_backoff_ms > 0) {
        int64_t last = past->backoff_ms;
        int64_t grown = last > BACKOFF_MOST_MS ? BACKOFF_MOST_MS : last + last / 2;
        ms = last == 0 ? policy->exp_backoff_ms : grown;
        if (last && ms > BACKOFF_MOST_MS)
            ms = BACKOFF_MOST_MS;
        past->backoff_ms = ms;
    }
    if (past->hasty > HASTY_FREE) {
        int64_t least = doubling(INSTANT_MS, HASTY_MOST_MS, past->hasty - HASTY_FREE);
        ms = ms > least ? ms : least;
    }
    return ms;
}

struct policy_answer policy_after_exit(const struct policy *policy, const struct policy_exit *exit,
                                       struct policy_past *past) {
    struct policy_answer answer = {.verdict = POLICY_FINAL,
                                   .is_unstable = exit->uptime_ms < policy->min_uptime_ms};
    past->unstable = answer.is_unstable ? past->unstable + 1 : 0;
    past->hasty = answer.is_unstable || exit->uptime_ms < INSTANT_MS ? past->hasty + 1 : 0;
    if (exit->uptime_ms >= BACKOFF_RESET_MS)
        past->backoff_ms = 0;
    if (!policy->autorestart || is_stop_code(policy, exit))
        return answer;
    if (past->unstable > policy->max_restarts) {
        answer.verdict = POLICY_OVER_LIMIT;
        return answer;
    }
    answer.verdict = POLICY_RETRY;
    answer.delay_ms = next_delay(policy, past);
    return answer;
}

int64_t policy_busy_delay_ms(unsigned attempt) {
    return doubling(BUSY_FIRST_MS, BUSY_MOST_MS, attempt);
}

int64_t policy_sweep_delay_ms(unsigned sweep) {
    return doubling(SWEEP_FIRST_MS, SWEEP_MOST_MS, sweep);
}
