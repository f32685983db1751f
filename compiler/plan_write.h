/* Encoding: resolved apps become a plan image (schema/plan/plan_format.h). */
#pragma once

#include "schema/base/err.h"
#include "schema/model/resolve.h"

struct plan_source {
    struct str name; /* relative to the configuration's directory */
    const struct source *source;
};

struct plan_writer_input {
    const struct model *model;
    struct str profile;
    bool bake_env;                     /* recipes of env become the text they have now */
    const struct str *only;            /* names of the apps to keep */
    size_t n_only;                     /* 0: all */
    const struct plan_source *sources; /* the configuration first */
    size_t n_sources;
    const struct str *env_reads; /* sorted */
    size_t n_env_reads;
    /* Called for each app once it is resolved, to change what is written. NULL: not. */
    void (*adjust)(void *context, size_t app, struct resolved_app *resolved);
    void *context;
};

/* The image on the arena. 0, or -1 with err: a text with a NUL byte, a plan too large. The image
 * has been opened by plan_open once, so that what was written is what can be read. */
int plan_write(struct arena *a, const struct plan_writer_input *in, struct str *image,
               struct err *err);
