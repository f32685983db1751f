/* The environment of a child; used by child.c only. */
#pragma once

#include "runtime/child.h"

/* NULL without memory. */
char **child_env(struct arena *a, const struct app *app, const struct child_id *id,
                 char *const *environ);

/* The value in an environment, or NULL. */
const char *child_env_get(char *const *env, const char *name);

/* Takes out what tells of a channel. */
void child_env_no_channel(char **env);
