/* Text inside Markdown, as GitHub and GitLab read it. */
#pragma once

#include "schema/base/buf.h"

/* Text of a table cell or a paragraph: no markup of its own but `code`. */
void markdown_text(struct buf *out, struct str s);

/* `path:line`; line 0 is the file as a whole. */
void markdown_place(struct buf *out, struct str path, unsigned line);
