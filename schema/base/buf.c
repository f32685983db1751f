/* Growable bytes: doubling, one failure flag. */
#include "schema/base/buf.h"

#include <stdio.h>
#include <stdlib.h>

bool buf_reserve(struct buf *b, size_t more) {
    if (b->failed || more > SIZE_MAX / 2 - b->n)
        b->failed = true;
    if (b->failed)
        return false;
    if (b->cap - b->n >= more)
        return true;
    size_t cap = b->cap ? b->cap : 256;
    while (cap - b->n < more)
        cap *= 2;
    char *p = realloc(b->p, cap);
    if (!p) {
        b->failed = true;
        return false;
    }
    b->p = p;
    b->cap = cap;
    return true;
}

void buf_add(struct buf *b, const void *bytes, size_t n) {
    if (n && buf_reserve(b, n)) {
        memcpy(b->p + b->n, bytes, n);
        b->n += n;
    }
}

void buf_str(struct buf *b, struct str s) {
    buf_add(b, s.p, s.n);
}

void buf_z(struct buf *b, const char *z) {
    buf_add(b, z, strlen(z));
}

void buf_char(struct buf *b, char c) {
    buf_add(b, &c, 1);
}

/* In decimal; printf takes a hundred times as long, and the supervisor writes many. */
void buf_int(struct buf *b, int64_t n) {
    char digits[20];
    size_t at = sizeof digits;
    uint64_t rest = n < 0 ? -(uint64_t)n : (uint64_t)n;
    do
        digits[--at] = (char)('0' + rest % 10);
    while (rest /= 10);
    if (n < 0)
        digits[--at] = '-';
    buf_add(b, digits + at, sizeof digits - at);
}

void buf_repeat(struct buf *b, char c, size_t n) {
    if (n && buf_reserve(b, n)) {
        memset(b->p + b->n, c, n);
        b->n += n;
    }
}

void buf_vfmt(struct buf *b, const char *fmt, va_list ap) {
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    if (n < 0)
        b->failed = true;
    else if (buf_reserve(b, (size_t)n + 1)) {
        (void)vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
        b->n += (size_t)n;
    }
    va_end(again);
}

void buf_fmt(struct buf *b, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    buf_vfmt(b, fmt, ap);
    va_end(ap);
}

void buf_consume(struct buf *b, size_t n) {
    if (n && n < b->n)
        memmove(b->p, b->p + n, b->n - n);
    b->n -= n;
}

void buf_done(struct buf *b) {
    free(b->p);
    *b = (struct buf){0};
}
