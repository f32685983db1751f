/* Reading plans from files. */
#include "runtime/plan_file.h"

#include <limits.h>
#include <stdlib.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "runtime/workpath.h"
#include "schema/io/file.h"

/* The directory of the plan file, absolute. */
static const char *directory_of(struct arena *a, const char *path, struct err *err) {
    char real[PATH_MAX];
    if (!realpath(path, real)) {
        (void)err_sys(err, "%s", path);
        return NULL;
    }
    char *slash = strrchr(real, '/');
    *(slash == real ? slash + 1 : slash) = 0;
    return arena_cstr(a, str_of(real));
}

/* What ecoc noted beside the file about where the configuration is. */
static const char *noted_root(struct arena *a, const char *path, const char *dir) {
    char value[PATH_MAX];
    ssize_t n = getxattr(path, "user.ecoc.root", value, sizeof value - 1);
    if (n <= 0)
        return dir;
    value[n] = 0;
    return workpath_resolve(a, dir, value);
}

static int find_root(struct plan_file *file, const char *path, const char *root, struct arena *a,
                     struct err *err) {
    char real[PATH_MAX];
    if (root && !realpath(root, real))
        return err_sys(err, "--root %s", root);
    if (root) {
        file->root = arena_cstr(a, str_of(real));
    } else {
        const char *dir = directory_of(a, path, err);
        if (!dir)
            return -1;
        file->root = noted_root(a, path, dir);
    }
    return file->root ? 0 : err_set(err, "out of memory");
}

enum plan_file_result plan_file_read(const char *path, const char *root, struct arena *a,
                                     struct plan_file *file, struct err *err) {
    if (file_read(path, PLAN_FILE_MOST_BYTES, a, &file->bytes, err) < 0)
        return PLAN_FILE_UNREAD;
    return find_root(file, path, root, a, err) < 0 ? PLAN_FILE_ROOT : PLAN_FILE_OK;
}
