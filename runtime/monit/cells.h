/* What the screen is to look like: a rectangle of cells, each a character and its look. Drawing
 * ends here; term.h puts it onto a terminal, tests read it as text. */
#pragma once

#include <stdint.h>

#include "schema/base/buf.h"

/* A colour, and bits that add to it. */
enum cells_look {
    LOOK_PLAIN,
    LOOK_GOOD,
    LOOK_WARN,
    LOOK_BAD,
    LOOK_CPU,
    LOOK_MEMORY,
    LOOK_COLORS,
    LOOK_COLOR = 0x0f, /* the mask of the above */
    LOOK_BOLD = 0x10,
    LOOK_DIM = 0x20,
    LOOK_REVERSE = 0x40,
};

struct cell {
    uint32_t cp; /* 0: the right half of the wide character before it */
    unsigned look;
};

struct cells {
    unsigned width, height;
    bool is_ascii; /* the terminal has no UTF-8: other characters become '?' */
    struct cell *at;
};

/* Any rectangle of that size, blank. False without memory: the old one stays. */
bool cells_resize(struct cells *c, unsigned width, unsigned height);
void cells_done(struct cells *c);
void cells_clear(struct cells *c);

/* Writes text from column x on, at most `room` columns wide; what does not fit into the rectangle
 * is left out. Control characters and terminal sequences are left out too, tabs are blanks. Returns
 * the columns that it took. */
unsigned cells_put(struct cells *c, unsigned x, unsigned y, unsigned room, struct str text,
                   unsigned look);
/* The same against the right edge of the room; a text that is too long loses its end. */
void cells_put_right(struct cells *c, unsigned x, unsigned y, unsigned room, struct str text,
                     unsigned look);
/* One character, of one column. */
void cells_set(struct cells *c, unsigned x, unsigned y, uint32_t cp, unsigned look);
/* Adds bits to the look of `room` cells. */
void cells_mark(struct cells *c, unsigned x, unsigned y, unsigned room, unsigned bits);

/* Appends the rows as lines, without the blanks at their ends. */
void cells_text(const struct cells *c, struct buf *out);
