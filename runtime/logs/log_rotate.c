/* Names, moments and cuts of rotation. */
#include "runtime/logs/log_rotate.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "runtime/logs/log_line.h"
#include "runtime/logs/log_style.h"
#include "runtime/os/civil.h"
#include "runtime/os/zone.h"
#include "schema/unit/date_format.h"

size_t log_rotate_piece(int64_t max_bytes, const struct log_end *end, struct str bytes) {
    int64_t left = end->is_due ? 0 : max_bytes > 0 ? max_bytes - end->size_bytes : INT64_MAX;
    size_t room = left > 0 ? (size_t)left : 0;
    if (bytes.n <= room)
        return bytes.n;
    const char *last = room ? memrchr(bytes.p, '\n', room) : NULL;
    if (last)
        return (size_t)(last - bytes.p) + 1;
    if (!end->is_mid_line && end->size_bytes > 0)
        return 0;
    size_t first = str_index(bytes, '\n');
    if (first < bytes.n)
        return first + 1;
    /* A line without end must not keep the file growing for ever. */
    return end->is_mid_line && max_bytes > 0 && left < -LOG_LINE_MOST ? 0 : bytes.n;
}

int64_t log_rotate_next(const struct log_rotation *rotation, int64_t from_wall_ms) {
    if (!rotation->has_interval)
        return INT64_MAX;
    struct os_zone_place place = os_zone_enter(rotation->zone);
    int64_t next_ms = os_cron_next_ms(&rotation->interval, from_wall_ms);
    os_zone_leave(&place);
    return next_ms;
}

/* ---- names ----------------------------------------------------------------------------------- */

/* The name up to its ".log"; a name without one is its own base. */
static struct str base_of(struct str name) {
    struct str tail = STR(".log");
    return str_ends(name, tail) ? (struct str){name.p, name.n - tail.n} : name;
}

static struct str date_of(struct log_clock *clock, const struct log_rotation *rotation,
                          int64_t wall_ms) {
    struct os_zone_place place = os_zone_enter(rotation->zone);
    struct str date = log_clock_text(clock, rotation->stamp, wall_ms);
    os_zone_leave(&place);
    return date;
}

void log_rotate_name(struct buf *out, struct str name, const struct log_rotation *rotation,
                     int64_t wall_ms, unsigned twin) {
    struct log_clock clock = {0};
    struct str date = date_of(&clock, rotation, wall_ms);
    buf_str(out, base_of(name));
    buf_z(out, "__");
    for (size_t i = 0; i < date.n; i++)
        buf_char(out, date.p[i] == '/' ? '-' : date.p[i]);
    if (twin)
        buf_fmt(out, "-%u", twin);
    buf_z(out, ".log");
}

/* "", or "-" and digits. */
static bool is_twin(struct str s) {
    if (s.n == 0)
        return true;
    bool good = s.n > 1 && s.p[0] == '-';
    for (size_t i = 1; i < s.n && good; i++)
        good = s.p[i] >= '0' && s.p[i] <= '9';
    return good;
}

bool log_rotate_is_name(struct str name, const char *stamp, struct str other) {
    struct str base = base_of(name), gz = STR(".gz"), log = STR(".log");
    if (str_ends(other, gz))
        other.n -= gz.n;
    if (!str_ends(other, log) || !str_starts(other, base))
        return false;
    other.n -= log.n;
    other = str_skip(other, base.n);
    if (!str_starts(other, STR("__")))
        return false;
    other = str_skip(other, 2);
    struct date_parts parts;
    size_t n = date_format_read(stamp, other, true, &parts);
    return n > 0 && is_twin(str_skip(other, n));
}

/* ---- the act --------------------------------------------------------------------------------- */

static bool is_there(const char *path) {
    return faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0 || errno != ENOENT;
}

/* Renames without replacing anything; where the file system cannot promise that, by looking. */
static int rename_anew(const char *from, const char *to) {
    int rc = renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
    if (rc == 0 || (errno != EINVAL && errno != ENOSYS))
        return rc;
    if (is_there(to)) {
        errno = EEXIST;
        return -1;
    }
    return rename(from, to);
}

static bool is_same_date(const struct log_rotation *rotation, int64_t a_ms, int64_t b_ms) {
    struct log_clock one = {0}, other = {0};
    return str_eq(date_of(&one, rotation, a_ms), date_of(&other, rotation, b_ms));
}

/* One try; EEXIST: the name is taken, compressed or not. */
static int rename_to(const char *path, const struct log_rotation *rotation, int64_t wall_ms,
                     unsigned twin) {
    char to[PATH_MAX], gz[PATH_MAX + 4];
    const char *slash = strrchr(path, '/');
    size_t dir = slash ? (size_t)(slash - path) + 1 : 0;
    struct buf name = {0};
    log_rotate_name(&name, str_of(path + dir), rotation, wall_ms, twin);
    bool fits = !name.failed && name.n < sizeof to - dir;
    if (fits)
        (void)snprintf(to, sizeof to, "%.*s%.*s", (int)dir, path, (int)name.n, name.p);
    buf_done(&name);
    if (!fits) {
        errno = ENAMETOOLONG;
        return -1;
    }
    (void)snprintf(gz, sizeof gz, "%s.gz", to);
    if (is_there(gz)) {
        errno = EEXIST;
        return -1;
    }
    return rename_anew(path, to);
}

int log_rotate_rename(const char *path, const struct log_rotation *rotation, int64_t wall_ms,
                      struct log_rotate_last *last) {
    enum { TRIES = 100000 };
    bool goes_on = last->wall_ms && is_same_date(rotation, last->wall_ms, wall_ms);
    unsigned twin = goes_on ? last->twin + 1 : 0;
    int rc = -1;
    for (unsigned i = 0; i < TRIES && rc < 0; i++, twin++) {
        rc = rename_to(path, rotation, wall_ms, twin);
        if (rc < 0 && errno != EEXIST)
            return rc;
    }
    *last = (struct log_rotate_last){wall_ms, twin - 1};
    return rc;
}
