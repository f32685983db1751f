/* The text of a finding, in the order in which it is read: what, where, why, what next. */
#include "compiler/report_text.h"

#include <stdlib.h>

#include "compiler/excerpt.h"

static const struct paint plain = {"", "", "", "", ""};

/* By severity; the frame and what is secondary are blue. */
static const struct paint colored[] = {
    [DIAG_HINT] = {"\033[1m", "\033[1;34m", "\033[1;32m", "\033[1;34m", "\033[0m"},
    [DIAG_INFO] = {"\033[1m", "\033[1;34m", "\033[1;36m", "\033[1;34m", "\033[0m"},
    [DIAG_WARNING] = {"\033[1m", "\033[1;34m", "\033[1;33m", "\033[1;34m", "\033[0m"},
    [DIAG_ERROR] = {"\033[1m", "\033[1;34m", "\033[1;31m", "\033[1;34m", "\033[0m"},
};

struct text {
    struct buf *out;
    const struct paint *paint;
    unsigned gutter;
};

/* A place of size 0 at the beginning is the file as a whole. */
static bool is_whole_file(struct span span) {
    return !span.src || (span.begin == 0 && span.end == 0);
}

static void write_place(struct text *t, struct span span, const char *arrow) {
    if (!span.src)
        return;
    buf_fmt(t->out, "%*s%s%s%s ", (int)t->gutter, "", t->paint->frame, arrow, t->paint->off);
    excerpt_clean(t->out, span.src->name);
    if (!is_whole_file(span)) {
        struct place at = source_place(span.src, span.begin);
        buf_fmt(t->out, ":%u:%u", at.line, at.column);
    }
    buf_char(t->out, '\n');
}

static void write_aside(struct text *t, const char *word, struct str line) {
    buf_fmt(t->out, "%*s %s=%s %s%s:%s ", (int)t->gutter, "", t->paint->frame, t->paint->off,
            t->paint->bold, word, t->paint->off);
    excerpt_clean(t->out, line);
    buf_char(t->out, '\n');
}

enum { MARKS_MOST = 16 };

/* The marks of a finding that are of the given source. */
static size_t collect(const struct diag *d, const struct source *src, struct excerpt_mark *marks) {
    size_t n = 0;
    if (d->span.src == src && !is_whole_file(d->span))
        marks[n++] = (struct excerpt_mark){d->span, d->label, true};
    for (size_t i = 0; i < d->related.n && n < MARKS_MOST; i++) {
        const struct diag_related *r = &d->related.at[i];
        if (r->span.src == src && !is_whole_file(r->span))
            marks[n++] = (struct excerpt_mark){r->span, r->message, false};
    }
    return n;
}

static bool is_seen_before(const struct diag *d, size_t i) {
    const struct source *src = d->related.at[i].span.src;
    for (size_t k = 0; k < i; k++)
        if (d->related.at[k].span.src == src)
            return true;
    return src == d->span.src;
}

/* The finding's own source first, then the others in the order in which they are named. */
static void write_excerpts(struct text *t, const struct diag *d) {
    struct excerpt_mark marks[MARKS_MOST];
    size_t n = d->span.src ? collect(d, d->span.src, marks) : 0;
    if (n)
        excerpt_write(t->out, marks, n, t->gutter, t->paint);
    for (size_t i = 0; i < d->related.n; i++) {
        const struct diag_related *r = &d->related.at[i];
        if (!r->span.src || is_seen_before(d, i))
            continue;
        write_place(t, r->span, ":::");
        n = collect(d, r->span.src, marks);
        if (n)
            excerpt_write(t->out, marks, n, t->gutter, t->paint);
    }
}

static unsigned widest_gutter(const struct diag *d) {
    unsigned width = excerpt_gutter(d->span);
    for (size_t i = 0; i < d->related.n; i++) {
        unsigned other = excerpt_gutter(d->related.at[i].span);
        width = other > width ? other : width;
    }
    return width;
}

static void write_finding(const struct diag_sink *sink, const struct diag *d, bool color,
                          struct buf *out) {
    struct text t = {out, color ? &colored[d->severity] : &plain, widest_gutter(d)};
    buf_fmt(out, "%s%s[%s]%s%s: ", t.paint->primary, diag_severity_name(d->severity),
            sink->rules[d->rule].code, t.paint->off, t.paint->bold);
    excerpt_clean(out, d->message);
    buf_fmt(out, "%s\n", t.paint->off);
    write_place(&t, d->span, "-->");
    write_excerpts(&t, d);
    for (size_t i = 0; i < d->notes.n; i++)
        write_aside(&t, "note", d->notes.at[i]);
    if (d->help.n)
        write_aside(&t, "help", d->help);
    buf_char(out, '\n');
}

void report_text(const struct diag_sink *sink, const struct report_text_style *style,
                 struct buf *out) {
    for (size_t i = 0; i < sink->list.n; i++)
        if (sink->list.at[i]->severity >= style->least)
            write_finding(sink, sink->list.at[i], style->color, out);
}

void report_concise(const struct diag_sink *sink, const struct report_text_style *style,
                    struct buf *out) {
    for (size_t i = 0; i < sink->list.n; i++) {
        const struct diag *d = sink->list.at[i];
        const struct paint *paint = style->color ? &colored[d->severity] : &plain;
        if (d->severity < style->least)
            continue;
        struct place at =
            d->span.src ? source_place(d->span.src, d->span.begin) : (struct place){1, 1};
        excerpt_clean(out, d->span.src ? d->span.src->name : STR("-"));
        buf_fmt(out, ":%u:%u: %s%s%s: ", at.line, at.column, paint->primary,
                diag_severity_name(d->severity), paint->off);
        excerpt_clean(out, d->message);
        buf_fmt(out, " [%s]\n", sink->rules[d->rule].code);
    }
}
