/* Options whose alternatives belong together. `instances: prod ? 4 : 1` beside `exec_mode: prod ?
 * 'cluster' : 'fork'` are two ways to run an app, not four: alternatives by the same conditions are
 * taken together, others in every combination. */
#pragma once

#include "lint/rules.h"

enum { COMBO_OPTIONS_MOST = 8, COMBOS_MOST = 32 };

struct combos {
    struct lint *l;
    struct app app;  /* the app with one alternative of each option asked for; set by combos_next */
    struct str when; /* " (when COND)", " (when A, unless B)"; empty where there is no choice */
    /* the walk itself */
    const struct app *from;
    struct setting settings[COMBO_OPTIONS_MOST];
    enum opt_id ids[COMBO_OPTIONS_MOST];
    size_t group_of[COMBO_OPTIONS_MOST], n_ids;
    const struct value *groups[COMBO_OPTIONS_MOST];
    size_t pick[COMBO_OPTIONS_MOST]; /* the alternative that each group has now */
    size_t n_groups, at, total;
    bool is_entangled; /* two conditions look at one variable: they may exclude each other */
};

/* `for (combos_of(&c, l, app, ids, n); combos_next(&c);)`: each combination once, at most
 * COMBOS_MOST; n <= COMBO_OPTIONS_MOST. At the end of a walk what lint_say said more than once stays
 * once, with the least condition that covers it: none where it holds in every combination. Where two
 * conditions look at one variable, what needs both of them is taken back. Walks are not nested. */
void combos_of(struct combos *c, struct lint *l, const struct app *app, const enum opt_id *ids,
               size_t n);
bool combos_next(struct combos *c);

/* What starts an app's script. */
enum runner {
    RUNNER_UNKNOWN, /* the script is not known, or only the file itself tells */
    RUNNER_NODE,    /* node or bun, however the path to it is written */
    RUNNER_JS,      /* another program that runs JavaScript: tsx, ts-node, node@18 ... */
    RUNNER_OTHER,   /* python3, bash ... */
    RUNNER_NONE,    /* interpreter: 'none' */
    RUNNER_SHELL,   /* a command line in `script`: bash -c */
    RUNNER_MANAGER, /* npm, yarn, pnpm, npx ...: it starts the program itself */
};

/* How an app is run, in one combination of what decides it. */
struct process {
    const struct app *app; /* of the combination */
    struct str when;
    struct str script, interpreter; /* as they are; empty where they are not known */
    struct str manager; /* "npm" of RUNNER_MANAGER, and of "npm start" in RUNNER_SHELL */
    enum runner runner;
    bool mode_is_known, mode_is_given, is_cluster;
    bool instances_given, instances_known;
    int64_t instances; /* as given: 0 is one per CPU */
};

void processes_of(struct combos *c, struct lint *l, const struct app *app);
bool process_next(struct combos *c, struct process *p);

/* More than one process, as far as it is known: 0 and negative numbers follow the CPUs. */
bool process_has_many(const struct process *p);

/* The package manager that a command begins with ("npm", "/usr/bin/yarn"), or empty. */
struct str package_manager(struct str command);
