/* Finding what is secret in a value, and what of it may be shown. */
#pragma once

#include "schema/base/arena.h"

/* What a repository declares to be secret (.ecoc.yaml, `sensitive:`): names with * in them, of a
 * variable, of an option, or "app.env.NAME". */
struct mask_names {
    const struct str *at;
    size_t n;
};

/* Whether the value of `path` ("env.DB_PASSWORD", "args") of an app is a secret by its name. */
bool mask_is_name(const struct mask_names *names, struct str app, struct str path, struct str leaf);

/* Whether it is one by its shape: a PEM block, a JWT, a known prefix, or 20 characters and more
 * that look random. */
bool mask_is_value(struct str value);

/* The value with user and password of a URL, secrets in its path and query, "--token=x" and quoted
 * secrets of JSON masked as ***; the value itself where there are none. */
struct str mask_inside(struct arena *a, struct str value);

/* Whether the argument after this one is a secret: "--db-password". */
bool mask_is_flag(struct str word);
