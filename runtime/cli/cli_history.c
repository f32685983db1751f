/* Reading backwards. */
#include "runtime/cli/cli_history.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "runtime/ctl/json_in.h"
#include "runtime/logs/log_gzip.h"
#include "runtime/logs/log_rotate.h"
#include "runtime/logs/log_tidy.h"
#include "schema/unit/date_format.h"

enum { BLOCK_BYTES = 64 * 1024, TAIL_MOST_BYTES = 64 * 1024 * 1024, FILES_MOST = 256 };

/* ---- lines ----------------------------------------------------------------------------------- */

static int64_t moment_of(const struct date_parts *p, bool is_utc) {
    if (p->epoch_ms)
        return p->epoch_ms;
    struct tm tm = {.tm_year = p->year - 1900,
                    .tm_mon = p->month - 1,
                    .tm_mday = p->day,
                    .tm_hour = p->hour,
                    .tm_min = p->minute,
                    .tm_sec = p->second,
                    .tm_isdst = -1};
    return (int64_t)(is_utc ? timegm(&tm) : mktime(&tm)) * 1000 + p->ms;
}

/* False where the line is not such an object. */
static bool read_json(struct arena *a, struct str line, struct cli_log_line *e) {
    struct json_in *root = NULL;
    struct err err;
    if (json_in_parse(line, &root, &err) < 0)
        return false;
    const struct json_in *message = json_in_get(root, "message");
    bool is_ours = json_in_is_string(message);
    if (is_ours) {
        e->message = arena_str(a, json_in_str(message));
        e->stamp = arena_str(a, json_in_str(json_in_get(root, "timestamp")));
    }
    json_in_free(root);
    return is_ours && e->message.p && e->stamp.p;
}

struct cli_log_line cli_history_entry(struct arena *a, const struct cli_log *source,
                                      struct str line) {
    static const char iso[] = {
        DATE_YEAR4,   '-', DATE_MONTH2,  '-', DATE_DAY2,         'T', DATE_HOUR2, ':',
        DATE_MINUTE2, ':', DATE_SECOND2, '.', DATE_MILLISECOND3, 'Z', 0};
    struct cli_log_line e = {.message = line};
    struct date_parts parts;
    if (source->is_json) {
        if (!read_json(a, line, &e))
            return (struct cli_log_line){.message = line};
        const char *program = source->stamp ? source->stamp : iso;
        if (date_format_read(program, e.stamp, false, &parts))
            e.at_ms = moment_of(&parts, !source->stamp);
    } else if (source->stamp) {
        size_t n = date_format_read(source->stamp, line, false, &parts);
        if (n && str_starts(str_skip(line, n), STR(": "))) {
            e.stamp = (struct str){line.p, n};
            e.message = str_skip(line, n + 2);
            e.at_ms = moment_of(&parts, false);
        }
    }
    return e;
}

/* ---- tails ----------------------------------------------------------------------------------- */

/* Where the last `lines` lines before `end` begin; a last line without its end is one more. */
static int64_t find_begin(int fd, int64_t end, size_t lines) {
    char block[BLOCK_BYTES];
    size_t seen = 0;
    for (int64_t at = end; at > 0 && end - at < TAIL_MOST_BYTES;) {
        int64_t from = at > BLOCK_BYTES ? at - BLOCK_BYTES : 0;
        ssize_t n = pread(fd, block, (size_t)(at - from), from);
        if (n != at - from)
            return at;
        for (const char *p; n > 0 && (p = memrchr(block, '\n', (size_t)n)); n = p - block)
            if (from + (p - block) + 1 < end && ++seen > lines)
                return from + (p - block) + 1;
        at = from;
    }
    return end > TAIL_MOST_BYTES ? end - TAIL_MOST_BYTES : 0;
}

/* The last lines before `end`, on the arena; empty where they cannot be read. */
static struct str read_tail(struct arena *a, int fd, int64_t end, size_t lines) {
    int64_t begin = find_begin(fd, end, lines);
    char *text = arena_alloc(a, (size_t)(end - begin) + 1);
    ssize_t n = text ? pread(fd, text, (size_t)(end - begin), begin) : -1;
    return n > 0 ? (struct str){text, (size_t)n} : STR("");
}

/* The bytes from `begin` on; the last of them where they are too many. */
static struct str read_range(struct arena *a, int fd, int64_t begin, int64_t end, bool *is_lost) {
    if (end - begin > TAIL_MOST_BYTES) {
        begin = end - TAIL_MOST_BYTES;
        *is_lost = true;
    }
    if (end <= begin)
        return STR("");
    char *text = arena_alloc(a, (size_t)(end - begin));
    ssize_t n = text ? pread(fd, text, (size_t)(end - begin), begin) : -1;
    *is_lost = *is_lost || n != end - begin;
    return n > 0 ? (struct str){text, (size_t)n} : STR("");
}

static struct str read_packed(struct arena *a, const char *path) {
    struct buf text = {0};
    struct err err;
    bool is_cut;
    int rc = log_gzip_read(path, TAIL_MOST_BYTES, &text, &is_cut, &err);
    struct str all = rc < 0 || text.failed ? STR("") : arena_str(a, (struct str){text.p, text.n});
    buf_done(&text);
    if (is_cut) {
        size_t n = str_index(all, '\n');
        all = str_skip(all, n < all.n ? n + 1 : n);
    }
    return all;
}

static size_t count_ends(struct str text) {
    size_t n = 0;
    for (size_t at; (at = str_index(text, '\n')) < text.n; n++)
        text = str_skip(text, at + 1);
    return n;
}

/* ---- files ----------------------------------------------------------------------------------- */

/* What a source has, the newest piece first. */
struct pieces {
    struct arena *a;
    struct cli_log *source;
    size_t wanted, lines; /* there are so many in the pieces */
    bool is_past;         /* the file whose end counts has been seen */
    int64_t time_ms;
    struct str list[FILES_MOST];
    size_t n;
};

static bool is_end_of(const struct cli_log *source, const struct stat *st) {
    return source->has_end && st->st_dev == source->dev && st->st_ino == source->ino;
}

static void take_file(struct pieces *p, int fd) {
    struct stat st;
    if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
        return;
    bool is_end = is_end_of(p->source, &st);
    if (!is_end && !p->is_past)
        return; /* newer than what counts */
    int64_t end = is_end && p->source->end < st.st_size ? p->source->end : st.st_size;
    struct str text = read_tail(p->a, fd, end, p->wanted - p->lines);
    p->is_past = true;
    if (p->time_ms == 0)
        p->time_ms = (int64_t)st.st_mtim.tv_sec * 1000 + st.st_mtim.tv_nsec / 1000000;
    p->lines += count_ends(text);
    p->list[p->n++] = text;
}

static void take_path(struct pieces *p, const char *path) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return;
    take_file(p, fd);
    (void)close(fd);
}

static void take_rotated(struct pieces *p, const char *path) {
    if (!str_ends(str_of(path), STR(".gz"))) {
        take_path(p, path);
        return;
    }
    p->is_past = true; /* what is being compressed has its name until that is done */
    p->list[p->n] = read_packed(p->a, path);
    p->lines += count_ends(p->list[p->n++]);
}

/* Rotated files, the newest first, until there are lines enough. */
static void take_older(struct pieces *p, const char *path) {
    const char *slash = strrchr(path, '/');
    char full[PATH_MAX];
    struct log_old *list = NULL;
    size_t n = 0;
    if (!slash || log_old_list(path, p->source->rotated, &list, &n) < 0)
        return;
    for (size_t i = 0; i < n && p->lines < p->wanted && p->n < FILES_MOST; i++) {
        int length =
            snprintf(full, sizeof full, "%.*s/%s", (int)(slash - path), path, list[i].name);
        if (length > 0 && (size_t)length < sizeof full)
            take_rotated(p, full);
    }
    log_old_free(list, n);
}

static void take_last(struct pieces *p, const char *path) {
    take_path(p, path);
    if (p->source->rotated && (p->lines < p->wanted || !p->is_past))
        take_older(p, path);
}

/* ---- since ----------------------------------------------------------------------------------- */

/* A file that is held open. */
struct held {
    int fd;
    struct stat st;
};

static bool is_same(const struct stat *a, const struct stat *b) {
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* Whether that is it: by identity, or, compressed, by what is in it. */
static bool is_held(const struct held *held, const struct stat *st, bool is_packed,
                    struct str text) {
    char there[4096];
    size_t n = text.n < sizeof there ? text.n : sizeof there;
    if (held->fd < 0 || !is_packed)
        return held->fd >= 0 && is_same(&held->st, st);
    return (int64_t)text.n == held->st.st_size && pread(held->fd, there, n, 0) == (ssize_t)n &&
           memcmp(there, text.p, n) == 0;
}

/* Rotated files from the newest to the oldest: those between are wanted. */
struct walk {
    struct held from, end;
    bool is_past_end, is_over;
};

static void take_between(struct pieces *p, struct walk *w, const char *path) {
    struct stat st;
    struct str text = STR("");
    bool is_packed = str_ends(str_of(path), STR(".gz"));
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0 || fstat(fd, &st) < 0) /* removed just now, or compressed: that comes next */
        st.st_size = 0;
    else if (is_packed)
        text = read_packed(p->a, path);
    w->is_over = fd >= 0 && is_held(&w->from, &st, is_packed, text);
    if (fd >= 0 && !w->is_over && !w->is_past_end) {
        w->is_past_end = is_held(&w->end, &st, is_packed, text);
    } else if (fd >= 0 && !w->is_over) {
        p->list[p->n++] =
            is_packed ? text : read_range(p->a, fd, 0, st.st_size, &p->source->is_lost);
    }
    if (fd >= 0)
        (void)close(fd);
}

static int64_t written_ns(const struct stat *st) {
    return (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
}

static void walk_rotated(struct pieces *p, struct walk *w, const char *path) {
    const char *slash = strrchr(path, '/');
    char full[PATH_MAX];
    struct log_old *list = NULL;
    size_t n = 0;
    if (!p->source->rotated || !slash || log_old_list(path, p->source->rotated, &list, &n) < 0)
        return;
    for (size_t i = 0; i < n && !w->is_over && p->n + 1 < FILES_MOST; i++) {
        int length =
            snprintf(full, sizeof full, "%.*s/%s", (int)(slash - path), path, list[i].name);
        if (list[i].time_ns < written_ns(&w->from.st))
            break;
        if (length > 0 && (size_t)length < sizeof full)
            take_between(p, w, full);
    }
    log_old_free(list, n);
}

static struct held hold(int fd) {
    struct held held = {.fd = fd};
    if (fd >= 0 && fstat(fd, &held.st) < 0)
        held.fd = -1;
    return held;
}

static void take_since(struct pieces *p, const char *path) {
    const struct cli_log_since *since = &p->source->since;
    struct walk w = {.from = hold(since->fd), .end = hold(since->end_fd)};
    bool *is_lost = &p->source->is_lost, is_one = w.from.fd >= 0 && w.end.fd >= 0 &&
                                                  is_same(&w.from.st, &w.end.st);
    bool is_emptied = w.from.fd >= 0 && w.from.st.st_size < since->at; /* what is there is new */
    int64_t at = is_emptied ? 0 : since->at;
    size_t seen = is_emptied ? 0 : since->seen;
    struct stat now;
    if (w.end.fd >= 0)
        p->list[p->n++] = read_range(p->a, w.end.fd, is_one ? at : 0, p->source->end, is_lost);
    else
        *is_lost = p->source->has_end;
    if (w.from.fd >= 0 && !is_one) {
        w.is_past_end = w.end.fd >= 0 && stat(path, &now) == 0 && is_same(&now, &w.end.st);
        walk_rotated(p, &w, path);
        *is_lost = *is_lost || !w.is_past_end;
        p->list[p->n++] = read_range(p->a, w.from.fd, at, w.from.st.st_size, is_lost);
    }
    for (size_t i = 0; i < p->n; i++)
        p->lines += count_ends(p->list[i]);
    p->wanted = p->lines > seen ? p->lines - seen : 0;
}

/* ---- entries --------------------------------------------------------------------------------- */

static bool add_entry(struct pieces *p, struct cli_history *h, size_t *cap, struct str line,
                      unsigned source) {
    if (h->n == *cap) {
        size_t more = *cap ? *cap * 2 : 256;
        struct cli_log_line *list = arena_array(p->a, struct cli_log_line, more);
        if (!list)
            return false;
        if (h->n)
            memcpy(list, h->list, h->n * sizeof *list);
        h->list = list;
        *cap = more;
    }
    struct cli_log_line e = cli_history_entry(p->a, p->source, line);
    e.source = source;
    e.place = h->n;
    h->list[h->n++] = e;
    return true;
}

static bool add_piece(struct pieces *p, struct cli_history *h, size_t *cap, struct str text,
                      unsigned source) {
    p->source->begun = STR("");
    while (text.n) {
        size_t n = str_index(text, '\n');
        struct str line = {text.p, n};
        if (n == text.n) {
            p->source->begun = line; /* only the newest file may end so */
            return true;
        }
        text = str_skip(text, n + 1);
        if (p->lines > p->wanted)
            p->lines--;
        else if (!add_entry(p, h, cap, line, source))
            return false;
    }
    return true;
}

/* Times go up within a source; lines before the first known time have that one. */
static void set_keys(struct cli_log_line *list, size_t n, int64_t time_ms) {
    int64_t key = time_ms;
    for (size_t i = n; i > 0; i--)
        key = list[i - 1].at_ms ? list[i - 1].at_ms : key;
    for (size_t i = 0; i < n; i++) {
        key = list[i].at_ms > key ? list[i].at_ms : key;
        list[i].key_ms = key;
    }
}

static bool read_source(struct arena *a, struct cli_log *source, unsigned number, size_t lines,
                        struct cli_history *h, size_t *cap) {
    struct pieces *p = arena_alloc(a, sizeof *p);
    char real[PATH_MAX];
    if (!p)
        return false;
    *p = (struct pieces){.a = a, .source = source, .wanted = lines, .is_past = !source->has_end};
    const char *path = realpath(source->path, real) ? real : source->path;
    if (source->since.is_wanted)
        take_since(p, path);
    else
        take_last(p, path);
    size_t first = h->n;
    for (size_t i = p->n; i > 0; i--)
        if (!add_piece(p, h, cap, p->list[i - 1], number))
            return false;
    set_keys(h->list + first, h->n - first, p->time_ms);
    return true;
}

static int compare(const void *a, const void *b) {
    const struct cli_log_line *x = a, *y = b;
    if (x->key_ms != y->key_ms)
        return x->key_ms < y->key_ms ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

int cli_history_read(struct arena *a, struct cli_log *sources, unsigned n_sources, size_t lines,
                     struct cli_history *history) {
    size_t cap = 0;
    *history = (struct cli_history){0};
    for (unsigned i = 0; i < n_sources; i++)
        if (!read_source(a, &sources[i], i, lines, history, &cap))
            return -1;
    if (history->n)
        qsort(history->list, history->n, sizeof *history->list, compare);
    return 0;
}
