/* Appending to files that may be full, gone, or something else altogether. */
#include "runtime/logs/log_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { RETRY_MS = 1000 };

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
    if (file->fd >= 0)
        (void)close(file->fd);
    free(file);
}

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
static int open_append(const char *path) {
    return open(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0644);
}

static void report_loss(struct log_files *files, struct log_file *file, int sys) {
    if (!file->is_failing && files->report)
        files->report(files->ctx, file->path, sys);
    file->is_failing = true;
}

static void report_recovery(struct log_files *files, struct log_file *file) {
    if (file->is_failing && files->report)
        files->report(files->ctx, file->path, 0);
    file->is_failing = false;
}

bool log_file_open(struct log_files *files, struct log_file *file, int64_t now_ms) {
    if (file->fd >= 0)
        return true;
    if (now_ms < file->retry_at_ms)
        return false;
    file->fd = open_append(file->path);
    if (file->fd < 0 && errno == ENOENT) {
        make_directories(file->path);
        file->fd = open_append(file->path);
    }
    if (file->fd < 0) {
        file->retry_at_ms = now_ms + RETRY_MS;
        report_loss(files, file, errno);
    }
    return file->fd >= 0;
}

/* How much of it went out; errno tells why not all. */
static size_t write_some(int fd, struct str bytes) {
    size_t done = 0;
    while (done < bytes.n) {
        ssize_t n = write(fd, bytes.p + done, bytes.n - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        done += (size_t)n;
    }
    return done;
}

bool log_file_write(struct log_files *files, struct log_file *file, struct str bytes,
                    int64_t now_ms) {
    if (bytes.n == 0)
        return true;
    if (!log_file_open(files, file, now_ms))
        return false;
    if (file->is_torn && write_some(file->fd, STR("\n")) == 1)
        file->is_torn = false;
    size_t done = file->is_torn ? 0 : write_some(file->fd, bytes);
    if (done == bytes.n) {
        report_recovery(files, file);
        return true;
    }
    int sys = errno;
    if (done > 0 && bytes.p[done - 1] != '\n')
        file->is_torn = true;
    if (sys == EPIPE) { /* the FIFO's reader left: open anew when there is one */
        (void)close(file->fd);
        file->fd = -1;
        file->retry_at_ms = now_ms + RETRY_MS;
    }
    report_loss(files, file, sys);
    return false;
}

void log_file_rest(struct log_file *file) {
    if (file->fd >= 0)
        (void)close(file->fd);
    file->fd = -1;
}

void log_files_reopen(struct log_files *files) {
    for (struct log_file *f = files->list; f; f = f->next) {
        log_file_rest(f);
        f->retry_at_ms = 0;
        f->is_torn = false;
    }
}
