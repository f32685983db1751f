/* The first bytes of an HTTP/1 answer: "HTTP/1.1 200 OK". RFC 9112, 4. */
#pragma once

#include "schema/base/str.h"

/* How many bytes decide; more need not be read. */
enum { HTTP_STATUS_BYTES = 13 };
enum { HTTP_STATUS_MORE = 0, HTTP_STATUS_BAD = -1 };

/* The status (100 to 999); MORE where the bytes may still become one, BAD where they cannot. */
int http_status_read(struct str bytes);
