/* What PM2 7 does with a changed file when it is told to reload, restart or start it: as data.
 *
 * PM2 never compares: each app of the file that runs is reloaded or restarted, and some of what
 * the file says is then taken up. Which part depends on the option (its column `takes`), on the
 * mode in which the app runs, and on the command. What is not taken up is not lost from PM2's
 * list, which shows the new value of some options all the same.
 *
 * Source: observation; `make check-pm2` repeats it and compares. */
#pragma once

#include "compiler/diff_page.h"

enum pm2_command { PM2_RELOAD, PM2_RESTART, PM2_START, PM2_COMMAND_COUNT };

enum pm2_effect {
    PM2_EFFECT_NONE,  /* PM2 does not act on the option, here */
    PM2_EFFECT_TAKEN, /* the new processes have it */
    PM2_EFFECT_STAYS, /* gone from the file, and the new processes have it still */
    PM2_EFFECT_LOST,  /* 0, false or "", which PM2 takes for not said: as PM2_EFFECT_STAYS */
    PM2_EFFECT_SCALE, /* takes `pm2 scale` */
    PM2_EFFECT_HELD,  /* takes `pm2 restart` */
    PM2_EFFECT_STUCK, /* takes `pm2 delete` and a start */
    PM2_EFFECT_COUNT,
};

/* One change of one app, as far as PM2 cares. */
struct pm2_change {
    enum opt_id id;
    bool was_given, is_given; /* the file said it, says it; neither: it follows from another */
    bool is_falsy;            /* 0, false or "" is what it says now */
};

/* `is_cluster`: the app runs in cluster mode. */
enum pm2_effect pm2_effect_of(enum pm2_command command, bool is_cluster,
                              const struct pm2_change *change);

/* The case that a change of two plans is. */
struct pm2_change pm2_change_of(const struct diff *diff, const struct diff_app *app,
                                const struct plan_change *change);

/* What has to be done about an app so that it is what the file says, mildest first. */
enum pm2_need {
    PM2_NEED_NONE,
    PM2_NEED_STAYS, /* nothing that the command does helps; what stays, stays */
    PM2_NEED_SCALE,
    PM2_NEED_RELOAD,
    PM2_NEED_RESTART,
    PM2_NEED_CREATE, /* delete, then start */
    PM2_NEED_START,  /* only in the new file */
    PM2_NEED_DELETE, /* only in the old file: PM2 goes on with it */
    PM2_NEED_COUNT,
};

struct pm2_verdict {
    enum pm2_need need;
    bool scales;                    /* `pm2 scale` is needed besides */
    const enum pm2_effect *effects; /* of the app's changes */
};

struct pm2_verdict pm2_judge(struct arena *a, enum pm2_command command, const struct diff *diff,
                             const struct diff_app *app);

/* Fills the commands of the page, in an order in which nothing is stopped before its successor runs
 * (start, scale, reload, restart, delete), and of each app those for what the target's command leaves
 * out. Lines that begin with "# " tell what no command does. */
void pm2_commands(struct arena *a, const struct diff_page_input *in,
                  const struct pm2_verdict *verdicts, struct diff_page *page);

/* "reload", "restart", "start". */
const char *pm2_command_name(enum pm2_command command);
