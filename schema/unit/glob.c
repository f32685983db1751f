/* Matching with one point to come back to per kind of star: linear in nearly all cases, and never
 * worse than pattern times path for each. */
#include "schema/unit/glob.h"

/* The class at pattern[*at] ("[" there) against c; moves *at behind it. A class without an end is a
 * plain bracket. */
static bool class_matches(struct str p, size_t *at, char c) {
    size_t i = *at + 1;
    bool negated = i < p.n && (p.p[i] == '!' || p.p[i] == '^'), hit = false;
    i += negated;
    for (size_t first = i; i < p.n && (p.p[i] != ']' || i == first); i++) {
        bool is_range = i + 2 < p.n && p.p[i + 1] == '-' && p.p[i + 2] != ']';
        unsigned char low = (unsigned char)p.p[i],
                      high = is_range ? (unsigned char)p.p[i + 2] : low;
        hit = hit || ((unsigned char)c >= low && (unsigned char)c <= high);
        i += is_range ? 2 : 0;
    }
    if (i >= p.n) {
        ++*at;
        return c == '[';
    }
    *at = i + 1;
    return hit != negated && c != '/';
}

/* One step of the pattern against one byte of the path, no stars. */
static bool step(struct str p, size_t *pi, char c) {
    char want = p.p[*pi];
    if (want == '[')
        return class_matches(p, pi, c);
    if (want == '\\' && *pi + 1 < p.n)
        want = p.p[++*pi];
    else if (want == '?') {
        ++*pi;
        return c != '/';
    }
    ++*pi;
    return want == c;
}

/* Behind a run of stars; whether it goes over slashes. A "**" and its slash may match no name at
 * all. */
static size_t skip_stars(struct str p, size_t pi, bool *over_slashes) {
    size_t from = pi;
    while (pi < p.n && p.p[pi] == '*')
        pi++;
    *over_slashes = pi - from > 1;
    if (*over_slashes && pi < p.n && p.p[pi] == '/' && (from == 0 || p.p[from - 1] == '/'))
        pi++;
    return pi;
}

struct back {
    size_t pattern, path;
    bool is_set;
};

/* The whole path, or a part of it that ends where a name ends. */
static bool matches(struct str p, struct str s) {
    struct back one = {0}, many = {0};
    size_t pi = 0, si = 0;
    for (;;) {
        if (pi == p.n && (si == s.n || s.p[si] == '/'))
            return true;
        if (pi < p.n && p.p[pi] == '*') {
            bool over_slashes;
            pi = skip_stars(p, pi, &over_slashes);
            if (over_slashes)
                many = (struct back){pi, si, true};
            one = (struct back){pi, si, !over_slashes};
            continue;
        }
        size_t before = pi;
        if (pi < p.n && si < s.n && step(p, &pi, s.p[si])) {
            si++;
            continue;
        }
        pi = before;
        if (one.is_set && one.path < s.n && s.p[one.path] != '/') {
            si = ++one.path;
            pi = one.pattern;
        } else if (many.is_set && many.path < s.n) {
            si = ++many.path;
            pi = many.pattern;
            one.is_set = false;
        } else {
            return false;
        }
    }
}

bool glob_covers(struct str pattern, struct str path) {
    if (str_starts(pattern, STR("./")))
        pattern = str_skip(pattern, 2);
    while (pattern.n > 1 && pattern.p[pattern.n - 1] == '/')
        pattern.n--;
    if (pattern.n == 0)
        return false;
    if (pattern.p[0] == '/')
        return matches(str_skip(pattern, 1), path);
    if (str_index(pattern, '/') < pattern.n)
        return matches(pattern, path);
    for (;;) {
        if (matches(pattern, path))
            return true;
        size_t slash = str_index(path, '/');
        if (slash == path.n)
            return false;
        path = str_skip(path, slash + 1);
    }
}
