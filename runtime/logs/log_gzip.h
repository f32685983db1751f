/* gzip. zlib is loaded by the process that compresses or reads such a file, so that the supervisor
 * does not carry it. */
#pragma once

#include "schema/base/buf.h"
#include "schema/base/err.h"

/* Writes the compressed content of `path` to `to`, which is made or emptied and gets the mode and
 * the time of `path`. -1 with err; `to` may then be there in part. */
int log_gzip_file(const char *path, const char *to, struct err *err);

/* Appends the content of a compressed file, the last `most` bytes of it at least where it is
 * longer (its beginning then is missing and *is_cut is set). */
int log_gzip_read(const char *path, size_t most, struct buf *out, bool *is_cut, struct err *err);
