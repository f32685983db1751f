/* The table of formats, and what their writers share. */
#include "compiler/report.h"

#include "compiler/report_text.h"
#include "schema/unit/path.h"

const struct report_format report_formats[] = {
    {"full", "excerpts and next steps", report_full},
    {"concise", "one line each", report_lines},
    {"json", "everything, for programs", report_json},
    {"sarif", "SARIF 2.1.0, for code scanning", report_sarif},
    {"github", "annotations of GitHub Actions", report_github},
    {"gitlab", "GitLab's code quality report", report_gitlab},
    {"junit", "JUnit XML", report_junit},
    {"checkstyle", "Checkstyle XML", report_checkstyle},
    {"markdown", "a table for comments", report_markdown},
    {0},
};

const struct report_format *report_format_find(struct str name) {
    if (str_eqz(name, "text"))
        return &report_formats[0];
    for (const struct report_format *f = report_formats; f->name; f++)
        if (str_eqz(name, f->name))
            return f;
    return NULL;
}

struct str report_format_names(struct arena *a) {
    struct str names = STR("");
    for (const struct report_format *f = report_formats; f->name; f++)
        names = arena_fmt(a, "%.*s%s%s", STR_ARG(names), names.n ? " " : "", f->name);
    return names;
}

const struct diag *report_next(const struct report *r, size_t *i) {
    while (*i < r->found->sink.list.n) {
        const struct diag *d = r->found->sink.list.at[(*i)++];
        if (d->severity >= r->least)
            return d;
    }
    return NULL;
}

const struct diag_rule *report_rule(const struct report *r, const struct diag *d) {
    return &r->found->sink.rules[d->rule];
}

struct str report_path_of(const struct report *r, struct str path) {
    if (r->root.n && path_is_below(path, r->root) && path.n > r->root.n)
        return str_skip(path, r->root.n + (r->root.n > 1));
    return path;
}

struct str report_path(const struct report *r, struct span span) {
    return span.src ? report_path_of(r, span.src->path) : STR("-");
}

bool report_is_whole(struct span span) {
    return !span.src || (span.begin == 0 && span.end == 0);
}

struct report_region report_region(struct span span) {
    if (!span.src)
        return (struct report_region){{1, 1}, {1, 1}};
    return (struct report_region){source_place(span.src, span.begin),
                                  source_place(span.src, span.end)};
}

struct str report_words(const struct report *r, const struct diag *d) {
    struct arena *a = r->found->sink.arena;
    struct str words = d->message;
    for (size_t i = 0; i < d->notes.n; i++)
        words = arena_fmt(a, "%.*s\nnote: %.*s", STR_ARG(words), STR_ARG(d->notes.at[i]));
    if (d->help.n)
        words = arena_fmt(a, "%.*s\nhelp: %.*s", STR_ARG(words), STR_ARG(d->help));
    return words;
}

size_t findings_hidden(const struct findings *found, enum hidden_by by) {
    size_t n = 0;
    for (size_t i = 0; i < found->hidden.n; i++)
        n += found->hidden.at[i].by == by;
    return n;
}

/* ---- the summary ----------------------------------------------------------------------------- */

void report_count(struct buf *out, size_t n, const char *what) {
    buf_fmt(out, "%zu %s%s", n, what, n == 1 ? "" : "s");
}

/* The words between the counts of a list of n: "a, b and c". */
static const char *join(size_t i, size_t n) {
    return i == 0 ? "" : i + 1 == n ? " and " : ", ";
}

static void aside(struct buf *out, bool *open, size_t n, const char *what, bool is_plural) {
    if (n == 0)
        return;
    buf_z(out, *open ? ", " : " (");
    *open = true;
    buf_fmt(out, "%zu %s%s", n, what, is_plural && n != 1 ? "s" : "");
}

/* What is not shown, and why. */
static void write_asides(const struct report *r, size_t below, struct buf *out) {
    bool open = false;
    aside(out, &open, below, r->least == DIAG_INFO ? "hint" : "finding", true);
    if (below)
        buf_z(out, " not shown");
    aside(out, &open, findings_hidden(r->found, HIDDEN_BY_COMMENT), "suppressed", false);
    aside(out, &open, findings_hidden(r->found, HIDDEN_BY_BASELINE), "in the baseline", false);
    aside(out, &open, r->found->n_known, "not new", false);
    aside(out, &open, r->found->n_doubtful, "below the confidence asked for", false);
    if (open)
        buf_char(out, ')');
}

void report_summary(const struct report *r, struct buf *out) {
    const size_t *count = r->found->sink.count;
    size_t shown = 0, below = 0, done = 0;
    for (int s = DIAG_ERROR; s >= DIAG_HINT; s--) {
        shown += count[s] > 0 && s >= (int)r->least;
        below += s < (int)r->least ? count[s] : 0;
    }
    buf_z(out, shown ? "Found " : "Found nothing");
    for (int s = DIAG_ERROR; s >= (int)r->least; s--)
        if (count[s]) {
            buf_z(out, join(done++, shown));
            report_count(out, count[s], diag_severity_name((enum diag_severity)s));
        }
    write_asides(r, below, out);
    buf_z(out, " in ");
    report_count(out, r->found->files.n, "file");
    buf_z(out, ", ");
    report_count(out, r->found->n_apps, "app");
    buf_z(out, ".\n");
}

/* ---- the two for people ---------------------------------------------------------------------- */

void report_full(const struct report *r, struct buf *out) {
    struct report_text_style style = {r->color, r->least};
    report_text(&r->found->sink, &style, out);
    report_summary(r, out);
}

void report_lines(const struct report *r, struct buf *out) {
    struct report_text_style style = {r->color, r->least};
    report_concise(&r->found->sink, &style, out);
}
