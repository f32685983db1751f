/* What one run of lint has found, over all its files: what is shown, and what is not and why. */
#pragma once

#include "schema/base/diag.h"

enum hidden_by { HIDDEN_BY_COMMENT, HIDDEN_BY_BASELINE };

struct hidden {
    const struct diag *d;
    enum hidden_by by;
    struct str reason; /* of a comment; empty for the baseline */
};

struct findings {
    struct diag_sink sink; /* shown, sorted */
    VEC(struct hidden) hidden;
    VEC(struct str) files; /* absolute paths of the configurations looked at, sorted */
    /* All files that were read for them, some twice: what one configuration hides in a file another may not. */
    VEC(const struct source *) sources;
    size_t n_apps;
    size_t n_known;    /* left out: the older side has them too */
    size_t n_doubtful; /* left out: below the confidence asked for */
};

size_t findings_hidden(const struct findings *found, enum hidden_by by);
