/* Unified diffs of two texts, three lines of context, as patch and git apply take them. */
#pragma once

#include "schema/base/arena.h"
#include "schema/base/buf.h"

/* "--- a/NAME", "+++ b/NAME" and the hunks; nothing where the texts are the same. */
void unified_diff(struct arena *a, struct str name, struct str old_text, struct str new_text,
                  struct buf *out);
