/* A growable byte buffer on the heap, for output and for bytes in flight. A failed allocation sets
 * `failed` and drops what does not fit; callers check once at the end. */
#pragma once

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>

#include "schema/base/base.h"
#include "schema/base/str.h"

struct buf {
    char *p;
    size_t n, cap;
    bool failed;
};

void buf_add(struct buf *b, const void *bytes, size_t n);
/* Room for n bytes more, to be written at b->p + b->n by the caller, who then raises b->n by at
 * most n. False where there is none. */
bool buf_reserve(struct buf *b, size_t n);
void buf_str(struct buf *b, struct str s);
void buf_z(struct buf *b, const char *z);
void buf_char(struct buf *b, char c);
void buf_int(struct buf *b, int64_t n);
void buf_repeat(struct buf *b, char c, size_t n);
void buf_fmt(struct buf *b, const char *fmt, ...) ATTR_PRINTF(2, 3);
void buf_vfmt(struct buf *b, const char *fmt, va_list ap) ATTR_PRINTF(2, 0);

/* Drops the first n bytes, n <= b->n. */
void buf_consume(struct buf *b, size_t n);

/* Frees the memory; the buffer is empty and usable again. */
void buf_done(struct buf *b);
