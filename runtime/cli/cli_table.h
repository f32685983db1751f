/* A table fitted to its content. */
#pragma once

#include "schema/base/buf.h"

enum { CLI_COLUMNS_MOST = 12 };

struct cli_cell {
    struct str text;
    const char *color; /* the number of an escape sequence ("32"), or NULL */
};

struct cli_column {
    const char *title;
    bool is_right, is_hidden;
};

/* Appends title row and n_rows rows; cells[row * n_columns + column]. */
void cli_table(struct buf *out, const struct cli_column *columns, size_t n_columns,
               const struct cli_cell *cells, size_t n_rows, bool use_color);
