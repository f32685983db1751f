/* Fixes: the edits of findings, made together in the texts of their files. */
#pragma once

#include "compiler/findings.h"
#include "schema/io/overlay.h"

struct fix_counts {
    size_t made, unsafe_left; /* findings; the second: those that only --unsafe-fixes would fix */
};

struct fix_wish {
    enum diag_severity least; /* findings below it are left alone */
    bool unsafe;              /* unsafe fixes too */
    struct str root;          /* only files below it are touched */
};

/* Makes the fixes of the findings in the overlay. Of fixes that overlap the first is made, for the
 * others there is a next pass. A fix of several edits is made as a whole. */
struct fix_counts fix_apply(const struct findings *found, const struct fix_wish *wish,
                            struct overlay *overlay);
