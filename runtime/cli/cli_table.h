/* A table fitted to its content, and to the terminal. */
#pragma once

#include "schema/base/buf.h"

enum { CLI_COLUMNS_MOST = 12 };

struct cli_cell {
    struct str text;
    const char *color; /* the number of an escape sequence ("32"), or NULL */
    size_t width;      /* filled by cli_table */
};

struct cli_column {
    const char *title;
    bool is_right, is_hidden;
    unsigned drop; /* where there is no room: the largest goes first, 0 never does */
};

/* How many columns of characters there is room for: COLUMNS, else the terminal's; 0: no limit. */
size_t cli_table_room(char *const *environ);

/* Appends title row and n_rows rows; cells[row * n_columns + column]. Columns that do not
 * fit into `room` (0: any) are left out, and then the last one is cut. */
void cli_table(struct buf *out, const struct cli_column *columns, size_t n_columns,
               struct cli_cell *cells, size_t n_rows, bool use_color, size_t room);
