/* Values of a plan as a diff may show them: secrets hidden, but told apart. */
#pragma once

#include "compiler/diff_mask.h"
#include "compiler/diff_page.h"
#include "compiler/fingerprint.h"

/* What is hidden. */
struct diff_secrets {
    bool show; /* nothing is */
    struct mask_names names;
    struct fingerprint_key key;
};

struct app;

/* Which value of which app. */
struct diff_place {
    const struct plan *plan;
    unsigned app;
    const struct app *said; /* the app in the model; NULL where there is none */
    struct str name;        /* of the app */
    struct str profile;     /* may be empty */
};

/* The value of an option. */
struct diff_value diff_value_option(struct arena *a, const struct diff_secrets *secrets,
                                    const struct diff_place *place, enum opt_id id);

/* The value of a variable of env; text.ref 0: there is none. */
struct diff_value diff_value_env(struct arena *a, const struct diff_secrets *secrets,
                                 const struct diff_place *place, const char *name,
                                 struct plan_text text);
