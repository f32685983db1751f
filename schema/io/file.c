/* Reading and writing whole files. */
#include "schema/io/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

static int read_open(int fd, const char *path, size_t limit, struct arena *a, struct str *bytes,
                     struct err *err) {
    struct stat st;
    if (fstat(fd, &st) < 0)
        return err_sys(err, "%s", path);
    if (S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        return err_sys(err, "%s", path);
    }
    if (!S_ISREG(st.st_mode))
        return err_set(err, "%s: not a regular file", path);
    if ((size_t)st.st_size > limit)
        return err_set(err, "%s: %lld bytes, more than the limit of %zu", path,
                       (long long)st.st_size, limit);
    size_t size = (size_t)st.st_size, n = 0;
    char *p = arena_alloc(a, size + 1);
    if (!p)
        return err_set(err, "%s: out of memory", path);
    while (n < size) {
        ssize_t got = read(fd, p + n, size - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return err_sys(err, "%s", path);
        if (got == 0)
            break;
        n += (size_t)got;
    }
    *bytes = (struct str){p, n};
    return 0;
}

int file_read(const char *path, size_t limit_bytes, struct arena *a, struct str *bytes,
              struct err *err) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return err_sys(err, "%s", path);
    int rc = read_open(fd, path, limit_bytes, a, bytes, err);
    (void)close(fd);
    return rc;
}

static int write_all(int fd, struct str bytes) {
    while (bytes.n) {
        ssize_t n = write(fd, bytes.p, bytes.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        bytes = str_skip(bytes, (size_t)n);
    }
    return 0;
}

static int write_temp(int fd, struct str bytes, unsigned mode, const struct file_attr *attr,
                      bool *attr_kept) {
    bool kept = true;
    if (fchmod(fd, mode) < 0 || write_all(fd, bytes) < 0)
        return -1;
    if (attr && attr->name)
        kept = fsetxattr(fd, attr->name, attr->value.p, attr->value.n, 0) == 0;
    if (attr_kept)
        *attr_kept = kept;
    return 0;
}

static int write_beside(const char *path, struct str bytes, unsigned mode,
                        const struct file_attr *attr, bool *attr_kept, bool synced,
                        struct err *err) {
    struct stat st;
    if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
        return err_set(err, "%s: exists and is not a regular file", path);
    char temp[PATH_MAX];
    int n = snprintf(temp, sizeof temp, "%s.%ld.tmp", path, (long)getpid());
    if (n < 0 || (size_t)n >= sizeof temp) {
        errno = ENAMETOOLONG;
        return err_sys(err, "%s", path);
    }
    (void)unlink(temp); /* left by a process of the same pid that died here */
    int fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return err_sys(err, "%s", temp);
    int rc = write_temp(fd, bytes, mode, attr, attr_kept);
    if (rc == 0 && synced)
        rc = fsync(fd);
    if (rc < 0)
        rc = err_sys(err, "%s", temp);
    (void)close(fd);
    if (rc == 0 && rename(temp, path) < 0)
        rc = err_sys(err, "%s", path);
    if (rc < 0)
        (void)unlink(temp);
    return rc;
}

int file_write_atomic(const char *path, struct str bytes, unsigned mode,
                      const struct file_attr *attr, bool *attr_kept, struct err *err) {
    return write_beside(path, bytes, mode, attr, attr_kept, true, err);
}

int file_replace(const char *path, struct str bytes, unsigned mode, struct err *err) {
    return write_beside(path, bytes, mode, NULL, NULL, false, err);
}

int file_make_dirs(const char *path, struct err *err) {
    char part[PATH_MAX];
    size_t n = strlen(path);
    if (n == 0 || n >= sizeof part) {
        errno = ENAMETOOLONG;
        return err_sys(err, "%s", path);
    }
    memcpy(part, path, n + 1);
    for (size_t i = 1; i <= n; i++) {
        if (part[i] != '/' && part[i] != '\0')
            continue;
        part[i] = '\0';
        if (mkdir(part, 0700) < 0 && errno != EEXIST)
            return err_sys(err, "%s", part);
        part[i] = path[i];
    }
    return 0;
}
