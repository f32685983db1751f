/* How a line looks in the file: as it came, with a stamp before it, or as a JSON object.
 *
 * What is the same for all lines that came at once is made once (struct log_dress); a line then
 * costs little more than its copy. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "schema/base/buf.h"

struct log_style {
    const char *stamp; /* of schema/unit/date_format.h; NULL = no stamp (JSON: ISO 8601, UTC) */
    bool is_json;
};

/* What a JSON line says about its origin. */
struct log_origin {
    const char *app_name;
    unsigned process_id;
    bool is_err;
};

/* Stamps of one moment are formatted once: remember them. */
struct log_clock {
    const char *program;
    int64_t wall_ms;
    bool is_by_ms; /* the text tells milliseconds apart */
    size_t n;
    char text[120];
    struct buf tail; /* of JSON lines */
};

void log_clock_done(struct log_clock *clock);

/* The local time of wall_ms by the program; the text is cut at 119 bytes. */
struct str log_clock_text(struct log_clock *clock, const char *program, int64_t wall_ms);

/* What stands before and behind each line; the texts are the clock's and last until it is used
 * again. */
struct log_dress {
    struct str stamp, tail;
    bool is_json, is_stamped;
};

struct log_dress log_style_dress(const struct log_style *style, const struct log_origin *origin,
                                 struct log_clock *clock, int64_t wall_ms);

/* Appends the line in its dress, with its line end. JSON, with "cut":true where it is:
 *   {"message":"..","timestamp":"..","type":"out","process_id":0,"app_name":".."} */
void log_style_line(const struct log_dress *dress, struct str line, bool is_cut, struct buf *out);
