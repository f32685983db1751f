/* Colour, by the conventions of no-color.org and bixense.com/clicolors. */
#include "compiler/term.h"

#include <stdlib.h>
#include <string.h>
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
