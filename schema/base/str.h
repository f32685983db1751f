/* A slice of bytes: not owned, not necessarily NUL-terminated. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct str {
    const char *p;
    size_t n;
};

/* A slice over a string literal. */
#define STR(lit) ((struct str){"" lit, sizeof(lit) - 1})
/* For printf's "%.*s". */
#define STR_ARG(s) (int)(s).n, (s).p

static inline struct str str_of(const char *z) {
    return (struct str){z, z ? strlen(z) : 0};
}

static inline bool str_eq(struct str a, struct str b) {
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool str_eqz(struct str a, const char *z) {
    return str_eq(a, str_of(z));
}

static inline bool str_starts(struct str s, struct str prefix) {
    return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

static inline bool str_ends(struct str s, struct str suffix) {
    return s.n >= suffix.n &&
           (suffix.n == 0 || memcmp(s.p + (s.n - suffix.n), suffix.p, suffix.n) == 0);
}

/* Byte order, shorter first on a tie: a total order for sorting. */
static inline int str_cmp(struct str a, struct str b) {
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

static inline struct str str_skip(struct str s, size_t n) {
    return (struct str){n ? s.p + n : s.p, s.n - n};
}

/* The index of byte `c`, or s.n where it does not occur. */
static inline size_t str_index(struct str s, char c) {
    const char *hit = s.n ? memchr(s.p, c, s.n) : NULL;
    return hit ? (size_t)(hit - s.p) : s.n;
}

/* An ASCII letter in lower case; other bytes as they are. */
static inline char str_lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Without blanks, tabs and carriage returns around it. */
static inline struct str str_trim(struct str s) {
    while (s.n && strchr(" \t\r", s.p[0]))
        s = str_skip(s, 1);
    while (s.n && strchr(" \t\r", s.p[s.n - 1]))
        s.n--;
    return s;
}

/* Whether `words`, with a blank between two, has the word. */
static inline bool str_is_word_of(const char *words, struct str word) {
    for (struct str rest = str_of(words); rest.n;) {
        size_t n = str_index(rest, ' ');
        if (str_eq((struct str){rest.p, n}, word))
            return true;
        rest = str_skip(rest, n < rest.n ? n + 1 : n);
    }
    return false;
}
