/* The word that was probably meant. */
#pragma once

#include "schema/base/str.h"

/* Edits (insert, delete, replace, swap of neighbours) from a to b in bytes; limit + 1 where there
 * are more than `limit` or a word is longer than 64 bytes. */
size_t edit_distance(struct str a, struct str b, size_t limit);

/* The index of the candidate closest to `word` (case does not count, the first wins a tie), or n
 * where none is close: one edit for up to 4 letters, two up to 8, three beyond. */
size_t did_you_mean(struct str word, const struct str *candidates, size_t n);
