/* The model as cells. The layout follows from the size: header and footer take a line each; the
 * list gets what its instances need, at most half; graphs of the selected instance come where there
 * is room for them; logs have the rest. Columns that do not fit are left out. */
#pragma once

#include "runtime/monit/cells.h"
#include "runtime/monit/model.h"

/* Of the size of the cells, in rows; what has 0 is not shown. */
struct draw_layout {
    unsigned list, graph, logs; /* with their title lines */
};

struct draw_layout draw_layout(const struct monit *m, unsigned width, unsigned height);

/* The local time of a moment, as it stands before log lines ("12:03:44"). */
typedef void draw_clock_fn(int64_t at_ms, char text[16]);

void draw_screen(const struct monit *m, struct cells *c, draw_clock_fn *clock);
