/* Resolve: one profile laid over what was said, defaults filled in. What will be. */
#pragma once

#include "schema/model/convert.h"

enum resolved_from {
    FROM_DEFAULT,  /* the table's constant, or nothing */
    FROM_COMPUTED, /* a default that follows from other options */
    FROM_GIVEN,
    FROM_PROFILE, /* env only: the profile added or changed something */
};

struct resolved_opt {
    struct opt_data data;
    enum resolved_from from;
    struct span span; /* of the value as given; src NULL for defaults */
};

struct resolved_app {
    const struct app *app;
    struct resolved_opt opt[OPT_COUNT];
    bool has_block[BLOCK_COUNT]; /* http, log_rotate, error, cgroup were given */
    /* resolve_app's own: what the next app has to put back */
    bool is_ready, is_changed[OPT_COUNT];
    unsigned n_changed;
    enum opt_id changed[OPT_COUNT];
};

/* Fills *out for a profile ("" = none). Options that are bad or not known count as not given; a
 * choice counts as its alternative number `pick` (the last where it has fewer), so that lint can
 * look at each. `out` is large (about 12 KiB): it is zero at its first use, and using it again for the
 * next app is cheap. */
void resolve_app(struct arena *a, const struct model *model, const struct app *app,
                 struct str profile, unsigned pick, struct resolved_app *out);

/* The interpreter that a script's extension asks for: "node", "bash" ...; empty: run it directly
 * or by what the file turns out to be. Source: PM2's table of interpreters; .py is python3. */
struct str resolve_interpreter(struct str script);

/* The base name of the script without its last extension. */
struct str resolve_name(struct str script);
