/* Colour, by the conventions of no-color.org and bixense.com/clicolors. */
#include "compiler/term.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static bool is_set(const char *name) {
    const char *v = getenv(name);
    return v && *v && strcmp(v, "0") != 0;
}

bool term_has_color(int fd, const char *when) {
    if (when && strcmp(when, "always") == 0)
        return true;
    if (when && strcmp(when, "never") == 0)
        return false;
    if (is_set("FORCE_COLOR") || is_set("CLICOLOR_FORCE"))
        return true;
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    if (no && *no)
        return false;
    return isatty(fd) && term && strcmp(term, "dumb") != 0;
}

enum {
    WIDTH_LEAST = 60,
    WIDTH_OTHERWISE = 100,
    WIDTH_MOST = 120
}; /* longer lines are hard to read */

unsigned term_width(int fd) {
    const char *given = getenv("COLUMNS");
    char *end = NULL;
    unsigned long n = given ? strtoul(given, &end, 10) : 0;
    struct winsize size;
    if (!given || end == given || *end || n == 0)
        n = ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : WIDTH_OTHERWISE;
    return n < WIDTH_LEAST ? WIDTH_LEAST : n > WIDTH_MOST ? WIDTH_MOST : (unsigned)n;
}
