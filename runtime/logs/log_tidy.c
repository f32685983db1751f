/* What the helper does. */
#include "runtime/logs/log_tidy.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
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

struct tidy {
    int dir_fd;
    const char *dir;
    struct str name; /* of the log file */
    const struct log_rotation *rotation;
    struct log_old *list;
    size_t n, cap;
    struct err *err;
    int rc;
};

static void forget(struct tidy *t) {
    for (size_t i = 0; i < t->n; i++)
        free(t->list[i].name);
    t->n = 0;
}

static void keep(struct tidy *t, const char *name, const struct stat *st) {
    if (t->n == t->cap) {
        size_t cap = t->cap ? t->cap * 2 : 64;
        struct log_old *list = realloc(t->list, cap * sizeof *list);
        if (!list)
            return; /* tidied the next time */
        t->list = list;
        t->cap = cap;
    }
    char *own = strdup(name);
    if (own)
        t->list[t->n++] =
            (struct log_old){own, (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec,
                             str_ends(str_of(name), STR(".gz"))};
}

/* What a helper that was killed left half done. */
static bool is_temporary(const struct tidy *t, struct str name) {
    struct str tail = STR(".gz" TEMPORARY);
    if (!str_ends(name, tail))
        return false;
    name.n -= strlen(TEMPORARY);
    return log_rotate_is_name(t->name, t->rotation->stamp, name);
}

static void look_at(struct tidy *t, const char *name) {
    struct stat st;
    if (is_temporary(t, str_of(name)))
        (void)unlinkat(t->dir_fd, name, 0);
    else if (log_rotate_is_name(t->name, t->rotation->stamp, str_of(name)) &&
             fstatat(t->dir_fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode))
        keep(t, name, &st);
}

static int look(struct tidy *t) {
    forget(t);
    DIR *dir = opendir(t->dir);
    if (!dir)
        return err_sys(t->err, "%s", t->dir);
    for (const struct dirent *entry; (entry = readdir(dir));)
        look_at(t, entry->d_name);
    (void)closedir(dir);
    log_old_sort(t->list, t->n);
    return 0;
}

/* ---- doing ----------------------------------------------------------------------------------- */

static void prune(struct tidy *t) {
    for (size_t i = t->rotation->retain; i < t->n; i++)
        if (unlinkat(t->dir_fd, t->list[i].name, 0) < 0 && errno != ENOENT)
            t->rc = err_sys(t->err, "%s/%s", t->dir, t->list[i].name);
    while (t->n > t->rotation->retain)
        free(t->list[--t->n].name);
}

/* The compressed file has its name before the original goes: a line is always in one of them. */
static int compress(struct tidy *t, const char *name) {
    char from[PATH_MAX], to[PATH_MAX + 16], temporary[PATH_MAX + 32];
    int n = snprintf(from, sizeof from, "%s/%s", t->dir, name);
    if (n < 0 || (size_t)n >= sizeof from)
        return err_set(t->err, "%s: the path is too long", name);
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

/* The newest that is not compressed, or NULL: older ones may be pruned before it is their turn. */
static const char *next_plain(const struct tidy *t) {
    for (size_t i = 0; i < t->n; i++)
        if (!t->list[i].is_compressed)
            return t->list[i].name;
    return NULL;
}

/* Looks again after each compression, for the file is rotated on meanwhile. */
static void tidy(struct tidy *t) {
    const char *plain;
    do {
        if (look(t) < 0) {
            t->rc = -1;
            return;
        }
        prune(t);
        plain = t->rotation->is_compressed ? next_plain(t) : NULL;
        if (plain && compress(t, plain) < 0) {
            t->rc = -1;
            return;
        }
    } while (plain);
}

int log_tidy(const char *path, const struct log_rotation *rotation, struct err *err) {
    const char *slash = strrchr(path, '/');
    if (!slash)
        return err_set(err, "%s: no absolute path", path);
    struct tidy t = {.rotation = rotation, .name = str_of(slash + 1), .err = err};
    char *dir = strndup(path, slash > path ? (size_t)(slash - path) : 1);
    if (!dir)
        return err_set(err, "out of memory");
    t.dir = dir;
    t.dir_fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (t.dir_fd < 0) {
        t.rc = err_sys(err, "%s", dir);
    } else {
        tidy(&t);
        (void)close(t.dir_fd);
    }
    forget(&t);
    free(t.list);
    free(dir);
    return t.rc;
}
