/* Appending to files that may be full, gone, or something else altogether. */
#include "runtime/logs/log_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/os/clock.h"

enum { RETRY_MS = 1000, LOOK_MS = 1000 };

struct log_now log_now(void) {
    return (struct log_now){os_now_ms(), os_wall_ms()};
}

struct log_file *log_file_use(struct log_files *files, const char *path) {
    for (struct log_file *f = files->list; f; f = f->next)
        if (strcmp(f->path, path) == 0) {
            f->refs++;
            return f;
        }
    size_t n = strlen(path) + 1;
    struct log_file *f = calloc(1, sizeof *f + n);
    if (!f)
        return NULL;
    memcpy(f->path, path, n);
    f->fd = -1;
    f->refs = 1;
    f->next = files->list;
    files->list = f;
    return f;
}

void log_file_drop(struct log_files *files, struct log_file *file) {
    if (!file || --file->refs > 0)
        return;
    struct log_file **at = &files->list;
    while (*at != file)
        at = &(*at)->next;
    *at = file->next;
    log_file_rest(file);
    free(file);
}

/* ---- opening --------------------------------------------------------------------------------- */

/* The directories that lead to `path`; `path` is changed and put back. */
static void make_directories(char *path) {
    for (char *p = path + 1; *p; p++)
        if (*p == '/') {
            *p = 0;
            (void)mkdir(path, 0755); /* what fails here fails again, with its errno, at open */
            *p = '/';
        }
}

/* O_NONBLOCK: a FIFO without a reader must fail, not wait. */
static int open_once(const char *path) {
    return open(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0644);
}

static int open_append(char *path) {
    int fd = open_once(path);
    if (fd >= 0 || errno != ENOENT)
        return fd;
    make_directories(path);
    return open_once(path);
}

static void report(struct log_files *files, enum log_event event, const char *path, int sys) {
    if (files->report)
        files->report(files->ctx, event, path, sys);
}

static void report_loss(struct log_files *files, struct log_file *file, int sys) {
    if (!file->is_failing)
        report(files, LOG_LOSES, file->path, sys);
    file->is_failing = true;
}

static void report_recovery(struct log_files *files, struct log_file *file) {
    if (file->is_failing)
        report(files, LOG_WRITES, file->path, 0);
    file->is_failing = false;
}

/* Makes `fd` the open file. What others left inside a line is their business. */
static void take_fd(struct log_file *file, int fd) {
    struct stat st;
    log_file_rest(file);
    file->fd = fd;
    if (fstat(fd, &st) < 0)
        return;
    if (file->dev != st.st_dev || file->ino != st.st_ino || st.st_size == 0)
        file->is_torn = false;
    file->dev = st.st_dev;
    file->ino = st.st_ino;
    file->is_regular = S_ISREG(st.st_mode);
    file->size_bytes = st.st_size;
    file->wall_ms = st.st_size ? (int64_t)st.st_mtim.tv_sec * 1000 : 0;
}

bool log_file_open(struct log_files *files, struct log_file *file, int64_t now_ms) {
    if (file->fd >= 0)
        return true;
    if (now_ms < file->retry_at_ms)
        return false;
    int fd = open_append(file->path);
    if (fd < 0) {
        file->retry_at_ms = now_ms + RETRY_MS;
        report_loss(files, file, errno);
        return false;
    }
    take_fd(file, fd);
    return true;
}

/* ---- looking --------------------------------------------------------------------------------- */

/* The path means another file by now, or none. While the new one cannot be opened, a renamed file
 * still takes lines; one without a name would lose them in silence. */
static void replace(struct log_files *files, struct log_file *file, int64_t now_ms) {
    struct stat st;
    int fd = open_append(file->path);
    int sys = errno;
    if (fd >= 0) {
        report(files, LOG_REPLACED, file->path, 0);
        take_fd(file, fd);
    } else if (fstat(file->fd, &st) == 0 && st.st_nlink == 0) {
        log_file_rest(file);
        file->retry_at_ms = now_ms + RETRY_MS;
        report_loss(files, file, sys);
    }
}

static void look(struct log_files *files, struct log_file *file, const struct log_now *now) {
    struct stat st;
    if (stat(file->path, &st) == 0 && st.st_dev == file->dev && st.st_ino == file->ino)
        file->size_bytes = st.st_size;
    else
        replace(files, file, now->ms);
    file->look_at_ms = now->ms + LOOK_MS;
    file->due_wall_ms = 0;
}

/* ---- rotating -------------------------------------------------------------------------------- */

static void cannot_rotate(struct log_files *files, struct log_file *file, int sys, int64_t now_ms) {
    if (!file->is_rotate_failing)
        report(files, LOG_CANNOT_ROTATE, file->path, sys);
    file->is_rotate_failing = true;
    file->rotate_at_ms = now_ms + RETRY_MS;
}

/* Counted from the last line, which may be of a time before this supervisor. A clock that was set
 * back would have the interval wait for what it showed before. */
static bool is_due(struct log_file *file, const struct log_rotation *rotation,
                   const struct log_now *now) {
    bool is_known = file->wall_ms && file->wall_ms <= now->wall_ms;
    if (file->due_wall_ms == 0)
        file->due_wall_ms = log_rotate_next(rotation, is_known ? file->wall_ms : now->wall_ms);
    return file->due_wall_ms <= now->wall_ms;
}

/* Where the new file cannot be opened the old one goes on under its new name, until a look finds
 * that the path can be opened again. A link in the path stays: what it leads to is renamed. */
static bool rotate(struct log_files *files, struct log_file *file,
                   const struct log_rotation *rotation, const struct log_now *now) {
    char path[PATH_MAX];
    struct stat st;
    int64_t stamp_ms = is_due(file, rotation, now) ? file->due_wall_ms : now->wall_ms;
    bool is_ours = realpath(file->path, path) && stat(path, &st) == 0 && st.st_dev == file->dev &&
                   st.st_ino == file->ino;
    if (is_ours && log_rotate_rename(path, rotation, stamp_ms, &file->last) < 0) {
        cannot_rotate(files, file, errno, now->ms);
        return false;
    }
    int fd = open_append(file->path);
    if (fd < 0) {
        cannot_rotate(files, file, errno, now->ms);
        return false;
    }
    if (is_ours)
        (void)fchmod(fd, st.st_mode & 07777);
    else /* somebody moved it away just now; where it only seems so, not with every line */
        file->rotate_at_ms = now->ms + RETRY_MS;
    take_fd(file, fd);
    file->wall_ms = now->wall_ms;
    file->is_rotate_failing = false;
    if (is_ours && files->rotated)
        files->rotated(files->ctx, path, rotation);
    return true;
}

/* How much of the bytes may be written now, after rotating where that comes first. */
static size_t next_piece(struct log_files *files, struct log_file *file, struct str bytes,
                         const struct log_rotation *rotation, const struct log_now *now) {
    if (!rotation || !file->is_regular || now->ms < file->rotate_at_ms)
        return bytes.n;
    struct log_end end = {file->size_bytes, file->is_mid_line, is_due(file, rotation, now)};
    size_t n = log_rotate_piece(rotation->max_bytes, &end, bytes);
    if (n > 0)
        return n;
    if (!rotate(files, file, rotation, now))
        return bytes.n;
    end = (struct log_end){file->size_bytes, false, false};
    n = log_rotate_piece(rotation->max_bytes, &end, bytes);
    return n ? n : bytes.n; /* 0: somebody filled the new file meanwhile */
}

/* ---- writing --------------------------------------------------------------------------------- */

/* The reader comes after our death: only the compiler must keep the order. */
static void in_order(void) {
    atomic_signal_fence(memory_order_seq_cst);
}

static void intend(struct log_intent *intent, const struct log_file *file, size_t n) {
    if (!intent)
        return;
    intent->n = 0;
    in_order();
    intent->from = intent->done;
    intent->size_bytes = file->is_regular ? file->size_bytes : -1;
    intent->dev = file->dev;
    intent->ino = file->ino;
    in_order();
    intent->n = n;
    in_order();
}

static void note_done(struct log_intent *intent, size_t n) {
    in_order();
    if (intent)
        intent->done += n;
}

bool log_intent_is_open(const struct log_intent *intent) {
    return intent->n && intent->from == intent->done;
}

void log_intent_settle(struct log_intent *intent, uint64_t done) {
    in_order();
    if (intent->done < done)
        intent->done = done;
}

/* How much of it went out; errno tells why not all. */
static size_t write_some(struct log_file *file, struct str bytes, struct log_intent *intent) {
    size_t done = 0;
    while (done < bytes.n) {
        intend(intent, file, bytes.n - done);
        ssize_t n = write(file->fd, bytes.p + done, bytes.n - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        note_done(intent, (size_t)n);
        done += (size_t)n;
        file->size_bytes += n;
    }
    if (done)
        file->is_mid_line = bytes.p[done - 1] != '\n';
    return done;
}

static void set_torn(struct log_files *files, struct log_file *file, bool is_torn) {
    file->is_torn = is_torn;
    if (files->intent)
        files->intent->is_torn = is_torn;
}

static void give_up(struct log_files *files, struct log_file *file, int sys, int64_t now_ms) {
    set_torn(files, file, file->is_mid_line);
    if (sys == EPIPE) { /* the FIFO's reader left: open anew when there is one */
        log_file_rest(file);
        file->retry_at_ms = now_ms + RETRY_MS;
    }
    report_loss(files, file, sys);
}

/* Open, and what the path means. */
static bool is_ready(struct log_files *files, struct log_file *file, const struct log_now *now) {
    if (log_file_open(files, file, now->ms) && now->ms >= file->look_at_ms)
        look(files, file, now);
    return file->fd >= 0;
}

bool log_file_tell(struct log_files *files, struct log_file *file, const struct log_now *now,
                   struct log_place *place) {
    struct stat st;
    if (!is_ready(files, file, now) || fstat(file->fd, &st) < 0 || !S_ISREG(st.st_mode))
        return false;
    *place = (struct log_place){st.st_dev, st.st_ino, st.st_size + file->is_torn};
    return true;
}

size_t log_file_write(struct log_files *files, struct log_file *file, struct str bytes,
                      const struct log_rotation *rotation, const struct log_now *now) {
    size_t done = 0;
    if (bytes.n == 0 || !is_ready(files, file, now))
        return 0;
    if (file->is_torn && write_some(file, STR("\n"), NULL) == 1)
        set_torn(files, file, false);
    while (done < bytes.n && !file->is_torn) {
        struct str rest = str_skip(bytes, done);
        rest.n = next_piece(files, file, rest, rotation, now);
        size_t n = write_some(file, rest, files->intent);
        done += n;
        if (n < rest.n)
            break;
    }
    if (done < bytes.n) {
        give_up(files, file, errno, now->ms);
        return done;
    }
    file->wall_ms = now->wall_ms;
    report_recovery(files, file);
    return done;
}

/* ---- after a crash --------------------------------------------------------------------------- */

/* A second look at the open file, for reading; -1 where the path means another one by now. */
static int open_to_read(const struct log_file *file, struct stat *st) {
    int fd = open(file->path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd >= 0 && (fstat(fd, st) < 0 || !S_ISREG(st->st_mode))) {
        (void)close(fd);
        return -1;
    }
    return fd;
}

/* Whether the bytes stand there. */
static bool has_bytes(int fd, struct str bytes, int64_t at) {
    char there[4096];
    while (bytes.n) {
        size_t n = bytes.n < sizeof there ? bytes.n : sizeof there;
        if (pread(fd, there, n, at) != (ssize_t)n || memcmp(there, bytes.p, n) != 0)
            return false;
        bytes = str_skip(bytes, n);
        at += (int64_t)n;
    }
    return true;
}

size_t log_file_resume(struct log_files *files, struct log_file *file,
                       const struct log_intent *intent, struct str bytes, int64_t now_ms) {
    struct stat st;
    if (intent->size_bytes < 0 || !log_file_open(files, file, now_ms) ||
        intent->dev != (uint64_t)file->dev || intent->ino != (uint64_t)file->ino)
        return 0;
    int fd = open_to_read(file, &st);
    if (fd < 0)
        return 0;
    int64_t grown = st.st_size > intent->size_bytes ? st.st_size - intent->size_bytes : 0;
    size_t n = intent->n < bytes.n ? (size_t)intent->n : bytes.n;
    bytes.n = (uint64_t)grown < n ? (size_t)grown : n;
    bool is_ours = has_bytes(fd, bytes, intent->size_bytes);
    (void)close(fd);
    return is_ours ? bytes.n : 0;
}

bool log_file_is_mid_line(const struct log_file *file) {
    struct stat st;
    char last = '\n';
    int fd = open_to_read(file, &st);
    if (fd < 0)
        return false;
    bool is_read = st.st_size > 0 && pread(fd, &last, 1, st.st_size - 1) == 1;
    (void)close(fd);
    return is_read && last != '\n';
}

int log_file_flush(struct log_file *file, int64_t *bytes) {
    struct stat st;
    int fd =
        file->fd >= 0 ? file->fd : open(file->path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    int rc = fd < 0 ? -1 : fstat(fd, &st);
    if (rc == 0 && !S_ISREG(st.st_mode)) {
        errno = EINVAL;
        rc = -1;
    }
    if (rc == 0)
        rc = ftruncate(fd, 0);
    if (rc == 0) {
        *bytes = st.st_size;
        file->size_bytes = 0;
        file->is_mid_line = file->is_torn = false;
    }
    int sys = errno;
    if (fd >= 0 && fd != file->fd)
        (void)close(fd);
    errno = sys;
    return rc;
}

void log_file_rest(struct log_file *file) {
    if (file->fd >= 0)
        (void)close(file->fd);
    file->fd = -1;
    file->look_at_ms = file->due_wall_ms = 0;
    file->is_mid_line = false; /* a torn line is still there when it is opened again */
}

unsigned log_files_reopen(struct log_files *files) {
    unsigned n = 0;
    for (struct log_file *f = files->list; f; f = f->next) {
        n += f->fd >= 0;
        log_file_rest(f);
        f->retry_at_ms = 0;
    }
    return n;
}

void log_files_rethink(struct log_files *files) {
    for (struct log_file *file = files->list; file; file = file->next)
        file->due_wall_ms = 0;
}
