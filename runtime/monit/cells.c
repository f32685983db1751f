/* Cells. */
#include "runtime/monit/cells.h"

#include <stdlib.h>

#include "schema/base/utf8.h"

enum { ESCAPE = 0x1b, TAB_WIDTH = 4, REPLACEMENT = 0xfffd };

bool cells_resize(struct cells *c, unsigned width, unsigned height) {
    enum { MOST = 4096 };
    width = width < MOST ? width : MOST;
    height = height < MOST ? height : MOST;
    struct cell *at = calloc((size_t)width * height + 1, sizeof *at);
    if (!at)
        return false;
    free(c->at);
    c->at = at;
    c->width = width;
    c->height = height;
    cells_clear(c);
    return true;
}

void cells_done(struct cells *c) {
    free(c->at);
    *c = (struct cells){0};
}

void cells_clear(struct cells *c) {
    for (size_t i = 0; i < (size_t)c->width * c->height; i++)
        c->at[i] = (struct cell){.cp = ' '};
}

/* Half a wide character is none. */
static void clear_halves(struct cells *c, unsigned x, unsigned y) {
    struct cell *row = c->at + (size_t)y * c->width;
    if (row[x].cp == 0 && x > 0)
        row[x - 1].cp = ' ';
    if (x + 1 < c->width && row[x + 1].cp == 0)
        row[x + 1].cp = ' ';
}

void cells_set(struct cells *c, unsigned x, unsigned y, uint32_t cp, unsigned look) {
    if (x >= c->width || y >= c->height)
        return;
    clear_halves(c, x, y);
    c->at[(size_t)y * c->width + x] = (struct cell){cp, look};
}

void cells_mark(struct cells *c, unsigned x, unsigned y, unsigned room, unsigned bits) {
    for (unsigned i = x; y < c->height && i < c->width && i - x < room; i++)
        c->at[(size_t)y * c->width + i].look |= bits;
}

/* ---- text ------------------------------------------------------------------------------------ */

/* The bytes of a terminal sequence at the start of s: "ESC [ ... final", "ESC ] ... BEL", or ESC
 * and one more. */
static size_t escape_bytes(struct str s) {
    size_t i = 2;
    if (s.n < 2)
        return s.n;
    if (s.p[1] == '[') {
        while (i < s.n && (s.p[i] < '@' || s.p[i] > '~'))
            i++;
        return i < s.n ? i + 1 : i;
    }
    if (s.p[1] == ']') {
        while (i < s.n && s.p[i] != '\a' && s.p[i] != ESCAPE)
            i++;
        return i < s.n && s.p[i] == '\a' ? i + 1 : i;
    }
    return i;
}

/* A character and its columns: 0 where nothing is to be seen of it. */
struct glyph {
    uint32_t cp;
    unsigned width;
};

static size_t next_glyph(const struct cells *c, struct str s, struct glyph *g) {
    uint32_t cp;
    *g = (struct glyph){0};
    if (s.p[0] == ESCAPE)
        return escape_bytes(s);
    size_t n = utf8_decode(s, &cp);
    if (cp == '\t')
        *g = (struct glyph){' ', TAB_WIDTH};
    else if (cp == UTF8_BAD || (cp >= 0xd800 && cp <= 0xdfff))
        *g = (struct glyph){c->is_ascii ? '?' : REPLACEMENT, 1};
    else if (cp >= ' ' && cp != 0x7f && (cp < 0x80 || cp > 0x9f))
        *g = (struct glyph){cp, (unsigned)utf8_width((struct str){s.p, n})};
    if (c->is_ascii && g->cp > 0x7f)
        *g = (struct glyph){'?', g->width};
    return n;
}

static void put_glyph(struct cells *c, unsigned x, unsigned y, struct glyph g, unsigned look) {
    bool is_wide = g.cp > 0x7f;
    for (unsigned i = 0; i < g.width; i++)
        cells_set(c, x + i, y, i && is_wide ? 0 : g.cp, look);
}

unsigned cells_put(struct cells *c, unsigned x, unsigned y, unsigned room, struct str text,
                   unsigned look) {
    unsigned used = 0;
    if (x >= c->width || y >= c->height)
        return 0;
    room = room < c->width - x ? room : c->width - x;
    while (text.n && used < room) {
        struct glyph g;
        text = str_skip(text, next_glyph(c, text, &g));
        if (g.cp == ' ' && g.width > room - used)
            g.width = room - used;
        if (g.width > room - used)
            break;
        put_glyph(c, x + used, y, g, look);
        used += g.width;
    }
    return used;
}

void cells_put_right(struct cells *c, unsigned x, unsigned y, unsigned room, struct str text,
                     unsigned look) {
    size_t width = utf8_width(text);
    unsigned gap = width < room ? room - (unsigned)width : 0;
    (void)cells_put(c, x + gap, y, room - gap, text, look);
}

void cells_text(const struct cells *c, struct buf *out) {
    for (unsigned y = 0; y < c->height; y++) {
        const struct cell *row = c->at + (size_t)y * c->width;
        unsigned n = c->width;
        while (n && row[n - 1].cp == ' ')
            n--;
        for (unsigned x = 0; x < n; x++) {
            char bytes[4];
            if (row[x].cp)
                buf_add(out, bytes, utf8_encode(row[x].cp, bytes));
        }
        buf_char(out, '\n');
    }
}
