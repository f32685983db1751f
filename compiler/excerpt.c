/* Rows of an excerpt. A row shows a window of one line; marks know their columns in it. */
#include "compiler/excerpt.h"

#include <stdlib.h>

#include "schema/base/utf8.h"
#include "schema/unit/secret.h"

enum {
    TAB_COLUMNS = 4,
    LINE_BYTES_MOST = 160,  /* of a longer line, a window of so many bytes is shown */
    WINDOW_BEFORE = 50,     /* bytes of it before the mark */
    LOOK_BACK_BYTES = 4096, /* looked at for secrets before and behind the window */
    BAR_LINES_MOST = 6,     /* a mark over more lines is shown without its middle */
};

#define REPLACEMENT "\xef\xbf\xbd"

struct window {
    struct str text; /* of the line */
    size_t before;   /* columns of the "..." at its left, 0 where nothing is cut */
    size_t from;     /* byte of the line that text begins with */
    bool cut_after;
};

struct excerpt {
    struct buf *out;
    const struct source *src;
    const struct paint *paint;
    unsigned gutter;
    const struct excerpt_mark *bar; /* the mark over several lines, NULL for none */
    uint32_t bar_first, bar_last;   /* its lines */
    uint32_t last_line;             /* shown last, 0 for none */
};

/* ---- characters ------------------------------------------------------------------------------ */

static bool is_obeyed(uint32_t cp) {
    return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || cp == 0x200e || cp == 0x200f ||
           (cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069) || cp == 0xfeff ||
           (cp >= 0xd800 && cp <= 0xdfff) || cp == UTF8_BAD;
}

/* The first character of s as shown: bytes taken, columns; written where out is not NULL. */
static size_t show_char(struct buf *out, struct str s, size_t *columns) {
    uint32_t cp;
    size_t n = utf8_decode(s, &cp);
    if (cp == '\t') {
        *columns = TAB_COLUMNS;
        if (out)
            buf_repeat(out, ' ', TAB_COLUMNS);
    } else if (is_obeyed(cp)) {
        *columns = 1;
        if (out)
            buf_z(out, REPLACEMENT);
    } else {
        *columns = utf8_width((struct str){s.p, n});
        if (out)
            buf_add(out, s.p, n);
    }
    return n;
}

static size_t show(struct buf *out, struct str s) {
    size_t total = 0;
    while (s.n) {
        size_t columns;
        s = str_skip(s, show_char(out, s, &columns));
        total += columns;
    }
    return total;
}

void excerpt_clean(struct buf *out, struct str text) {
    (void)show(out, text);
}

/* ---- windows --------------------------------------------------------------------------------- */

static size_t boundary(struct str line, size_t at) {
    while (at > 0 && at < line.n && ((unsigned char)line.p[at] & 0xc0) == 0x80)
        at--;
    return at;
}

/* The part of a line that shows byte `focus` of it. */
static struct window window_of(struct str line, size_t focus) {
    struct window w = {.text = line};
    if (line.n <= LINE_BYTES_MOST)
        return w;
    size_t from = focus > WINDOW_BEFORE * 2 ? focus - WINDOW_BEFORE : 0;
    if (from + LINE_BYTES_MOST > line.n)
        from = line.n - LINE_BYTES_MOST;
    from = boundary(line, from);
    size_t to = from + LINE_BYTES_MOST < line.n ? boundary(line, from + LINE_BYTES_MOST) : line.n;
    w.text = (struct str){line.p + from, to - from};
    w.from = from;
    w.before = from ? 3 : 0;
    w.cut_after = to < line.n;
    return w;
}

/* Column, from 0, at which byte `at` of the line stands; clamped to the window. */
static size_t column_of(const struct window *w, size_t at) {
    size_t n = at < w->from ? 0 : at - w->from;
    if (n > w->text.n)
        n = w->text.n;
    return w->before + show(NULL, (struct str){w->text.p, n});
}

/* ---- rows ------------------------------------------------------------------------------------ */

static void begin_row(struct excerpt *e, uint32_t line) {
    buf_z(e->out, e->paint->frame);
    if (line)
        buf_fmt(e->out, "%*u |", (int)e->gutter, line);
    else
        buf_fmt(e->out, "%*s |", (int)e->gutter, "");
    buf_z(e->out, e->paint->off);
}

/* Ends a row without blanks at its end. */
static void end_row(struct excerpt *e) {
    while (e->out->n && e->out->p[e->out->n - 1] == ' ')
        e->out->n--;
    buf_char(e->out, '\n');
}

static bool in_bar(const struct excerpt *e, uint32_t line) {
    return e->bar && line > e->bar_first && line <= e->bar_last;
}

/* The blank after the gutter, and the column of the bar where the excerpt has one. */
static void margin(struct excerpt *e, bool is_inside) {
    buf_char(e->out, ' ');
    if (!e->bar)
        return;
    if (is_inside) {
        buf_z(e->out, e->bar->is_primary ? e->paint->primary : e->paint->secondary);
        buf_z(e->out, "|");
        buf_z(e->out, e->paint->off);
        buf_char(e->out, ' ');
    } else {
        buf_z(e->out, "  ");
    }
}

/* What the window shows and what stands before it, as far as is worth looking at. */
static struct str around(struct str line, const struct window *w) {
    size_t from = w->from > LOOK_BACK_BYTES ? boundary(line, w->from - LOOK_BACK_BYTES) : 0;
    size_t to = w->from + w->text.n + LOOK_BACK_BYTES;
    return (struct str){line.p + from, (to < line.n ? to : line.n) - from};
}

/* The window's text with stars for what is hidden or looks like a secret: columns stay. */
static void show_window(struct excerpt *e, uint32_t line, const struct window *w) {
    struct str near = around(source_line(e->src, line), w);
    size_t from = 0, begin = 0, end = 0;
    for (struct str rest = w->text; rest.n;) {
        size_t offset = (size_t)(rest.p - e->src->text.p), at = (size_t)(rest.p - near.p), columns;
        while (at >= end && secret_in_line(near, &from, &begin, &end))
            continue;
        size_t n = show_char(NULL, rest, &columns);
        if (source_is_hidden(e->src, offset) || (at >= begin && at < end))
            buf_repeat(e->out, '*', columns);
        else
            (void)show_char(e->out, rest, &columns);
        rest = str_skip(rest, n);
    }
}

static void source_row(struct excerpt *e, uint32_t line, const struct window *w) {
    begin_row(e, line);
    margin(e, in_bar(e, line));
    if (w->before)
        buf_z(e->out, "...");
    show_window(e, line, w);
    if (w->cut_after)
        buf_z(e->out, "...");
    end_row(e);
    e->last_line = line;
}

/* Lines that are left out between the last row and `line`: one is shown, more are three dots. */
static void skip_to(struct excerpt *e, uint32_t line) {
    if (e->last_line == 0 || line <= e->last_line + 1)
        return;
    if (line == e->last_line + 2) {
        struct window w = window_of(source_line(e->src, line - 1), 0);
        source_row(e, line - 1, &w);
        return;
    }
    buf_fmt(e->out, "%s...%s", e->paint->frame, e->paint->off);
    if (in_bar(e, line)) {
        buf_repeat(e->out, ' ', e->gutter > 1 ? e->gutter - 1 : 0);
        margin(e, true);
    }
    end_row(e);
}

/* ---- marks within one line ------------------------------------------------------------------- */

struct placed {
    size_t from, to; /* columns, to > from */
    const struct excerpt_mark *mark;
};

static const char *color_of(const struct excerpt *e, const struct excerpt_mark *mark) {
    return mark->is_primary ? e->paint->primary : e->paint->secondary;
}

static void put_label(struct excerpt *e, const struct excerpt_mark *mark) {
    buf_z(e->out, color_of(e, mark));
    excerpt_clean(e->out, mark->label);
    buf_z(e->out, e->paint->off);
}

/* The row of carets and dashes; the label of the last stands beside it. */
static void caret_row(struct excerpt *e, uint32_t line, const struct placed *p, size_t n) {
    size_t at = 0;
    begin_row(e, 0);
    margin(e, in_bar(e, line) && line < e->bar_last);
    for (size_t i = 0; i < n; i++) {
        buf_repeat(e->out, ' ', p[i].from - at);
        buf_z(e->out, color_of(e, p[i].mark));
        buf_repeat(e->out, p[i].mark->is_primary ? '^' : '-', p[i].to - p[i].from);
        buf_z(e->out, e->paint->off);
        at = p[i].to;
    }
    if (p[n - 1].mark->label.n) {
        buf_char(e->out, ' ');
        put_label(e, p[n - 1].mark);
    }
    end_row(e);
}

/* Strokes under the first n marks that have a label; then, at the n-th, its label or a stroke. */
static void stroke_row(struct excerpt *e, uint32_t line, const struct placed *p, size_t n,
                       bool with_label) {
    size_t at = 0;
    begin_row(e, 0);
    margin(e, in_bar(e, line) && line < e->bar_last);
    for (size_t i = 0; i < n; i++) {
        if (p[i].mark->label.n == 0)
            continue;
        buf_repeat(e->out, ' ', p[i].from - at);
        at = p[i].from + 1;
        if (with_label && i + 1 == n)
            put_label(e, p[i].mark);
        else
            buf_fmt(e->out, "%s|%s", color_of(e, p[i].mark), e->paint->off);
    }
    end_row(e);
}

/* Marks that do not overlap, in one block of rows below their line. */
static void mark_rows(struct excerpt *e, uint32_t line, const struct placed *p, size_t n) {
    caret_row(e, line, p, n);
    for (size_t left = n - 1; left > 0; left--) {
        if (p[left - 1].mark->label.n == 0)
            continue;
        stroke_row(e, line, p, left, false);
        stroke_row(e, line, p, left, true);
    }
}

static struct placed place_in(const struct excerpt *e, const struct window *w, uint32_t line,
                              const struct excerpt_mark *m) {
    size_t start = e->src->line_at[line - 1], length = source_line(e->src, line).n;
    size_t from = m->span.begin - start, to = m->span.end > start ? m->span.end - start : from;
    struct placed p = {column_of(w, from), column_of(w, to < length ? to : length), m};
    if (p.to <= p.from)
        p.to = p.from + 1;
    return p;
}

enum { PLACED_MOST = 8 };

/* One line and its marks: those that stand side by side share the rows, others come in turn. */
static void marked_line(struct excerpt *e, uint32_t line, const struct excerpt_mark *marks,
                        size_t n) {
    struct str text = source_line(e->src, line);
    struct placed placed[PLACED_MOST];
    size_t done = 0;
    while (done < n) {
        struct window w = window_of(text, marks[done].span.begin - e->src->line_at[line - 1]);
        size_t k = 0;
        if (done == 0 || text.n > LINE_BYTES_MOST)
            source_row(e, line, &w);
        do
            placed[k++] = place_in(e, &w, line, &marks[done++]);
        while (done < n && k < PLACED_MOST && text.n <= LINE_BYTES_MOST &&
               place_in(e, &w, line, &marks[done]).from >= placed[k - 1].to);
        mark_rows(e, line, placed, k);
    }
}

/* ---- a mark over several lines --------------------------------------------------------------- */

static void bar_begin(struct excerpt *e) {
    size_t from = e->bar->span.begin - e->src->line_at[e->bar_first - 1];
    struct window w = window_of(source_line(e->src, e->bar_first), from);
    if (e->last_line != e->bar_first)
        source_row(e, e->bar_first, &w);
    begin_row(e, 0);
    buf_fmt(e->out, "  %s", color_of(e, e->bar));
    buf_repeat(e->out, '_', column_of(&w, from) + 1);
    buf_fmt(e->out, "%c%s", e->bar->is_primary ? '^' : '-', e->paint->off);
    end_row(e);
}

static void bar_end(struct excerpt *e) {
    size_t to = e->bar->span.end - e->src->line_at[e->bar_last - 1];
    struct window w = window_of(source_line(e->src, e->bar_last), to);
    size_t column = column_of(&w, to);
    begin_row(e, 0);
    buf_fmt(e->out, " %s|", color_of(e, e->bar));
    buf_repeat(e->out, '_', column > 1 ? column : 1);
    buf_fmt(e->out, "%c%s ", e->bar->is_primary ? '^' : '-', e->paint->off);
    put_label(e, e->bar);
    end_row(e);
}

static void bar_lines(struct excerpt *e) {
    uint32_t lines = e->bar_last - e->bar_first + 1;
    for (uint32_t line = e->bar_first + 1; line <= e->bar_last; line++) {
        if (lines > BAR_LINES_MOST && line > e->bar_first + 2 && line < e->bar_last - 1)
            continue;
        skip_to(e, line);
        struct window w = window_of(source_line(e->src, line), 0);
        source_row(e, line, &w);
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* Without the column, which costs a walk along the line. */
static uint32_t line_of(struct span span, uint32_t offset) {
    uint32_t low = 0, high = span.src->n_lines;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (span.src->line_at[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low + 1;
}

static uint32_t last_line_of(struct span span) {
    return line_of(span, span.end > span.begin ? span.end - 1 : span.begin);
}

unsigned excerpt_gutter(struct span span) {
    unsigned digits = 1;
    for (uint32_t line = span.src ? last_line_of(span) : 1; line >= 10; line /= 10)
        digits++;
    return digits;
}

static int compare(const void *pa, const void *pb) {
    const struct excerpt_mark *a = pa, *b = pb;
    if (a->span.begin != b->span.begin)
        return a->span.begin < b->span.begin ? -1 : 1;
    return (int)b->is_primary - (int)a->is_primary;
}

/* The first mark over several lines gets the bar, where no other mark stands in those lines; others
 * are shown by their first line. */
static void choose_bar(struct excerpt *e, const struct excerpt_mark *marks, size_t n) {
    for (size_t i = 0; i < n && !e->bar; i++) {
        uint32_t first = line_of(marks[i].span, marks[i].span.begin),
                 last = last_line_of(marks[i].span);
        bool alone = first < last &&
                     (i + 1 == n || line_of(marks[i + 1].span, marks[i + 1].span.begin) > last);
        if (!alone)
            continue;
        e->bar = &marks[i];
        e->bar_first = first;
        e->bar_last = last;
    }
}

void excerpt_write(struct buf *out, struct excerpt_mark *marks, size_t n, unsigned gutter,
                   const struct paint *paint) {
    struct excerpt e = {.out = out, .src = marks[0].span.src, .paint = paint, .gutter = gutter};
    qsort(marks, n, sizeof *marks, compare);
    choose_bar(&e, marks, n);
    begin_row(&e, 0);
    end_row(&e);
    for (size_t i = 0; i < n;) {
        uint32_t line = line_of(marks[i].span, marks[i].span.begin);
        size_t k = i;
        while (k < n && &marks[k] != e.bar && line_of(marks[k].span, marks[k].span.begin) == line)
            k++;
        skip_to(&e, line);
        if (k > i)
            marked_line(&e, line, &marks[i], k - i);
        if (k < n && &marks[k] == e.bar && e.bar_first == line) {
            bar_begin(&e);
            bar_lines(&e);
            bar_end(&e);
            k++;
        }
        i = k;
    }
    begin_row(&e, 0);
    end_row(&e);
}
