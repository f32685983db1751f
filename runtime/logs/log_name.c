/* Names of log files. */
#include "runtime/logs/log_name.h"

static bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-';
}

void log_name_clean(struct buf *out, struct str name) {
    for (size_t i = 0; i < name.n; i++)
        buf_char(out, is_plain(name.p[i]) ? name.p[i] : '-');
}

void log_name_number(struct buf *out, struct str path, unsigned id) {
    struct str tail = STR(".log");
    if (!str_ends(path, tail)) {
        buf_str(out, path);
        return;
    }
    buf_add(out, path.p, path.n - tail.n);
    buf_fmt(out, "-%u.log", id);
}

bool log_name_is_none(struct str path) {
    return str_eqz(path, "/dev/null") || str_eqz(path, "NULL") || str_eqz(path, "null");
}
