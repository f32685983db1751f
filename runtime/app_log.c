/* Given paths and default ones. */
#include "runtime/app_log.h"

bool app_log_path(const struct app_logs *logs, enum app_log which, const char *home,
                  struct buf *out) {
    static const char *const tails[APP_LOGS] = {"-out", "-error", ""};
    const char *const given[APP_LOGS] = {logs->out, logs->err, logs->both};
    if (!given[which])
        return false;
    if (*given[which])
        buf_z(out, given[which]);
    else
        buf_fmt(out, "%s/logs/%s%s.log", home, logs->base, tails[which]);
    return true;
}
