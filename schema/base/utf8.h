/* UTF-8 by the byte: decoding that never reads past the end and never fails to advance. */
#pragma once

#include <stdint.h>

#include "schema/base/str.h"

#define UTF8_BAD UINT32_MAX

/* The first code point of s (s.n > 0) and how many bytes it takes. Malformed: UTF8_BAD and 1.
 * Surrogates in their three-byte form (WTF-8) are given as such, for JavaScript's strings. */
size_t utf8_decode(struct str s, uint32_t *cp);

/* Writes cp (also a surrogate) to out, which has room for 4 bytes; returns the count. */
size_t utf8_encode(uint32_t cp, char *out);

/* True where s is well-formed UTF-8 (surrogates are not). */
bool utf8_is_valid(struct str s);

/* Columns s takes on a terminal, taking wide East Asian characters and emoji as 2, marks as 0. */
size_t utf8_width(struct str s);
