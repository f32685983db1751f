/* zlib behind four of its functions. */
#include "runtime/logs/log_gzip.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

struct zlib {
    gzFile (*dopen)(int fd, const char *mode);
    int (*write)(gzFile file, voidpc bytes, unsigned n);
    int (*read)(gzFile file, voidp bytes, unsigned n);
    int (*close)(gzFile file);
};

/* ISO C has no cast from an object's address to a function's. */
static bool find(void *library, const char *name, void *function) {
    void *symbol = dlsym(library, name);
    memcpy(function, &symbol, sizeof symbol);
    return symbol != NULL;
}

static int load(struct zlib *z, struct err *err) {
    void *library = dlopen("libz.so.1", RTLD_NOW | RTLD_LOCAL);
    if (!library)
        return err_set(err, "zlib cannot be loaded: %s", dlerror());
    if (find(library, "gzdopen", &z->dopen) && find(library, "gzwrite", &z->write) &&
        find(library, "gzread", &z->read) && find(library, "gzclose", &z->close))
        return 0;
    return err_set(err, "zlib lacks a function: %s", dlerror());
}

static int copy(const struct zlib *z, int from, gzFile to) {
    char bytes[64 * 1024];
    for (;;) {
        ssize_t n = read(from, bytes, sizeof bytes);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return (int)n;
        if (z->write(to, bytes, (unsigned)n) != (int)n)
            return -1;
    }
}

/* The content reaches the disk before its name takes the original's place. */
static int finish(int fd, const struct stat *st) {
    const struct timespec times[] = {st->st_atim, st->st_mtim};
    (void)fchmod(fd, st->st_mode & 07777);
    if (fsync(fd) < 0)
        return -1;
    return futimens(fd, times);
}

static int pack(const struct zlib *z, int from, int to) {
    struct stat st;
    int own = dup(to); /* closing the stream closes its descriptor */
    gzFile file = own < 0 ? NULL : z->dopen(own, "wb6");
    if (!file) {
        if (own >= 0)
            (void)close(own);
        return -1;
    }
    int rc = copy(z, from, file);
    if (z->close(file) != Z_OK)
        rc = -1;
    return rc == 0 && fstat(from, &st) == 0 ? finish(to, &st) : -1;
}

int log_gzip_file(const char *path, const char *to, struct err *err) {
    struct zlib z;
    if (load(&z, err) < 0)
        return -1;
    int in = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (in < 0)
        return err_sys(err, "%s", path);
    int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    int rc = out < 0 ? -1 : pack(&z, in, out);
    if (rc < 0)
        rc = err_sys(err, "%s", to);
    (void)close(in);
    if (out >= 0 && close(out) < 0 && rc == 0)
        rc = err_sys(err, "%s", to);
    return rc;
}

int log_gzip_read(const char *path, size_t most, struct buf *out, bool *is_cut, struct err *err) {
    char bytes[64 * 1024];
    struct zlib z;
    *is_cut = false;
    if (load(&z, err) < 0)
        return -1;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    gzFile file = fd < 0 ? NULL : z.dopen(fd, "rb");
    if (!file) {
        int rc = err_sys(err, "%s", path);
        if (fd >= 0)
            (void)close(fd);
        return rc;
    }
    int n;
    while ((n = z.read(file, bytes, sizeof bytes)) > 0) {
        buf_add(out, bytes, (size_t)n);
        if (out->n > 2 * most) {
            buf_consume(out, out->n - most);
            *is_cut = true;
        }
    }
    (void)z.close(file);
    return n < 0 ? err_set(err, "%s: not a whole gzip file", path) : 0;
}
