/* Whether a stream may be coloured. */
#pragma once

#include <stdbool.h>

/* `when`: "always", "never", "auto" or NULL (auto). Auto: FORCE_COLOR or CLICOLOR_FORCE
 * (non-empty, not "0") say yes, NO_COLOR (non-empty) says no, else a terminal whose TERM is not
 * "dumb". */
bool term_has_color(int fd, const char *when);

/* Columns of a line: COLUMNS where that is set, else the terminal's, else 100; 60 to 120. */
unsigned term_width(int fd);
