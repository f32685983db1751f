/* Recursion over the pattern, with a budget: a pattern of many stars would try for ever. */
#include "lint/match.h"

enum { MATCH_STEPS_MOST = 5000 };

/* [abc], [!a-z]: the length of the set, 0 where it is none; *hit whether c is in it. */
static size_t match_set(struct str p, char c, bool *hit) {
    size_t i = 1;
    bool negated = i < p.n && (p.p[i] == '!' || p.p[i] == '^');
    *hit = false;
    for (i += negated; i < p.n && (p.p[i] != ']' || i == 1u + negated); i++) {
        if (i + 2 < p.n && p.p[i + 1] == '-' && p.p[i + 2] != ']') {
            *hit = *hit || (c >= p.p[i] && c <= p.p[i + 2]);
            i += 2;
        } else {
            *hit = *hit || c == p.p[i];
        }
    }
    *hit = *hit != negated;
    return i < p.n ? i + 1 : 0;
}

static bool match_from(struct str p, struct str s, size_t *steps);

/* `*` takes any number of characters up to a slash, `**` of any. */
static bool match_star(struct str p, struct str s, size_t *steps) {
    bool deep = p.n > 1 && p.p[1] == '*';
    struct str rest = str_skip(p, deep ? 2 : 1);
    if (deep && rest.n && rest.p[0] == '/' && match_from(str_skip(rest, 1), s, steps))
        return true; /* "**" followed by a slash may be no directory at all */
    for (size_t i = 0;; i++) {
        if (match_from(rest, str_skip(s, i), steps))
            return true;
        if (i == s.n || (!deep && s.p[i] == '/'))
            return false;
    }
}

/* {a,b}: each alternative with what follows the brace. Braces are not nested. */
static bool match_braces(struct str p, struct str s, size_t *steps) {
    size_t close = str_index(p, '}');
    struct str inner = {p.p + 1, close - 1}, rest = str_skip(p, close + 1);
    while (true) {
        struct str one = {inner.p, str_index(inner, ',')};
        for (size_t i = 0; i <= s.n; i++)
            if (match_from(one, (struct str){s.p, i}, steps) &&
                match_from(rest, str_skip(s, i), steps))
                return true;
        if (one.n == inner.n)
            return false;
        inner = str_skip(inner, one.n + 1);
    }
}

static bool match_from(struct str p, struct str s, size_t *steps) {
    if (++*steps > MATCH_STEPS_MOST)
        return false;
    for (; p.n; p = str_skip(p, 1), s = str_skip(s, 1)) {
        bool hit = false;
        if (p.p[0] == '*')
            return match_star(p, s, steps);
        if (p.p[0] == '{' && str_index(p, '}') < p.n)
            return match_braces(p, s, steps);
        if (s.n == 0)
            return false;
        size_t set = p.p[0] == '[' ? match_set(p, s.p[0], &hit) : 0;
        if (set) {
            if (!hit || s.p[0] == '/')
                return false;
            p = str_skip(p, set - 1);
        } else if (p.p[0] == '?' ? s.p[0] == '/' : p.p[0] != s.p[0]) {
            return false;
        }
    }
    return s.n == 0;
}

bool match_glob(struct str pattern, struct str path) {
    size_t steps = 0;
    return match_from(pattern, path, &steps);
}

/* The pattern against the path and every directory above it. */
static bool match_above(struct str pattern, struct str path) {
    for (size_t i = 1; i <= path.n; i++)
        if ((i == path.n || path.p[i] == '/') && match_glob(pattern, (struct str){path.p, i}))
            return true;
    return false;
}

static bool match_part(struct str pattern, struct str path) {
    while (path.n) {
        struct str part = {path.p, str_index(path, '/')};
        if (match_glob(pattern, part))
            return true;
        path = str_skip(path, part.n < path.n ? part.n + 1 : part.n);
    }
    return false;
}

bool match_covers(struct str pattern, struct str path) {
    while (str_starts(pattern, STR("./")))
        pattern = str_skip(pattern, 2);
    while (pattern.n > 1 && pattern.p[pattern.n - 1] == '/')
        pattern.n--;
    if (pattern.n == 0)
        return false;
    return match_above(pattern, path) ||
           (str_index(pattern, '/') == pattern.n && match_part(pattern, path));
}

/* 1: the line ignores the path, -1: it brings it back, 0: it says nothing about it. */
static int ignore_line(struct str line, struct str path, bool is_dir) {
    while (line.n && strchr(" \t\r", line.p[line.n - 1]))
        line.n--;
    if (line.n == 0 || line.p[0] == '#')
        return 0;
    bool back = line.p[0] == '!';
    line = str_skip(line, back);
    bool dir_only = line.n && line.p[line.n - 1] == '/';
    line.n -= dir_only;
    bool anchored = str_index(line, '/') < line.n;
    if (line.n && line.p[0] == '/')
        line = str_skip(line, 1);
    if (line.n == 0 || (dir_only && !is_dir))
        return 0;
    size_t base = path.n;
    while (base > 0 && path.p[base - 1] != '/')
        base--;
    bool hit = match_glob(line, anchored ? path : str_skip(path, base));
    return hit ? (back ? -1 : 1) : 0;
}

static bool ignores(struct str text, struct str path, bool is_dir) {
    bool ignored = false;
    while (text.n) {
        struct str line = {text.p, str_index(text, '\n')};
        int says = ignore_line(line, path, is_dir);
        ignored = says ? says > 0 : ignored;
        text = str_skip(text, line.n < text.n ? line.n + 1 : line.n);
    }
    return ignored;
}

bool match_gitignore(struct str text, struct str path) {
    for (size_t i = 1; i <= path.n; i++)
        if ((i == path.n || path.p[i] == '/') && ignores(text, (struct str){path.p, i}, i < path.n))
            return true;
    return false;
}
