/* JSON as slices of the text it came in: nothing is allocated, nothing is kept. What a worker writes
 * is hostile until it has been through here; nesting deeper than JSON_SCAN_DEPTH is refused. Whether
 * strings are UTF-8 is not looked at. */
#pragma once

#include <stdint.h>

#include "schema/base/buf.h"

enum { JSON_SCAN_DEPTH = 64 };

/* Whether the text is one JSON value, blanks around it allowed. */
bool json_scan_is_value(struct str text);

/* The members of an object, in their order:
 *     struct json_scan scan = json_scan_object(text);
 *     while (json_scan_next(&scan, &key, &value)) ...
 * ends early where the text is no object. Keys come as they are written, escapes in place; values
 * without blanks around them. */
struct json_scan {
    struct str rest;
    bool is_open, is_past_first;
};
struct json_scan json_scan_object(struct str text);
bool json_scan_next(struct json_scan *scan, struct str *key, struct str *value);

/* The items of an array, the same way. */
struct json_scan json_scan_array(struct str text);
bool json_scan_item(struct json_scan *scan, struct str *value);

/* In one pass: the next member's key alone, whose value is then entered (as '{' or '[') or taken; and
 * out of what was entered when all of it has been seen, else false. */
bool json_scan_key(struct json_scan *scan, struct str *key);
bool json_scan_value(struct json_scan *scan, struct str *value);
struct json_scan json_scan_enter(const struct json_scan *scan, char open);
bool json_scan_leave(struct json_scan *scan, const struct json_scan *inner, char close);
/* The same before an item of an array. */
bool json_scan_has_item(struct json_scan *scan);

/* The member of that name, the last one where there are several (as JSON.parse has it); empty where
 * there is none. */
struct str json_scan_get(struct str object, const char *key);

/* A whole number, or a string of one. */
bool json_scan_int(struct str value, int64_t *n);

bool json_scan_is_string(struct str value);
/* Appends the text that a string stands for, as UTF-8 (lone surrogates in their three-byte form).
 * False where it is none, or one that is malformed. */
bool json_scan_text(struct str value, struct buf *out);
