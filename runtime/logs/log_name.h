/* What log files are called, as under PM2 where that is well: <clean name>-out.log, -error.log; the
 * instance's id before ".log" unless logs are merged. */
#pragma once

#include <stdbool.h>

#include "schema/base/buf.h"

/* The app's name with everything but letters, digits, '.' and '-' as '-'. */
void log_name_clean(struct buf *out, struct str name);

/* "x.log" -> "x-3.log"; a path that does not end in ".log" is left as it is, as PM2 does. */
void log_name_number(struct buf *out, struct str path, unsigned id);

/* "/dev/null", "NULL" and "null": no file is wanted. */
bool log_name_is_none(struct str path);
