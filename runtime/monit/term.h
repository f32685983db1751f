/* The terminal; ncurses behind one small file. One at a time: the library has one screen. */
#pragma once

#include "runtime/monit/cells.h"
#include "schema/base/err.h"

/* Takes over the terminal of stdin and stdout, in the locale that is set. -1 with err: there is
 * none, or it cannot place a cursor. */
int term_open(bool wants_color, struct err *err);
/* Gives it back as it was. */
void term_close(void);

/* Whether characters beyond ASCII can be shown. */
bool term_is_ascii(void);
void term_size(unsigned *width, unsigned *height);

/* The next key (keys.h) that was pressed; false where none is there. A change of size is a key that
 * means nothing. */
bool term_key(uint32_t *key);

/* Shows the cells. */
void term_show(const struct cells *c);
