/* The parts of the screen, each in its rows from y on, and what they share. */
#pragma once

#include "runtime/monit/draw.h"
#include "schema/base/buf.h"

void draw_list(const struct monit *m, struct cells *c, unsigned y, unsigned rows);
void draw_graphs(const struct monit *m, struct cells *c, unsigned y, unsigned rows);
void draw_logs(const struct monit *m, struct cells *c, unsigned y, unsigned rows,
               draw_clock_fn *clock);

/* "12.5%", "45M"; "-" where it is not known. */
void draw_percent(struct buf *out, int64_t tenths);
void draw_bytes(struct buf *out, int64_t bytes);
/* What the buffer has; empty without memory. */
struct str draw_str(const struct buf *text);
