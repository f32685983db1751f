/* Looking. */
#include "runtime/usage.h"

#include <stdlib.h>

struct usage *usage_take(struct sup *sup) {
    struct usage *usage = calloc(sup->n_insts + 1, sizeof *usage);
    struct os_snapshot all;
    if (!usage)
        return NULL;
    struct os_forest forest = sup_trees(sup);
    (void)os_snapshot_take_below(&all, forest);
    os_snapshot_own(&all, forest);
    for (size_t i = 0; i < all.n; i++) {
        const struct os_process *p = &all.list[i];
        if (p->owner < 0)
            continue;
        usage[p->owner].cpu_ticks += p->cpu_ticks;
        usage[p->owner].rss_pages += p->rss_pages;
        usage[p->owner].is_known = true;
    }
    os_snapshot_done(&all);
    return usage;
}
