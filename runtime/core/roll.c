/* Sums of the count. */
#include "runtime/core/roll.h"

static unsigned in_phase(const struct roll_count *count, enum slot_phase phase) {
    unsigned n = 0;
    for (unsigned goal = 0; goal < SLOT_GOALS; goal++)
        n += count->n[goal][phase];
    return n;
}

/* Between its old version and its new one. */
static unsigned moving(const struct roll_count *count, enum slot_goal goal) {
    return count->n[goal][SLOT_STOPS] + count->n[goal][SLOT_DOWN] + count->n[goal][SLOT_RISES] +
           count->n[goal][SLOT_DRAINS];
}

static unsigned not_up(const struct roll_count *count, enum slot_goal goal) {
    unsigned n = 0;
    for (unsigned phase = 0; phase < SLOT_PHASES; phase++)
        n += phase == SLOT_UP ? 0 : count->n[goal][phase];
    return n;
}

/* Whether none has shown yet that the new version comes up, and one is about to. */
static bool waits_for_pioneer(const struct roll_count *count) {
    static const enum slot_goal runs[] = {SLOT_START, SLOT_SWAP, SLOT_ROLL, SLOT_NEW};
    unsigned n_moving = 0, n_up = 0;
    for (unsigned i = 0; i < sizeof runs / sizeof runs[0]; i++) {
        n_moving += moving(count, runs[i]);
        n_up += count->n[runs[i]][SLOT_UP];
    }
    return n_up == 0 && n_moving > 0;
}

static bool is_limited(const struct roll_rules *rules, const struct roll_count *count) {
    return !rules->is_anew &&
           moving(count, SLOT_ROLL) + moving(count, SLOT_SWAP) >= rules->parallel;
}

static bool has_failed(const struct roll_count *count) {
    return in_phase(count, SLOT_FAILED) || in_phase(count, SLOT_LOST);
}

bool roll_may_leave(const struct roll_count *count) {
    for (unsigned goal = 0; goal < SLOT_GO; goal++)
        if (not_up(count, (enum slot_goal)goal))
            return false;
    return true;
}

/* What has not begun to stop does not any more where another has failed. */
bool roll_may_follow(const struct roll_rules *rules, const struct roll_count *count) {
    unsigned n_old = count->n[SLOT_SWAP][SLOT_WAITS] + count->n[SLOT_GO][SLOT_WAITS];
    bool will_stop = n_old && !has_failed(count);
    return !rules->is_anew || (!will_stop && in_phase(count, SLOT_STOPS) == 0);
}

bool roll_may_begin(const struct roll_rules *rules, const struct roll_count *count,
                    enum slot_goal goal) {
    if (has_failed(count))
        return false;
    switch (goal) {
    case SLOT_ADOPT:
        return true;
    case SLOT_START:
    case SLOT_NEW:
        return roll_may_follow(rules, count) && !(rules->has_pioneer && waits_for_pioneer(count));
    case SLOT_SWAP:
    case SLOT_ROLL:
        return !is_limited(rules, count) && !(rules->has_pioneer && waits_for_pioneer(count));
    case SLOT_GO:
        return rules->is_anew || roll_may_leave(count);
    case SLOT_GOALS:
        break;
    }
    return false;
}

/* What is made anew stops first, all of it; one that was adopted has nothing that would stop. */
bool roll_may_return(const struct roll_rules *rules, const struct roll_count *count,
                     enum slot_goal goal) {
    bool will_stop = in_phase(count, SLOT_FALLS) > count->n[SLOT_ADOPT][SLOT_FALLS];
    if (rules->is_anew && will_stop)
        return false;
    return goal != SLOT_ROLL || count->n[SLOT_ROLL][SLOT_RETURNS] < rules->parallel;
}

enum roll_outcome roll_outcome(const struct roll_rules *rules, const struct roll_count *count,
                               bool is_falling) {
    static const enum slot_phase moves[] = {SLOT_STOPS, SLOT_DOWN,   SLOT_RISES,  SLOT_DRAINS,
                                            SLOT_FALLS, SLOT_FALLEN, SLOT_RETURNS};
    unsigned n_moving = 0;
    for (unsigned i = 0; i < sizeof moves / sizeof moves[0]; i++)
        n_moving += in_phase(count, moves[i]);
    if (is_falling)
        return n_moving ? ROLL_GOES_ON : ROLL_ENDS;
    if (in_phase(count, SLOT_FAILED) && rules->has_before)
        return ROLL_TURNS;
    if (n_moving)
        return ROLL_GOES_ON;
    if (has_failed(count))
        return ROLL_ENDS;
    return in_phase(count, SLOT_WAITS) ? ROLL_GOES_ON : ROLL_DONE;
}
