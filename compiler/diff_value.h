/* Values of a plan as a diff may show them: secrets hidden, but told apart. */
#pragma once

#include "compiler/diff_page.h"

/* What is hidden. */
struct diff_secrets {
    bool show; /* nothing is */
};

/* The value of an option of an app. */
struct diff_value diff_value_option(struct arena *a, const struct diff_secrets *secrets,
                                    const struct plan *plan, unsigned app, enum opt_id id);

/* The value of a variable of env. */
struct diff_value diff_value_env(struct arena *a, const struct diff_secrets *secrets,
                                 const char *name, struct plan_text text);
