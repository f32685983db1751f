/* Fixes: the edits of findings, made together in the texts of their files. */
#pragma once

#include "compiler/findings.h"
#include "schema/io/overlay.h"

struct fix_counts {
    size_t made, unsafe_left; /* findings; the second: those that only --unsafe-fixes would fix */
};

/* Makes the fixes of the shown findings in the overlay: safe ones, and unsafe ones where `unsafe`. Of
 * fixes that overlap the first is made, for the others there is a next pass. A fix of several edits
 * is made as a whole. Only files below `root` are touched. */
struct fix_counts fix_apply(const struct findings *found, bool unsafe, struct str root,
                            struct overlay *overlay);
