/* JavaScript's strings: WTF-8 bytes read as UTF-16 code units. Indices count code units. */
#pragma once

#include <stdint.h>

#include "schema/base/arena.h"

size_t js_text_length(struct str s);

/* Code units [begin, end), begin <= end <= length; half a pair becomes a lone surrogate. */
struct str js_text_slice(struct arena *a, struct str s, size_t begin, size_t end);

/* x + y; a pair that meets at the seam is joined. */
struct str js_text_join(struct arena *a, struct str x, struct str y);

/* The index of the first `part` at or after `from`, or (size_t)-1; the last one at or before
 * `from`. */
size_t js_text_find(struct arena *a, struct str s, struct str part, size_t from);
size_t js_text_find_last(struct arena *a, struct str s, struct str part, size_t from);

/* Order by code units, as < does. */
int js_text_compare(struct str x, struct str y);

/* Without JavaScript's white space and line ends at the begin and/or the end. */
struct str js_text_trim(struct str s, bool at_begin, bool at_end);

/* The code units themselves, on the arena. */
struct js_units {
    uint16_t *at;
    size_t n;
};
struct js_units js_text_units(struct arena *a, struct str s);
struct str js_text_from_units(struct arena *a, const uint16_t *units, size_t n);

/* The value of a literal's raw text: escapes resolved, \r\n in templates made \n. False where an
 * escape is malformed (or, in templates and strict code, octal); *at is then its offset. */
struct js_escape_rules {
    bool is_template, is_strict;
};
bool js_text_unescape(struct arena *a, struct str raw, struct js_escape_rules rules,
                      struct str *out, size_t *at);

/* Takes the first character (code point) off `rest`; false where it is empty. What iteration gives.
 */
bool js_text_next(struct str *rest, struct str *one);
