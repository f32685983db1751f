/* What the helper does. */
#include "runtime/logs/log_tidy.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/logs/log_gzip.h"

#define TEMPORARY ".tmp" /* behind ".gz" */

/* ---- order ----------------------------------------------------------------------------------- */

static int compare_old(const void *a, const void *b) {
    const struct log_old *x = a, *y = b;
    if (x->time_ns != y->time_ns)
        return x->time_ns < y->time_ns ? 1 : -1;
    return strverscmp(y->name, x->name);
}

void log_old_sort(struct log_old *list, size_t n) {
    if (n)
        qsort(list, n, sizeof *list, compare_old);
}

/* ---- looking --------------------------------------------------------------------------------- */

/* The directory of a path, and the name in it. */
struct place {
    char dir[PATH_MAX];
    struct str name;
};

static int place_of(const char *path, struct place *place) {
    const char *slash = strrchr(path, '/');
    size_t n = slash > path ? (size_t)(slash - path) : 1;
    if (!slash || n >= sizeof place->dir) {
        errno = slash ? ENAMETOOLONG : EINVAL;
        return -1;
    }
    memcpy(place->dir, path, n);
    place->dir[n] = 0;
    place->name = str_of(slash + 1);
    return 0;
}

struct listing {
    struct log_old *list;
    size_t n, cap;
};

static bool keep(struct listing *l, const char *name, const struct stat *st) {
    if (l->n == l->cap) {
        size_t cap = l->cap ? l->cap * 2 : 64;
        struct log_old *list = realloc(l->list, cap * sizeof *list);
        if (!list)
            return false;
        l->list = list;
        l->cap = cap;
    }
    char *own = strdup(name);
    if (own)
        l->list[l->n++] =
            (struct log_old){own, (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec,
                             str_ends(str_of(name), STR(".gz"))};
    return own != NULL;
}

int log_old_list(const char *path, const char *stamp, struct log_old **list, size_t *n) {
    struct place place;
    struct listing l = {0};
    struct stat st;
    bool good = true;
    DIR *dir = place_of(path, &place) < 0 ? NULL : opendir(place.dir);
    if (!dir)
        return -1;
    for (const struct dirent *entry; good && (entry = readdir(dir));)
        if (log_rotate_is_name(place.name, stamp, str_of(entry->d_name)) &&
            fstatat(dirfd(dir), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
            S_ISREG(st.st_mode))
            good = keep(&l, entry->d_name, &st);
    (void)closedir(dir);
    if (!good) {
        log_old_free(l.list, l.n);
        errno = ENOMEM;
        return -1;
    }
    log_old_sort(l.list, l.n);
    *list = l.list;
    *n = l.n;
    return 0;
}

void log_old_free(struct log_old *list, size_t n) {
    for (size_t i = 0; i < n; i++)
        free(list[i].name);
    free(list);
}

/* ---- doing ----------------------------------------------------------------------------------- */

struct tidy {
    const char *path;
    struct place place;
    const struct log_rotation *rotation;
    struct err *err;
    int rc;
};

/* The full name of one of them, in room for its longest derivative. */
static int full_name(struct tidy *t, const char *name, char *out, size_t cap) {
    int n = snprintf(out, cap, "%s/%s", t->place.dir, name);
    return n >= 0 && (size_t)n < cap ? 0 : err_set(t->err, "%s: the path is too long", name);
}

/* What a helper that was killed left half done. */
static void remove_temporaries(struct tidy *t) {
    const struct str tail = STR(".gz" TEMPORARY);
    DIR *dir = opendir(t->place.dir);
    if (!dir)
        return;
    for (const struct dirent *entry; (entry = readdir(dir));) {
        struct str name = str_of(entry->d_name);
        struct str packed = {name.p, name.n - (str_ends(name, tail) ? strlen(TEMPORARY) : 0)};
        if (packed.n < name.n && log_rotate_is_name(t->place.name, t->rotation->stamp, packed))
            (void)unlinkat(dirfd(dir), entry->d_name, 0);
    }
    (void)closedir(dir);
}

static void prune(struct tidy *t, const struct log_old *list, size_t n) {
    char path[PATH_MAX];
    for (size_t i = t->rotation->retain; i < n; i++)
        if (full_name(t, list[i].name, path, sizeof path) < 0)
            t->rc = -1;
        else if (unlink(path) < 0 && errno != ENOENT)
            t->rc = err_sys(t->err, "%s", path);
}

/* The compressed file has its name before the original goes: a line is always in one of them. */
static int compress(struct tidy *t, const char *name) {
    char from[PATH_MAX], to[PATH_MAX + 16], temporary[PATH_MAX + 32];
    if (full_name(t, name, from, sizeof from) < 0)
        return -1;
    (void)snprintf(to, sizeof to, "%s.gz", from);
    (void)snprintf(temporary, sizeof temporary, "%s" TEMPORARY, to);
    if (log_gzip_file(from, temporary, t->err) < 0) {
        (void)unlink(temporary);
        return -1;
    }
    if (rename(temporary, to) < 0 || unlink(from) < 0)
        return err_sys(t->err, "%s", to);
    return 0;
}

/* The newest that is kept and not compressed, or NULL: older ones may be pruned before it is their
 * turn. */
static const char *next_plain(const struct tidy *t, const struct log_old *list, size_t n) {
    for (size_t i = 0; i < n && i < t->rotation->retain && t->rotation->is_compressed; i++)
        if (!list[i].is_compressed)
            return list[i].name;
    return NULL;
}

/* One look and what follows from it; whether there may be more to do. */
static bool tidy_once(struct tidy *t) {
    struct log_old *list;
    size_t n;
    if (log_old_list(t->path, t->rotation->stamp, &list, &n) < 0) {
        t->rc = err_sys(t->err, "%s", t->place.dir);
        return false;
    }
    prune(t, list, n);
    const char *plain = next_plain(t, list, n);
    bool is_packed = plain && compress(t, plain) == 0;
    if (plain && !is_packed)
        t->rc = -1;
    log_old_free(list, n);
    return is_packed;
}

/* One helper at a time: that of a supervisor that was killed may still be at it. Where it cannot be
 * locked nobody waits. */
static int lock_place(const struct tidy *t) {
    int fd = open(t->place.dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0)
        (void)flock(fd, LOCK_EX);
    return fd;
}

int log_tidy(const char *path, const struct log_rotation *rotation, struct err *err) {
    struct tidy t = {.path = path, .rotation = rotation, .err = err};
    if (place_of(path, &t.place) < 0)
        return err_sys(err, "%s", path);
    int lock_fd = lock_place(&t);
    remove_temporaries(&t);
    while (tidy_once(&t)) /* looks again, for the file is rotated on meanwhile */
        continue;
    if (lock_fd >= 0)
        (void)close(lock_fd);
    return t.rc;
}
