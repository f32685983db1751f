/* By ids, not by places: a worker that comes or goes does not disturb the turn. */
#include "runtime/cluster/balance.h"

static bool may_have(const struct balance_row *row) {
    return row->is_open && !row->has_refused;
}

/* Whether `a` comes before `b` in the turn that begins behind last_id. */
static bool is_before(unsigned a, unsigned b, unsigned last_id) {
    bool a_wraps = a <= last_id, b_wraps = b <= last_id;
    return a_wraps == b_wraps ? a < b : b_wraps;
}

enum balance_verdict balance_choose(const struct balance_row *rows, size_t n, unsigned last_id,
                                    size_t *at) {
    bool any_open = false, any_left = false;
    unsigned epoch = 0;
    for (size_t i = 0; i < n; i++) {
        any_open = any_open || rows[i].is_open;
        if (!may_have(&rows[i]))
            continue;
        epoch = any_left && epoch > rows[i].epoch ? epoch : rows[i].epoch;
        any_left = true;
    }
    if (!any_left)
        return any_open ? BALANCE_CLOSE : BALANCE_WAIT;
    size_t best = n;
    for (size_t i = 0; i < n; i++)
        if (may_have(&rows[i]) && rows[i].has_room && rows[i].epoch == epoch &&
            (best == n || is_before(rows[i].id, rows[best].id, last_id)))
            best = i;
    if (best == n)
        return BALANCE_WAIT;
    *at = best;
    return BALANCE_GIVE;
}
