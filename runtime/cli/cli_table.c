/* Columns as wide as their widest cell. */
#include "runtime/cli/cli_table.h"

#include "schema/base/utf8.h"

static void add_cell(struct buf *out, const struct cli_column *column, const struct cli_cell *cell,
                     size_t width, bool use_color, bool is_last) {
    size_t own = utf8_width(cell->text);
    size_t pad = own < width ? width - own : 0;
    if (column->is_right)
        buf_repeat(out, ' ', pad);
    if (use_color && cell->color)
        buf_fmt(out, "\033[%sm", cell->color);
    buf_str(out, cell->text);
    if (use_color && cell->color)
        buf_z(out, "\033[0m");
    if (is_last)
        return;
    if (!column->is_right)
        buf_repeat(out, ' ', pad);
    buf_z(out, "  ");
}

void cli_table(struct buf *out, const struct cli_column *columns, size_t n_columns,
               const struct cli_cell *cells, size_t n_rows, bool use_color) {
    size_t width[CLI_COLUMNS_MOST] = {0}, last = 0;
    for (size_t c = 0; c < n_columns; c++) {
        width[c] = utf8_width(str_of(columns[c].title));
        for (size_t r = 0; r < n_rows; r++) {
            size_t w = utf8_width(cells[r * n_columns + c].text);
            width[c] = w > width[c] ? w : width[c];
        }
        last = columns[c].is_hidden ? last : c;
    }
    for (size_t r = 0; r <= n_rows; r++) {
        for (size_t c = 0; c < n_columns; c++) {
            struct cli_cell title = {str_of(columns[c].title), "1"};
            const struct cli_cell *cell = r == 0 ? &title : &cells[(r - 1) * n_columns + c];
            if (!columns[c].is_hidden)
                add_cell(out, &columns[c], cell, width[c], use_color, c == last);
        }
        while (out->n && out->p[out->n - 1] == ' ')
            out->n--;
        buf_char(out, '\n');
    }
}
