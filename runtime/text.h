/* Late-bound texts: parts that are filled in from the environment when the plan is loaded. */
#pragma once

#include "schema/base/buf.h"
#include "schema/plan/plan.h"

struct text_source {
    struct arena *arena;
    const char *root;
    char *const *environ;
    struct buf *missing; /* one line per variable that is missing, with who needs it */
    unsigned n_missing;
};

/* What a text is for, for messages: the app and the option, or a variable of env. */
struct text_use {
    const char *app, *option, *key; /* key may be NULL */
};

/* The text, or NULL where it is none, where a variable is missing (noted), or without memory. */
const char *text_fill(struct text_source *source, struct plan_text text, struct text_use use);

/* The value of a variable in an environment, or NULL. */
const char *text_getenv(char *const *environ, const char *name);
