/* Texts over another file provider: what stdin gave, and what fixes have made of files before
 * anything is written. */
#pragma once

#include "schema/io/files.h"

struct overlay_file {
    struct str path; /* absolute */
    struct str text;
    struct str base; /* the text that stood there before the first overlay_put */
};

struct overlay {
    struct files files; /* the provider */
    struct arena *arena;
    struct files *below;
    VEC(struct overlay_file) list;
};

void overlay_init(struct overlay *o, struct arena *a, struct files *below);

/* From now on the file at `path` has this text, which must outlive the overlay. */
void overlay_put(struct overlay *o, struct str path, struct str text);
