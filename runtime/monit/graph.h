/* Numbers over time, as columns of cells. */
#pragma once

#include "runtime/monit/cells.h"
#include "runtime/monit/model.h"

enum graph_what { GRAPH_CPU, GRAPH_MEMORY };

struct graph_place {
    unsigned x, y, width, height;
};

/* The largest of the newest n samples; 0 where none is known. */
int64_t graph_peak(const struct monit_inst *inst, enum graph_what what, unsigned n);

/* The top of the scale: the peak, rounded up to a number that is easy to read and does not change
 * with every sample (cpu: at least 10 %). */
int64_t graph_top(enum graph_what what, int64_t peak);

/* The newest samples from right to left; a known one that is not 0 is always seen. */
void graph_draw(struct cells *c, struct graph_place place, const struct monit_inst *inst,
                enum graph_what what, int64_t top);
