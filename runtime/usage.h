/* What process trees use, by one walk through them. */
#pragma once

#include "runtime/sup.h"

struct usage {
    uint64_t cpu_ticks, rss_pages;
    bool is_known;
};

/* One for each instance, in the list's order; malloc'd. NULL without memory. */
struct usage *usage_take(struct sup *sup);
