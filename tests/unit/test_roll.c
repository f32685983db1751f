/* Rolls apps of every size through every failure, and looks at what is under way in each moment. */
#include <check.h>
#include <string.h>

#include "runtime/core/roll.h"
#include "schema/base/base.h"

enum { SLOTS_MOST = 6 };

struct stage {
    struct roll_rules rules;
    enum slot_goal goal[SLOTS_MOST];
    enum slot_phase phase[SLOTS_MOST];
    unsigned n;
    unsigned broken; /* the slot whose new version does not come up; n = none */
    bool is_falling;
};

static struct roll_count count_of(const struct stage *s) {
    struct roll_count count = {0};
    for (unsigned i = 0; i < s->n; i++)
        count.n[s->goal[i]][s->phase[i]]++;
    return count;
}

static unsigned in_phase(const struct stage *s, enum slot_phase phase) {
    unsigned n = 0;
    for (unsigned i = 0; i < s->n; i++)
        n += s->phase[i] == phase;
    return n;
}

static unsigned served(const struct stage *s) {
    unsigned n = 0;
    for (unsigned i = 0; i < s->n; i++)
        n += s->goal[i] == SLOT_ROLL || s->phase[i] == SLOT_WAITS || s->phase[i] == SLOT_UP ||
             s->phase[i] == SLOT_BACK;
    return n;
}

static enum slot_phase first_phase(enum slot_goal goal) {
    static const enum slot_phase phases[SLOT_GOALS] = {
        [SLOT_ADOPT] = SLOT_UP,   [SLOT_START] = SLOT_RISES, [SLOT_SWAP] = SLOT_STOPS,
        [SLOT_ROLL] = SLOT_RISES, [SLOT_NEW] = SLOT_RISES,   [SLOT_GO] = SLOT_STOPS};
    return phases[goal];
}

/* What the world does next to one that is under way. */
static enum slot_phase next_phase(const struct stage *s, unsigned i) {
    switch (s->phase[i]) {
    case SLOT_STOPS:
        return s->goal[i] == SLOT_GO && !s->rules.is_anew ? SLOT_UP : SLOT_DOWN;
    case SLOT_DOWN:
        return s->goal[i] == SLOT_GO ? SLOT_UP : SLOT_RISES;
    case SLOT_RISES:
        if (i == s->broken)
            return SLOT_FAILED;
        return s->goal[i] == SLOT_ROLL ? SLOT_DRAINS : SLOT_UP;
    case SLOT_DRAINS:
        return SLOT_UP;
    case SLOT_FALLS:
        return SLOT_FALLEN;
    case SLOT_FALLEN:
        return SLOT_RETURNS;
    case SLOT_RETURNS:
        return SLOT_BACK;
    default:
        return s->phase[i];
    }
}

static void begin_all(struct stage *s) {
    for (unsigned i = 0; i < s->n; i++) {
        struct roll_count count = count_of(s);
        if (s->phase[i] == SLOT_WAITS && roll_may_begin(&s->rules, &count, s->goal[i]))
            s->phase[i] = first_phase(s->goal[i]);
    }
}

static void step_one(struct stage *s, unsigned i) {
    struct roll_count count = count_of(s);
    if (s->phase[i] == SLOT_FALLEN && !roll_may_return(&s->rules, &count, s->goal[i]))
        return;
    bool goes = s->goal[i] == SLOT_GO;
    if (s->phase[i] == SLOT_DOWN &&
        !(goes ? roll_may_leave(&count) : roll_may_follow(&s->rules, &count)))
        return;
    s->phase[i] = next_phase(s, i);
}

static void turn(struct stage *s) {
    s->is_falling = true;
    for (unsigned i = 0; i < s->n; i++)
        s->phase[i] = s->phase[i] == SLOT_WAITS ? SLOT_BACK : SLOT_FALLS;
}

/* To the end; `look` is called in each moment. `last_first`: the order in which the world moves. */
static enum roll_outcome play(struct stage *s, bool last_first,
                              void (*look)(const struct stage *s)) {
    for (unsigned moment = 0; moment < 200; moment++) {
        if (!s->is_falling)
            begin_all(s);
        look(s);
        struct roll_count count = count_of(s);
        enum roll_outcome outcome = roll_outcome(&s->rules, &count, s->is_falling);
        if (outcome == ROLL_TURNS)
            turn(s);
        else if (outcome != ROLL_GOES_ON)
            return outcome;
        for (unsigned k = 0; k < s->n; k++)
            step_one(s, last_first ? s->n - 1 - k : k);
    }
    ck_abort_msg("it never ends");
    return ROLL_GOES_ON;
}

static struct stage stage_of(enum slot_goal goal, unsigned n, unsigned parallel, unsigned broken) {
    struct stage s = {.rules = {.parallel = parallel, .has_pioneer = true, .has_before = true},
                      .n = n,
                      .broken = broken};
    for (unsigned i = 0; i < n; i++)
        s.goal[i] = goal;
    return s;
}

static void look_at_room(const struct stage *s) {
    unsigned moving = in_phase(s, SLOT_STOPS) + in_phase(s, SLOT_DOWN) + in_phase(s, SLOT_RISES) +
                      in_phase(s, SLOT_DRAINS);
    ck_assert_uint_le(moving, s->rules.parallel);
    ck_assert_uint_le(in_phase(s, SLOT_RETURNS),
                      s->goal[0] == SLOT_ROLL ? s->rules.parallel : s->n);
    if (!s->is_falling)
        ck_assert_uint_ge(served(s) + s->rules.parallel, s->n);
    if (in_phase(s, SLOT_UP) == 0 && !s->is_falling)
        ck_assert_uint_le(moving, 1); /* the pioneer */
}

START_TEST(all_sizes_roll_and_swap) {
    for (unsigned swap = 0; swap < 2; swap++)
        for (unsigned n = 1; n <= SLOTS_MOST; n++)
            for (unsigned parallel = 1; parallel <= n; parallel++)
                for (unsigned order = 0; order < 2; order++) {
                    struct stage s = stage_of(swap ? SLOT_SWAP : SLOT_ROLL, n, parallel, n);
                    ck_assert_int_eq(play(&s, order, look_at_room), ROLL_DONE);
                    ck_assert_uint_eq(in_phase(&s, SLOT_UP), n);
                }
}
END_TEST

START_TEST(a_broken_one_turns_it_round) {
    for (unsigned swap = 0; swap < 2; swap++)
        for (unsigned n = 1; n <= SLOTS_MOST; n++)
            for (unsigned broken = 0; broken < n; broken++)
                for (unsigned parallel = 1; parallel <= n; parallel++) {
                    struct stage s = stage_of(swap ? SLOT_SWAP : SLOT_ROLL, n, parallel, broken);
                    ck_assert_int_eq(play(&s, false, look_at_room), ROLL_ENDS);
                    ck_assert_uint_eq(in_phase(&s, SLOT_BACK), n);
                }
}
END_TEST

/* The first is broken: nobody else was touched. */
static void look_at_others(const struct stage *s) {
    for (unsigned i = 1; i < s->n; i++)
        ck_assert(s->phase[i] == SLOT_WAITS || s->phase[i] == SLOT_BACK);
}

START_TEST(nobody_follows_a_broken_pioneer) {
    struct stage s = stage_of(SLOT_ROLL, 4, 4, 0);
    ck_assert_int_eq(play(&s, false, look_at_others), ROLL_ENDS);
}
END_TEST

/* Made anew: no process of the new version beside one of the old, also on the way back. */
static void look_at_port(const struct stage *s) {
    bool is_old = false, is_new = false;
    for (unsigned i = 0; i < s->n && s->is_falling; i++) {
        is_new = is_new || s->phase[i] == SLOT_FALLS;
        is_old = is_old || s->phase[i] == SLOT_RETURNS;
    }
    for (unsigned i = 0; i < s->n && !s->is_falling; i++) {
        is_old = is_old || s->phase[i] == SLOT_STOPS ||
                 ((s->goal[i] == SLOT_SWAP || s->goal[i] == SLOT_GO) && s->phase[i] == SLOT_WAITS);
        is_new = is_new || s->phase[i] == SLOT_RISES ||
                 (s->goal[i] != SLOT_GO && s->phase[i] == SLOT_UP);
    }
    ck_assert(!(is_old && is_new));
}

START_TEST(made_anew_all_stop_then_all_start) {
    static const enum slot_goal goals[] = {SLOT_SWAP, SLOT_START, SLOT_NEW, SLOT_GO};
    for (unsigned mix = 0; mix < 4 * 4 * 4 * 4; mix++)
        for (unsigned broken = 0; broken <= 4; broken++)
            for (unsigned order = 0; order < 2; order++) {
                struct stage s = stage_of(SLOT_SWAP, 4, 1, broken);
                s.rules.has_pioneer = false;
                s.rules.is_anew = true;
                for (unsigned i = 0, m = mix; i < 4; i++, m /= 4)
                    s.goal[i] = goals[m % 4];
                bool fails = broken < 4 && s.goal[broken] != SLOT_GO;
                ck_assert_int_eq(play(&s, order, look_at_port), fails ? ROLL_ENDS : ROLL_DONE);
            }
}
END_TEST

START_TEST(who_may_follow) {
    static const struct {
        enum slot_goal goal;
        enum slot_phase phase; /* of another */
        bool may_anew;
    } cases[] = {
        {SLOT_SWAP, SLOT_STOPS, false}, {SLOT_SWAP, SLOT_WAITS, false},
        {SLOT_SWAP, SLOT_DOWN, true},   {SLOT_SWAP, SLOT_RISES, true},
        {SLOT_SWAP, SLOT_UP, true},     {SLOT_START, SLOT_WAITS, true},
        {SLOT_NEW, SLOT_WAITS, true},   {SLOT_GO, SLOT_WAITS, false},
        {SLOT_SWAP, SLOT_LOST, true},
    };
    for (unsigned i = 0; i < ARRAY_LEN(cases); i++) {
        struct roll_rules anew = {.parallel = 1, .has_before = true, .is_anew = true};
        struct roll_rules not_anew = {.parallel = 1, .has_before = true};
        struct roll_count count = {0};
        count.n[SLOT_SWAP][SLOT_DOWN] = 1;
        count.n[cases[i].goal][cases[i].phase]++;
        ck_assert_msg(roll_may_follow(&anew, &count) == cases[i].may_anew, "case %u", i);
        ck_assert(roll_may_follow(&not_anew, &count));
        count.n[SLOT_SWAP][SLOT_LOST]++; /* who has not begun will not */
        ck_assert(roll_may_follow(&anew, &count) == (cases[i].phase != SLOT_STOPS));
    }
}
END_TEST

START_TEST(who_may_return) {
    static const struct {
        enum slot_goal goal, other;
        enum slot_phase phase; /* of the other */
        bool may_anew, may;
    } cases[] = {
        {SLOT_SWAP, SLOT_SWAP, SLOT_FALLS, false, true},
        {SLOT_SWAP, SLOT_NEW, SLOT_FALLS, false, true},
        {SLOT_SWAP, SLOT_START, SLOT_FALLS, false, true},
        {SLOT_SWAP, SLOT_ADOPT, SLOT_FALLS, true, true}, /* its process stays */
        {SLOT_SWAP, SLOT_SWAP, SLOT_FALLEN, true, true},
        {SLOT_SWAP, SLOT_SWAP, SLOT_RETURNS, true, true},
        {SLOT_SWAP, SLOT_SWAP, SLOT_LOST, true, true},
        {SLOT_ROLL, SLOT_ROLL, SLOT_FALLS, false, true},
        {SLOT_ROLL, SLOT_ROLL, SLOT_FALLEN, true, true},
        {SLOT_ROLL, SLOT_ROLL, SLOT_RETURNS, false, false}, /* parallel */
        {SLOT_ROLL, SLOT_SWAP, SLOT_RETURNS, true, true},
    };
    for (unsigned i = 0; i < ARRAY_LEN(cases); i++) {
        struct roll_rules anew = {.parallel = 1, .has_before = true, .is_anew = true};
        struct roll_rules not_anew = {.parallel = 1, .has_before = true};
        struct roll_count count = {0};
        count.n[cases[i].goal][SLOT_FALLEN] = 1;
        count.n[cases[i].other][cases[i].phase]++;
        ck_assert_msg(roll_may_return(&anew, &count, cases[i].goal) == cases[i].may_anew, "case %u",
                      i);
        ck_assert_msg(roll_may_return(&not_anew, &count, cases[i].goal) == cases[i].may, "case %u",
                      i);
    }
}
END_TEST

START_TEST(who_may_begin) {
    static const struct {
        enum slot_goal goal, other;
        enum slot_phase phase; /* of the other */
        unsigned parallel;
        bool has_pioneer, may;
    } cases[] = {
        {SLOT_ROLL, SLOT_ROLL, SLOT_DRAINS, 1, true, false},
        {SLOT_ROLL, SLOT_ROLL, SLOT_UP, 1, true, true},
        {SLOT_ROLL, SLOT_ROLL, SLOT_RISES, 2, true, false}, /* the pioneer */
        {SLOT_ROLL, SLOT_ROLL, SLOT_RISES, 2, false, true},
        {SLOT_ROLL, SLOT_SWAP, SLOT_STOPS, 1, false, false},
        {SLOT_ROLL, SLOT_ROLL, SLOT_FAILED, 4, true, false},
        {SLOT_NEW, SLOT_ADOPT, SLOT_UP, 1, false, true},
        {SLOT_NEW, SLOT_NEW, SLOT_RISES, 1, false, true}, /* scale: all at once */
        {SLOT_NEW, SLOT_ROLL, SLOT_RISES, 1, true, false},
        {SLOT_START, SLOT_SWAP, SLOT_LOST, 1, true, false},
        {SLOT_GO, SLOT_NEW, SLOT_RISES, 1, false, false}, /* the new ones are up before */
        {SLOT_GO, SLOT_NEW, SLOT_UP, 1, false, true},
        {SLOT_GO, SLOT_GO, SLOT_STOPS, 1, false, true},
        {SLOT_ADOPT, SLOT_ROLL, SLOT_RISES, 1, true, true},
    };
    for (unsigned i = 0; i < ARRAY_LEN(cases); i++) {
        struct roll_rules rules = {
            .parallel = cases[i].parallel, .has_pioneer = cases[i].has_pioneer, .has_before = true};
        struct roll_count count = {0};
        count.n[cases[i].other][cases[i].phase]++;
        ck_assert_msg(roll_may_begin(&rules, &count, cases[i].goal) == cases[i].may, "case %u", i);
    }
}
END_TEST

START_TEST(outcomes) {
    static const struct {
        enum slot_phase a, b;
        bool has_before, is_falling;
        enum roll_outcome outcome;
    } cases[] = {
        {SLOT_UP, SLOT_UP, true, false, ROLL_DONE},
        {SLOT_UP, SLOT_WAITS, true, false, ROLL_GOES_ON},
        {SLOT_UP, SLOT_DRAINS, true, false, ROLL_GOES_ON},
        {SLOT_UP, SLOT_FAILED, true, false, ROLL_TURNS},
        {SLOT_RISES, SLOT_FAILED, true, false, ROLL_TURNS},
        {SLOT_RISES, SLOT_FAILED, false, false, ROLL_GOES_ON}, /* nothing to go back to */
        {SLOT_UP, SLOT_FAILED, false, false, ROLL_ENDS},
        {SLOT_WAITS, SLOT_LOST, true, false, ROLL_ENDS},
        {SLOT_DRAINS, SLOT_LOST, true, false, ROLL_GOES_ON},
        {SLOT_BACK, SLOT_FALLS, true, true, ROLL_GOES_ON},
        {SLOT_BACK, SLOT_FALLEN, true, true, ROLL_GOES_ON},
        {SLOT_BACK, SLOT_RETURNS, true, true, ROLL_GOES_ON},
        {SLOT_BACK, SLOT_UP, true, true, ROLL_ENDS}, /* the same version: it stays */
        {SLOT_BACK, SLOT_LOST, true, true, ROLL_ENDS},
    };
    for (unsigned i = 0; i < ARRAY_LEN(cases); i++) {
        struct roll_rules rules = {
            .parallel = 1, .has_pioneer = true, .has_before = cases[i].has_before};
        struct roll_count count = {0};
        count.n[SLOT_ROLL][cases[i].a]++;
        count.n[SLOT_ROLL][cases[i].b]++;
        ck_assert_msg(roll_outcome(&rules, &count, cases[i].is_falling) == cases[i].outcome,
                      "case %u", i);
    }
}
END_TEST

Suite *suite_roll(void);
Suite *suite_roll(void) {
    Suite *s = suite_create("runtime: roll");
    TCase *t = tcase_create("roll");
    tcase_add_test(t, all_sizes_roll_and_swap);
    tcase_add_test(t, a_broken_one_turns_it_round);
    tcase_add_test(t, nobody_follows_a_broken_pioneer);
    tcase_add_test(t, made_anew_all_stop_then_all_start);
    tcase_add_test(t, who_may_follow);
    tcase_add_test(t, who_may_return);
    tcase_add_test(t, who_may_begin);
    tcase_add_test(t, outcomes);
    suite_add_tcase(s, t);
    return s;
}
