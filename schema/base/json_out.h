/* A JSON writer: deterministic, streaming into a buf. Commas, indentation and escapes are its job;
 * balanced begin and end are the caller's. Strings may hold any bytes: invalid UTF-8 is written as
 * U+FFFD, lone surrogates in their three-byte form as \udXXX. */
#pragma once

#include <stdint.h>

#include "schema/base/buf.h"

struct json_out {
    struct buf *out;
    unsigned indent; /* spaces per level, 0 = one line */
    unsigned depth;
    bool need_comma, after_key;
};

void json_out_init(struct json_out *j, struct buf *out, unsigned indent);

void json_begin_object(struct json_out *j);
void json_end_object(struct json_out *j);
void json_begin_array(struct json_out *j);
void json_end_array(struct json_out *j);
void json_key(struct json_out *j, struct str key);

void json_string(struct json_out *j, struct str s);
void json_int(struct json_out *j, int64_t n);
void json_bool(struct json_out *j, bool b);
/* Text that is JSON already: "null", a number, a document. */
void json_raw(struct json_out *j, struct str text);

/* key and value in one call, for the common case. */
void json_key_string(struct json_out *j, const char *key, struct str s);
void json_key_int(struct json_out *j, const char *key, int64_t n);
void json_key_bool(struct json_out *j, const char *key, bool b);

/* Appends the quoted and escaped form of s to b. */
void json_quote(struct buf *b, struct str s);
