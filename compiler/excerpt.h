/* The lines of a source that a finding is about, with a gutter of numbers and marks below them.
 *
 *   8 |         wate_ready: true,
 *     |         ^^^^^^^^^^ did you mean `wait_ready`?
 *
 * Tabs take four columns, wide characters two; what a terminal would obey (control characters,
 * changes of direction) and bytes that are no UTF-8 are shown as U+FFFD; of long lines only a
 * window is shown. */
#pragma once

#include "schema/base/buf.h"
#include "schema/base/span.h"

/* Escape sequences, or empty strings where there is no colour. */
struct paint {
    const char *bold, *frame, *primary, *secondary, *off;
};

struct excerpt_mark {
    struct span span;
    struct str label; /* may be empty */
    bool is_primary;  /* ^^^^ rather than ---- */
};

/* Writes the excerpt of marks that are all of one source, n > 0. `gutter` is the width of the line
 * numbers. The marks are put in order. */
void excerpt_write(struct buf *out, struct excerpt_mark *marks, size_t n, unsigned gutter,
                   const struct paint *paint);

/* Text of the user's on one line, with what a terminal would obey replaced. */
void excerpt_clean(struct buf *out, struct str text);

/* Decimal digits of the last line that a span touches. */
unsigned excerpt_gutter(struct span span);
