/* Framing. */
#include "runtime/logs/log_line.h"

/* At most n bytes of s, less where that would split a character. */
static size_t cut_at(struct str s, size_t n) {
    if (n >= s.n)
        return s.n;
    size_t at = n;
    for (unsigned back = 0; back < 3 && at > 0; back++, at--)
        if (((unsigned char)s.p[at] & 0xc0) != 0x80)
            return at;
    /* Four continuation bytes in a row, or a start: no UTF-8, any place is as good. */
    return at > 0 && ((unsigned char)s.p[at] & 0xc0) != 0x80 ? at : n;
}

/* Gives the line in pieces that fit; returns what is left where the line goes on. */
static struct str give(struct str line, bool is_ended, log_line_fn *fn, void *ctx) {
    while (line.n > LOG_LINE_MOST) {
        size_t n = cut_at(line, LOG_LINE_MOST);
        fn(ctx, (struct str){line.p, n}, true);
        line = str_skip(line, n);
    }
    if (is_ended) {
        fn(ctx, line, false);
        line.n = 0;
    }
    return line;
}

static void drop_partial(struct log_lines *lines) {
    buf_done(&lines->partial);
    lines->stored = 0;
}

static void keep(struct log_lines *lines, struct str rest) {
    buf_str(&lines->partial, rest);
    if (lines->partial.failed) {
        lines->lost++;
        drop_partial(lines);
    }
}

void log_lines_feed(struct log_lines *lines, struct str bytes, log_line_fn *fn, void *ctx) {
    while (bytes.n) {
        size_t n = str_index(bytes, '\n');
        bool is_ended = n < bytes.n;
        struct str piece = {bytes.p, n};
        bytes = str_skip(bytes, is_ended ? n + 1 : n);
        if (lines->partial.n == 0) {
            keep(lines, give(piece, is_ended, fn, ctx));
            continue;
        }
        keep(lines, piece);
        struct str whole = {lines->partial.p, lines->partial.n};
        size_t left = give(whole, is_ended, fn, ctx).n;
        if (left == whole.n)
            continue;
        buf_consume(&lines->partial, whole.n - left);
        lines->stored = 0;
        if (left == 0)
            drop_partial(lines);
    }
}

void log_lines_end(struct log_lines *lines, log_line_fn *fn, void *ctx) {
    if (lines->partial.n)
        (void)give((struct str){lines->partial.p, lines->partial.n}, true, fn, ctx);
    drop_partial(lines);
}
