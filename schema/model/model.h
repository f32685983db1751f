/* The model: what was said about each app and where, before any profile is chosen. bind makes
 * it, lint and resolve read it. Given and default are different facts: an option that was not
 * given is NULL. */
#pragma once

#include "schema/model/value.h"
#include "schema/opt/option.h"

struct opt_data;

struct setting {
    enum opt_id id;
    struct str key; /* as written: "out_log", "maxRestarts" */
    struct span key_span;
    const struct value *value;
    const struct opt_data *data; /* converted, where it is worth keeping; NULL also for a choice */
    bool by_alias;
    bool is_bad; /* an error was reported about it: later passes pass it over in silence */
};

struct env_block {
    struct str profile; /* "production" for env_production */
    struct span key_span;
    const struct value *value;
};

/* A key that is no option. */
struct stray {
    struct str key;
    struct span key_span;
    const struct value *value;
};

struct app {
    struct str label; /* for messages: the name, else the script, else "apps[2]" */
    unsigned index;
    bool maybe; /* one alternative of an entry that depends on what is not known */
    const struct value *value;
    struct setting *set[OPT_COUNT]; /* NULL: not given; null and undefined are not given */
    VEC(struct setting *) shadowed; /* given under another alias too; the one in `set` wins */
    VEC(struct env_block) profiles;
    VEC(struct stray) strays;
};

struct model {
    struct str root; /* absolute directory of the configuration file */
    const struct source *source;
    const struct value *value;
    VEC(struct app *) apps;
    VEC(struct stray) beside; /* keys beside `apps` that mean nothing there */
    const struct value *deploy, *statics;
};

/* The value of an option where it was given and is good; else NULL. */
const struct value *app_value(const struct app *app, enum opt_id id);

/* All profile names of the model, sorted, each once. */
const struct str *model_profiles(const struct model *model, struct arena *a, size_t *n);
