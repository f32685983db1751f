/* Bytes into lines, once. Lines are cut where they are longer than LOG_LINE_MOST, between
 * characters. */
#pragma once

#include <stdbool.h>

#include "schema/base/buf.h"

enum { LOG_LINE_MOST = 256 * 1024 };

/* One line without its line end. `is_cut`: more of the same line follows as the next one. */
typedef void log_line_fn(void *ctx, struct str line, bool is_cut);

struct log_lines {
    struct buf partial; /* begun, not ended; its memory is given back when it is empty */
    size_t stored;      /* bytes at its front that the owner has stored and that are still so */
    unsigned lost;      /* lines lost to a failed allocation, for the owner to fetch */
};

void log_lines_feed(struct log_lines *lines, struct str bytes, log_line_fn *fn, void *ctx);

/* The last line where it has no line end. */
void log_lines_end(struct log_lines *lines, log_line_fn *fn, void *ctx);
