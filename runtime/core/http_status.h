/* The first bytes of an HTTP/1 answer: "HTTP/1.1 200 OK". RFC 9112, 4. */
#pragma once

#include <stdbool.h>

#include "schema/base/str.h"

/* How many bytes decide; more need not be read. */
enum { HTTP_STATUS_BYTES = 13 };
enum { HTTP_STATUS_MORE = 0, HTTP_STATUS_BAD = -1 };

/* The status (100 to 999); MORE where the bytes may still become one, BAD where they cannot. */
int http_status_read(struct str bytes);

/* An answer as it comes in, in pieces. Interim answers (1xx but 101, which switches away from HTTP)
 * come before the one that is meant, RFC 9110, 15.2: a status line and fields up to an empty line. */
struct http_answer {
    char line[HTTP_STATUS_BYTES];
    unsigned n;         /* of line */
    bool is_interim;    /* what comes is the rest of one */
    unsigned n_line;    /* bytes of its line at hand, without line ends */
    unsigned n_interim; /* bytes of all of them */
};

enum { HTTP_INTERIM_MOST = 1 << 16 };

/* What comes next. The status of the answer that is meant; MORE; BAD also where interim ones do not
 * end. What is decided stays so: nothing more is to be read. */
int http_answer_read(struct http_answer *answer, struct str piece);
