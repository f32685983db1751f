/* Reading JSON that others wrote; json-c behind one small file. Depth and size are bounded. */
#pragma once

#include <stdint.h>

#include "schema/base/buf.h"
#include "schema/base/err.h"

struct json_in; /* a value; NULL is JSON's null, and what is not there */

/* One document and nothing after it but blanks. -1 with err; *root is the caller's to free. */
int json_in_parse(struct str text, struct json_in **root, struct err *err);
void json_in_free(struct json_in *root);

bool json_in_is_object(const struct json_in *v);
bool json_in_is_array(const struct json_in *v);
bool json_in_is_string(const struct json_in *v);
bool json_in_is_int(const struct json_in *v);

/* The member, or NULL; of anything but an object NULL. */
const struct json_in *json_in_get(const struct json_in *v, const char *key);
/* Number of items; of anything but an array 0. */
size_t json_in_count(const struct json_in *v);
const struct json_in *json_in_at(const struct json_in *v, size_t i);

/* Calls fn for each member of an object, in its order. */
void json_in_each(const struct json_in *v,
                  void (*fn)(void *ctx, struct str key, const struct json_in *value), void *ctx);

/* Of anything else: the empty string, 0, false. */
struct str json_in_str(const struct json_in *v);
int64_t json_in_int(const struct json_in *v);
double json_in_double(const struct json_in *v);
bool json_in_bool(const struct json_in *v);

/* Appends the value as indented JSON. */
void json_in_print(const struct json_in *v, struct buf *out);
/* The same on one line. */
void json_in_print_line(const struct json_in *v, struct buf *out);
