/* Unified diffs of two texts, three lines of context, as patch and git apply take them. What is hidden in
 * the sources or looks like a secret is not shown: context ends before such a line, and in a line that
 * changes there are stars (patch does not take that one). */
#pragma once

#include "schema/base/arena.h"
#include "schema/base/buf.h"
#include "schema/base/span.h"

/* "--- a/NAME", "+++ b/NAME" and the hunks; nothing where the texts are the same. */
void unified_diff(struct arena *a, struct str name, const struct source *before,
                  const struct source *after, struct buf *out);
