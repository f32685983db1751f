/* Findings as people read them on a terminal: message, excerpt with carets, related places, notes
 * and one next step. */
#pragma once

#include "schema/base/buf.h"
#include "schema/base/diag.h"

struct report_text_style {
    bool color;
    enum diag_severity least; /* findings below it are left out */
};

/* The findings of a settled sink, in its order, each followed by a blank line. */
void report_text(const struct diag_sink *sink, const struct report_text_style *style,
                 struct buf *out);

/* One line each, for editors and problem matchers: "file:line:column: error: message [EC0101]". */
void report_concise(const struct diag_sink *sink, const struct report_text_style *style,
                    struct buf *out);
