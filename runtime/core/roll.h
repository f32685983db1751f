/* The choreography of one app's change of version: which of its instances may move now, and what the
 * whole has come to. Apply and reload are the same to it.
 *
 * Each instance has a slot with a goal and a phase. What may begin follows from the goal and from how
 * many slots stand where:
 *
 *   SLOT_ADOPT  at once
 *   SLOT_ROLL   a twin of the new version is started beside the old process; when it is up it takes
 *               the place, and the old one drains. Nobody is without service, so at most `parallel`
 *               at a time: what is needed besides is the room for that many more processes
 *   SLOT_SWAP   stops, then starts again; at most `parallel` at a time with those that roll
 *   SLOT_START, SLOT_NEW   at once, but see below
 *   SLOT_GO     when all others have got to their goal; where that needs its place (is_anew), it stops with
 *               those that do and leaves then
 *
 * Where there is something to lose, the first one goes ahead alone (has_pioneer). Not so where the
 * app is made anew (is_anew: a cluster of what was none, say): old and new cannot be there together,
 * for the new one may not find the old one on its port, so all stop and then all start, whatever
 * `parallel` says.
 *
 * One that does not come up turns the change round: nothing more begins, and what has changed goes
 * back, rolling or stopping as it came. */
#pragma once

#include <stdbool.h>

enum slot_goal {
    SLOT_ADOPT, /* goes on as an instance of the new version */
    SLOT_START, /* rests, is to run */
    SLOT_SWAP,  /* stops, then runs in the new version */
    SLOT_ROLL,  /* is replaced by a twin in the new version */
    SLOT_NEW,   /* is to be made and run */
    SLOT_GO,    /* is to leave, once the others are up */
    SLOT_GOALS,
};

enum slot_phase {
    SLOT_WAITS,   /* nothing was done to it */
    SLOT_STOPS,   /* the old version stops */
    SLOT_DOWN,    /* it has, the new version waits for its turn (roll_may_follow) */
    SLOT_RISES,   /* the new version was started, and may not come up yet */
    SLOT_DRAINS,  /* the new version is up, the old one has not ended yet */
    SLOT_UP,      /* has got to its goal */
    SLOT_FAILED,  /* the new version did not come up */
    SLOT_FALLS,   /* the new version stops; the old one is to come back */
    SLOT_FALLEN,  /* it has, the old version waits for its turn (roll_may_return) */
    SLOT_RETURNS, /* the old version was started again */
    SLOT_BACK,    /* as before */
    SLOT_LOST,    /* the old version does not start either, or somebody else meddled */
    SLOT_PHASES,
};

/* How many slots are where. */
struct roll_count {
    unsigned n[SLOT_GOALS][SLOT_PHASES];
};

struct roll_rules {
    unsigned parallel; /* at least 1 */
    bool has_pioneer;
    bool has_before; /* there is a version to go back to */
    bool is_anew;    /* old and new cannot be there together */
};

bool roll_may_begin(const struct roll_rules *rules, const struct roll_count *count,
                    enum slot_goal goal);

/* Whether one that is to go may leave for good: what is to stay does. */
bool roll_may_leave(const struct roll_count *count);

/* Whether one that is down may be started in the new version. */
bool roll_may_follow(const struct roll_rules *rules, const struct roll_count *count);

/* Whether one that has fallen may come back: the other side of roll_may_follow, and what rolls back
 * does so `parallel` at a time. */
bool roll_may_return(const struct roll_rules *rules, const struct roll_count *count,
                     enum slot_goal goal);

enum roll_outcome {
    ROLL_GOES_ON,
    ROLL_DONE,
    ROLL_TURNS, /* it has failed; all go back */
    ROLL_ENDS,  /* it has failed, and nothing moves any more */
};

/* `is_falling`: it has turned. */
enum roll_outcome roll_outcome(const struct roll_rules *rules, const struct roll_count *count,
                               bool is_falling);
