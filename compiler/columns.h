/* Text in columns on a terminal: each cell is wrapped to its column. */
#pragma once

#include "schema/base/buf.h"

struct column_cell {
    struct str text;   /* one line */
    const char *paint; /* an escape sequence round it; NULL: none */
};

/* Writes one row, as many lines as its longest cell takes. Columns are two blanks apart; nothing is padded
 * at a line's end. Widths are in columns of the terminal and not 0. */
void columns_row(struct buf *out, unsigned indent, const unsigned *widths,
                 const struct column_cell *cells, size_t n);

/* The bytes of text that one line of `width` columns takes, broken at a blank where there is one. Never
 * 0 for a text that is not empty. */
size_t columns_line(struct str text, unsigned width);
