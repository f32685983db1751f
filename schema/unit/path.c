/* Paths as text, the way Node's path.posix does it. */
#include "schema/unit/path.h"

struct str path_dirname(struct str path) {
    size_t n = path.n;
    while (n > 1 && path.p[n - 1] == '/')
        n--;
    while (n > 0 && path.p[n - 1] != '/')
        n--;
    if (n == 0)
        return STR(".");
    while (n > 1 && path.p[n - 1] == '/')
        n--;
    return (struct str){path.p, n};
}

struct str path_basename(struct str path) {
    while (path.n > 0 && path.p[path.n - 1] == '/')
        path.n--;
    size_t begin = path.n;
    while (begin > 0 && path.p[begin - 1] != '/')
        begin--;
    return str_skip(path, begin);
}

struct str path_extension(struct str path) {
    struct str base = path_basename(path);
    for (size_t i = base.n; i > 1; i--)
        if (base.p[i - 1] == '.')
            return str_eqz(base, "..") ? STR("") : str_skip(base, i - 1);
    return STR("");
}

static struct str next_part(struct str *rest) {
    size_t n = str_index(*rest, '/');
    struct str part = {rest->p, n};
    *rest = str_skip(*rest, n < rest->n ? n + 1 : n);
    return part;
}

struct str path_normalize(struct arena *a, struct str path) {
    if (path.n == 0)
        return STR(".");
    bool absolute = path.p[0] == '/';
    char *out = arena_alloc(a, path.n + 3);
    size_t n = 0, depth = 0;
    if (absolute)
        out[n++] = '/';
    for (struct str rest = path; rest.n;) {
        struct str part = next_part(&rest);
        if (part.n == 0 || str_eqz(part, "."))
            continue;
        bool up = str_eqz(part, "..");
        if (up && depth > 0) {
            depth--;
            while (n > 0 && out[n - 1] != '/')
                n--;
            if (n > 1)
                n--;
            continue;
        }
        if (up && absolute)
            continue;
        if (n > 0 && out[n - 1] != '/')
            out[n++] = '/';
        memcpy(out + n, part.p, part.n);
        n += part.n;
        depth += !up;
    }
    if (n == 0)
        return STR(".");
    if (path.p[path.n - 1] == '/' && out[n - 1] != '/')
        out[n++] = '/';
    return (struct str){out, n};
}

/* Not by arena_fmt: paths are joined by the ten thousand. */
static struct str glue(struct arena *a, struct str base, struct str rest) {
    char *out = arena_alloc(a, base.n + rest.n + 2);
    if (base.n)
        memcpy(out, base.p, base.n);
    out[base.n] = '/';
    if (rest.n)
        memcpy(out + base.n + 1, rest.p, rest.n);
    return (struct str){out, base.n + 1 + rest.n};
}

struct str path_join(struct arena *a, struct str base, struct str rest) {
    struct str out = path_normalize(a, rest.n && rest.p[0] == '/' ? rest : glue(a, base, rest));
    if (out.n > 1 && out.p[out.n - 1] == '/')
        out.n--;
    return out;
}

struct str path_relative(struct arena *a, struct str from, struct str path) {
    size_t same = 0, i = 0;
    for (;; i++) {
        bool end_from = i == from.n, end_path = i == path.n;
        if ((end_from || from.p[i] == '/') && (end_path || path.p[i] == '/'))
            same = i;
        if (end_from || end_path || from.p[i] != path.p[i])
            break;
    }
    if (from.n == 1)
        return path.n > 1 ? str_skip(path, 1) : STR(".");
    struct str up = str_skip(from, same), down = str_skip(path, same);
    struct str out = {"", 0};
    for (; up.n; up = str_skip(up, 1))
        if (up.p[0] == '/')
            out = arena_fmt(a, "%.*s%s..", STR_ARG(out), out.n ? "/" : "");
    if (down.n && down.p[0] == '/')
        down = str_skip(down, 1);
    if (down.n)
        out = arena_fmt(a, "%.*s%s%.*s", STR_ARG(out), out.n ? "/" : "", STR_ARG(down));
    return out.n ? out : STR(".");
}

bool path_is_below(struct str path, struct str dir) {
    while (dir.n && dir.p[dir.n - 1] == '/')
        dir.n--;
    return str_starts(path, dir) && (path.n == dir.n || path.p[dir.n] == '/');
}
