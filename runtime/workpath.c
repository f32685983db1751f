/* Paths. */
#include "runtime/workpath.h"

/* Appends the segments of `path` to the n bytes at out ("" is the root); returns the new length. */
static size_t add_segments(char *out, size_t n, const char *path) {
    for (struct str rest = str_of(path); rest.n;) {
        size_t len = str_index(rest, '/');
        struct str segment = {rest.p, len};
        rest = str_skip(rest, len < rest.n ? len + 1 : len);
        if (segment.n == 0 || str_eqz(segment, "."))
            continue;
        if (str_eqz(segment, "..")) {
            while (n > 0 && out[n - 1] != '/')
                n--;
            n -= n > 0;
            continue;
        }
        out[n++] = '/';
        memcpy(out + n, segment.p, segment.n);
        n += segment.n;
    }
    return n;
}

const char *workpath_resolve(struct arena *a, const char *base, const char *path) {
    char *out = arena_alloc(a, strlen(base) + strlen(path) + 3);
    if (!out)
        return NULL;
    size_t n = path[0] == '/' ? 0 : add_segments(out, 0, base);
    n = add_segments(out, n, path);
    if (n == 0)
        out[n++] = '/';
    out[n] = 0;
    return out;
}

const char *workpath_from_home(struct arena *a, const char *home, const char *path) {
    if (strncmp(path, "~/", 2) != 0 || !home)
        return path;
    return workpath_resolve(a, home, path + 2);
}
