/* JSON as slices of the text it came in: nothing is allocated, nothing is kept. What a worker writes
 * is hostile until it has been through here; nesting deeper than SCAN_DEPTH is refused. Whether
 * strings are UTF-8 is not looked at. */
#pragma once

#include <stdint.h>

#include "schema/base/buf.h"

enum { SCAN_DEPTH = 64 };

/* Whether the text is one JSON value, blanks around it allowed. */
bool scan_is_value(struct str text);

/* The members of an object, in their order:
 *     struct scan scan = scan_object(text);
 *     while (scan_next(&scan, &key, &value)) ...
 * ends early where the text is no object. Keys come as they are written, escapes in place; values
 * without blanks around them. */
struct scan {
    struct str rest;
    bool is_open, is_past_first;
};
struct scan scan_object(struct str text);
bool scan_next(struct scan *scan, struct str *key, struct str *value);

/* The items of an array, the same way. */
struct scan scan_array(struct str text);
bool scan_item(struct scan *scan, struct str *value);

/* The member of that name, the last one where there are several (as JSON.parse has it); empty where
 * there is none. */
struct str scan_get(struct str object, const char *key);

/* A whole number, or a string of one. */
bool scan_int(struct str value, int64_t *n);

bool scan_is_string(struct str value);
/* Appends the text that a string stands for, as UTF-8 (lone surrogates in their three-byte form).
 * False where it is none, or one that is malformed. */
bool scan_text(struct str value, struct buf *out);
