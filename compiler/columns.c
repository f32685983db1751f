/* Lines first, then cells: what is left of each cell is its next line. */
#include "compiler/columns.h"

#include "schema/base/utf8.h"

enum { COLUMNS_MOST = 8 };

size_t columns_line(struct str text, unsigned width) {
    size_t n = 0, blank = 0;
    for (size_t used = 0; n < text.n;) {
        uint32_t cp;
        size_t bytes = utf8_decode(str_skip(text, n), &cp);
        used += utf8_width((struct str){text.p + n, bytes});
        if (used > width && n > 0)
            return blank ? blank : n;
        if (text.p[n] == ' ' && n > 0)
            blank = n;
        n += bytes;
    }
    return n;
}

static struct str take_line(struct str *rest, unsigned width) {
    size_t n = columns_line(*rest, width);
    struct str line = {rest->p, n};
    *rest = str_skip(*rest, n);
    while (rest->n && rest->p[0] == ' ')
        *rest = str_skip(*rest, 1);
    return line;
}

static bool is_over(const struct str *rest, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (rest[i].n)
            return false;
    return true;
}

void columns_row(struct buf *out, unsigned indent, const unsigned *widths,
                 const struct column_cell *cells, size_t n) {
    struct str rest[COLUMNS_MOST];
    n = n < COLUMNS_MOST ? n : COLUMNS_MOST;
    for (size_t i = 0; i < n; i++)
        rest[i] = cells[i].text;
    do {
        size_t pad = indent;
        for (size_t i = 0; i < n; i++) {
            struct str line = take_line(&rest[i], widths[i]);
            size_t used = utf8_width(line);
            if (line.n) {
                buf_repeat(out, ' ', pad);
                buf_z(out, cells[i].paint ? cells[i].paint : "");
                buf_str(out, line);
                buf_z(out, cells[i].paint && *cells[i].paint ? "\x1b[0m" : "");
                pad = 0;
            }
            pad += (used < widths[i] ? widths[i] - used : 0) + 2;
        }
        buf_char(out, '\n');
    } while (!is_over(rest, n));
}
