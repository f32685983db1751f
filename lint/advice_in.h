/* Inside the advice: one app at hand, for the files that judge it. */
#pragma once

#include "lint/advice.h"
#include "lint/combo.h"
#include "lint/hazard.h"

struct advice_case {
    struct lint *l;
    struct hazard h;
    bool has_source; /* h.link is there */
    struct advice *out;
};

/* How many instances are recommended, in words. */
struct str advice_count(const struct advice *out);

/* A guard that cannot work: wrong with one process, too. */
bool advice_is_guard(const struct diag *d);

/* The reason in short and the next step; `why` is what keeps it from cluster mode, or empty. */
void advice_words(struct advice_case *c, struct str why);

/* The rows of settings; after everything else is judged. */
void advice_rows(struct advice_case *c);

/* The first mark of the kinds, in the order given; NULL where there is none. */
const struct fact_mark *advice_mark(const struct advice_case *c, const unsigned *kinds, size_t n,
                                    uint32_t *file);

/* What opens a port. */
extern const unsigned advice_servers[5];
