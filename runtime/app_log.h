/* Where the logs of an app go. Paths are made when they are needed: each is in the file that has it
 * (logs/log_file.h) and nowhere else. */
#pragma once

#include "runtime/app.h"
#include "schema/base/buf.h"

enum app_log { APP_LOG_OUT, APP_LOG_ERR, APP_LOG_BOTH, APP_LOGS };

/* Appends its path, without the number of an instance; `home` is the supervisor's. False: no such file
 * is wanted. */
bool app_log_path(const struct app_logs *logs, enum app_log which, const char *home,
                  struct buf *out);
