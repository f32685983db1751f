/* JSON as people write it into package.json and tsconfig.json: comments and a comma after the last
 * item are passed over, so is a byte order mark. Everything else is as RFC 8259 says. */
#pragma once

#include <stdint.h>

#include "schema/base/arena.h"

enum json_kind { JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json {
    uint8_t kind; /* enum json_kind */
    bool truth;
    struct str key;           /* of a member of an object */
    struct str text;          /* the string, its escapes resolved; the number as written */
    const struct json *first; /* items, members */
    const struct json *next;
};

enum { JSON_DEPTH = 100 };

/* NULL where the text is not JSON, or deeper than JSON_DEPTH. Strings without escapes point into
 * the text. */
const struct json *json_read(struct arena *a, struct str text);

/* The member of that name, the last of several; NULL where there is none or no object. */
const struct json *json_member(const struct json *object, struct str key);

/* The member's string; empty where it is none. */
struct str json_member_text(const struct json *object, const char *key);

/* The string's text; empty where it is none, or NULL. */
struct str json_text(const struct json *string);
