/* Columns as wide as their widest cell. */
#include "runtime/cli/cli_table.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "runtime/text.h"
#include "schema/base/utf8.h"

static void add_cell(struct buf *out, const struct cli_column *column, const struct cli_cell *cell,
                     size_t width, bool use_color, bool is_last) {
    size_t pad = cell->width < width ? width - cell->width : 0;
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

size_t cli_table_room(char *const *environ) {
    const char *columns = text_getenv(environ, "COLUMNS");
    struct winsize size;
    long n = columns ? strtol(columns, NULL, 10) : 0;
    if (n > 0 && n < 100000)
        return (size_t)n;
    if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0)
        return 0;
    return size.ws_col;
}

struct layout {
    size_t width[CLI_COLUMNS_MOST];
    bool is_shown[CLI_COLUMNS_MOST];
    size_t last; /* the last one that is shown */
};

static size_t total(const struct layout *l, size_t n_columns) {
    size_t sum = 0;
    for (size_t c = 0; c < n_columns; c++)
        sum += l->is_shown[c] ? l->width[c] + 2 : 0;
    return sum ? sum - 2 : 0;
}

/* What is shown where the last column, which can be cut, takes no more than it needs to make sense. */
static size_t least(const struct layout *l, const struct cli_column *columns, size_t n_columns) {
    enum { OF_LAST = 28 };
    size_t last = n_columns - 1, all = total(l, n_columns);
    bool can_be_cut = l->is_shown[last] && !columns[last].is_right && l->width[last] > OF_LAST;
    return can_be_cut ? all - (l->width[last] - OF_LAST) : all;
}

/* Leaves out columns until the rest fits; the last one takes what is left. */
static void fit(struct layout *l, const struct cli_column *columns, size_t n_columns, size_t room) {
    while (room && least(l, columns, n_columns) > room) {
        size_t worst = n_columns;
        for (size_t c = 0; c < n_columns; c++)
            if (l->is_shown[c] && columns[c].drop &&
                (worst == n_columns || columns[c].drop > columns[worst].drop))
                worst = c;
        if (worst == n_columns)
            break;
        l->is_shown[worst] = false;
    }
    for (size_t c = 0; c < n_columns; c++)
        l->last = l->is_shown[c] ? c : l->last;
    size_t all = total(l, n_columns), own = l->width[l->last];
    enum { LEAST = 8 };
    if (room && all > room)
        l->width[l->last] = all - own + LEAST <= room ? room - (all - own) : LEAST;
}

static const struct str mark = {"...", 3};

/* Cut to `width` with the mark that says so; whether it was. */
static bool cut_cell(struct cli_cell *cell, size_t width) {
    bool is_cut = cell->width > width;
    while (is_cut && cell->text.n && cell->width + mark.n > width) {
        do
            cell->text.n--;
        while (cell->text.n && ((unsigned char)cell->text.p[cell->text.n] & 0xc0) == 0x80);
        cell->width = utf8_width(cell->text);
    }
    return is_cut;
}

static void add_row(struct buf *out, const struct cli_column *columns, size_t n_columns,
                    const struct cli_cell *row, const struct layout *l, bool use_color) {
    for (size_t c = 0; c < n_columns; c++) {
        struct cli_cell cell = row[c];
        if (!l->is_shown[c])
            continue;
        bool is_cut = c == l->last && !columns[c].is_right && cut_cell(&cell, l->width[c]);
        add_cell(out, &columns[c], &cell, l->width[c], use_color, c == l->last);
        if (is_cut)
            buf_str(out, mark);
    }
    while (out->n && out->p[out->n - 1] == ' ')
        out->n--;
    buf_char(out, '\n');
}

void cli_table(struct buf *out, const struct cli_column *columns, size_t n_columns,
               struct cli_cell *cells, size_t n_rows, bool use_color, size_t room) {
    struct cli_cell titles[CLI_COLUMNS_MOST];
    struct layout layout = {0};
    for (size_t c = 0; c < n_columns; c++) {
        struct str title = str_of(columns[c].title);
        titles[c] = (struct cli_cell){title, "1", utf8_width(title)};
        layout.is_shown[c] = !columns[c].is_hidden;
        layout.width[c] = titles[c].width;
        for (size_t r = 0; r < n_rows; r++) {
            struct cli_cell *cell = &cells[r * n_columns + c];
            cell->width = utf8_width(cell->text);
            layout.width[c] = cell->width > layout.width[c] ? cell->width : layout.width[c];
        }
    }
    fit(&layout, columns, n_columns, room);
    add_row(out, columns, n_columns, titles, &layout, use_color);
    for (size_t r = 0; r < n_rows; r++)
        add_row(out, columns, n_columns, &cells[r * n_columns], &layout, use_color);
}
