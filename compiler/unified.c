/* Lines are compared by Myers' greedy search, forward only; after so many differences the rest is
 * one change, which is still a right diff, only a longer one. */
#include "compiler/unified.h"

#include "schema/unit/secret.h"

enum { CONTEXT = 3, DIFFERENCES_MOST = 1000 };

struct lines {
    const struct str *at; /* with their line ends */
    size_t n;
};

struct step {
    char what; /* ' ', '-', '+' */
    size_t old_line, new_line;
};

struct steps {
    VEC(struct step) list;
};

static struct lines split(struct arena *a, struct str text) {
    VEC(struct str) list = {0};
    while (text.n) {
        size_t n = str_index(text, '\n');
        struct str line = {text.p, n + (n < text.n)};
        VEC_PUSH(a, &list, line);
        text = str_skip(text, line.n);
    }
    return (struct lines){list.at, list.n};
}

/* ---- the search ------------------------------------------------------------------------------ */

struct search {
    struct arena *arena;
    struct lines old_lines, new_lines; /* what is left between the common ends */
    long *furthest;                    /* by diagonal, offset by `middle` */
    long middle;
    VEC(long *) trace; /* `furthest` before each round */
};

static long slide(const struct search *s, long x, long k) {
    long y = x - k;
    while (x < (long)s->old_lines.n && y < (long)s->new_lines.n &&
           str_eq(s->old_lines.at[x], s->new_lines.at[y])) {
        x++;
        y++;
    }
    return x;
}

static bool comes_from_above(const long *v, long middle, long k, long d) {
    return k == -d || (k != d && v[middle + k - 1] < v[middle + k + 1]);
}

/* The number of differences, or -1 where there are too many. */
static long search(struct search *s) {
    long most = (long)(s->old_lines.n + s->new_lines.n);
    most = most < DIFFERENCES_MOST ? most : DIFFERENCES_MOST;
    size_t size = (size_t)(2 * most + 3);
    s->middle = most + 1;
    s->furthest = arena_array(s->arena, long, size);
    for (long d = 0; d <= most; d++) {
        long *copy = arena_array(s->arena, long, size);
        memcpy(copy, s->furthest, size * sizeof *copy);
        VEC_PUSH(s->arena, &s->trace, copy);
        for (long k = -d; k <= d; k += 2) {
            long *v = s->furthest;
            long x = comes_from_above(v, s->middle, k, d) ? v[s->middle + k + 1]
                                                          : v[s->middle + k - 1] + 1;
            x = slide(s, x, k);
            v[s->middle + k] = x;
            if (x >= (long)s->old_lines.n && x - k >= (long)s->new_lines.n)
                return d;
        }
    }
    return -1;
}

static void push(struct search *s, struct steps *steps, char what, long x, long y) {
    struct step step = {what, (size_t)x, (size_t)y};
    VEC_PUSH(s->arena, &steps->list, step);
}

/* The way back gives the steps from last to first. */
static void walk_back(struct search *s, long d, struct steps *back) {
    long x = (long)s->old_lines.n, y = (long)s->new_lines.n;
    for (; d >= 0; d--) {
        const long *v = s->trace.at[d];
        long k = x - y;
        bool above = comes_from_above(v, s->middle, k, d);
        long from_k = above ? k + 1 : k - 1;
        long from_x = d == 0 ? 0 : v[s->middle + from_k], from_y = d == 0 ? 0 : from_x - from_k;
        while (x > from_x && y > from_y)
            push(s, back, ' ', --x, --y);
        if (d > 0 && above)
            push(s, back, '+', x, --y);
        else if (d > 0)
            push(s, back, '-', --x, y);
    }
}

/* Appends the steps of the middle, all of its old lines for all of its new ones where it differs
 * too much. */
static void compare(struct search *s, size_t before, struct steps *steps) {
    struct steps back = {0};
    long d = search(s);
    if (d >= 0)
        walk_back(s, d, &back);
    for (size_t i = back.list.n; i > 0; i--) {
        struct step *step = &back.list.at[i - 1];
        push(s, steps, step->what, (long)(step->old_line + before),
             (long)(step->new_line + before));
    }
    for (size_t i = 0; d < 0 && i < s->old_lines.n; i++)
        push(s, steps, '-', (long)(i + before), (long)before);
    for (size_t i = 0; d < 0 && i < s->new_lines.n; i++)
        push(s, steps, '+', (long)(before + s->old_lines.n), (long)(i + before));
}

static void diff(struct arena *a, const struct lines *x, const struct lines *y,
                 struct steps *steps) {
    size_t before = 0, after = 0;
    while (before < x->n && before < y->n && str_eq(x->at[before], y->at[before]))
        before++;
    while (after < x->n - before && after < y->n - before &&
           str_eq(x->at[x->n - 1 - after], y->at[y->n - 1 - after]))
        after++;
    struct search s = {.arena = a,
                       .old_lines = {x->at + before, x->n - before - after},
                       .new_lines = {y->at + before, y->n - before - after}};
    for (size_t i = 0; i < before; i++)
        push(&s, steps, ' ', (long)i, (long)i);
    compare(&s, before, steps);
    for (size_t i = 0; i < after; i++)
        push(&s, steps, ' ', (long)(x->n - after + i), (long)(y->n - after + i));
}

/* ---- secrets --------------------------------------------------------------------------------- */

/* The line as it may be shown, a star for each character of a secret; *hides where there is one. */
static struct str masked(struct arena *a, const struct source *src, struct str line, bool *hides) {
    size_t from = 0, begin = 0, end = 0, n = 0;
    char *out = arena_alloc(a, line.n);
    *hides = false;
    for (size_t i = 0; i < line.n; i++) {
        bool is_continued = ((unsigned char)line.p[i] & 0xc0) == 0x80;
        while (i >= end && secret_in_line(line, &from, &begin, &end))
            continue;
        bool hide =
            line.p[i] != '\n' &&
            ((i >= begin && i < end) || source_is_hidden(src, (size_t)(line.p + i - src->text.p)));
        *hides = *hides || hide;
        if (!hide || !is_continued)
            out[n++] = hide ? '*' : line.p[i];
    }
    return (struct str){out, n};
}

/* ---- hunks ----------------------------------------------------------------------------------- */

/* The two sides and the way between them. */
struct page {
    struct arena *arena;
    const struct source *before, *after;
    struct lines old_lines, new_lines;
    struct steps steps;
};

static void write_line(struct buf *out, char what, struct str line) {
    buf_char(out, what);
    buf_str(out, line);
    if (line.n == 0 || line.p[line.n - 1] != '\n')
        buf_z(out, "\n\\ No newline at end of file\n");
}

/* Is the step context that may not be shown? */
static bool is_secret(const struct page *p, size_t i) {
    const struct step *step = &p->steps.list.at[i];
    bool hides = false;
    if (step->what == ' ')
        (void)masked(p->arena, p->before, p->old_lines.at[step->old_line], &hides);
    return hides;
}

/* The beginning of the hunk whose first change is at `i`. */
static size_t hunk_begin(const struct page *p, size_t i) {
    size_t from = i;
    while (from > 0 && i - from < CONTEXT && !is_secret(p, from - 1))
        from--;
    return from;
}

/* The end of the hunk that begins at `i`: behind the context of the last change near enough. */
static size_t hunk_end(const struct page *p, size_t i) {
    size_t last = i, n = p->steps.list.n;
    for (; i < n && i <= last + 2 * CONTEXT + 1 && !is_secret(p, i); i++)
        if (p->steps.list.at[i].what != ' ')
            last = i;
    return last + CONTEXT + 1 < i ? last + CONTEXT + 1 : i;
}

static void write_range(struct buf *out, char mark, size_t first, size_t n) {
    buf_fmt(out, " %c%zu", mark, n ? first + 1 : first);
    if (n != 1)
        buf_fmt(out, ",%zu", n);
}

static void write_hunk(const struct page *p, size_t from, size_t to, struct buf *out) {
    const struct steps *steps = &p->steps;
    size_t n_old = 0, n_new = 0;
    bool hides;
    for (size_t i = from; i < to; i++) {
        n_old += steps->list.at[i].what != '+';
        n_new += steps->list.at[i].what != '-';
    }
    buf_z(out, "@@");
    write_range(out, '-', steps->list.at[from].old_line, n_old);
    write_range(out, '+', steps->list.at[from].new_line, n_new);
    buf_z(out, " @@\n");
    for (size_t i = from; i < to; i++) {
        const struct step *step = &steps->list.at[i];
        struct str line =
            step->what == '+'
                ? masked(p->arena, p->after, p->new_lines.at[step->new_line], &hides)
                : masked(p->arena, p->before, p->old_lines.at[step->old_line], &hides);
        write_line(out, step->what, line);
    }
}

void unified_diff(struct arena *a, struct str name, const struct source *before,
                  const struct source *after, struct buf *out) {
    struct page p = {.arena = a, .before = before, .after = after};
    if (str_eq(before->text, after->text))
        return;
    p.old_lines = split(a, before->text);
    p.new_lines = split(a, after->text);
    diff(a, &p.old_lines, &p.new_lines, &p.steps);
    buf_fmt(out, "--- a/%.*s\n+++ b/%.*s\n", STR_ARG(name), STR_ARG(name));
    for (size_t i = 0; i < p.steps.list.n;) {
        if (p.steps.list.at[i].what == ' ') {
            i++;
            continue;
        }
        size_t to = hunk_end(&p, i);
        write_hunk(&p, hunk_begin(&p, i), to, out);
        i = to;
    }
}
