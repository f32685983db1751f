/* A table for a comment on a change: the counts above it, details folded below. GitHub takes
 * comments of up to 65,536 characters; this stops earlier and says how much it left out. */
#include "compiler/markdown.h"
#include "compiler/report.h"

enum { MARKDOWN_MOST = 60000 };

static void place(const struct report *r, const struct diag *d, struct buf *out) {
    struct str path = report_path(r, d->span);
    markdown_place(out, path, report_is_whole(d->span) ? 0 : report_region(d->span).from.line);
}

static void row(const struct report *r, const struct diag *d, struct buf *out) {
    buf_fmt(out, "| %s | %s | ", diag_severity_name(d->severity), report_rule(r, d)->code);
    place(r, d, out);
    buf_z(out, " | ");
    markdown_text(out, d->message);
    buf_z(out, " |\n");
}

static void details(const struct report *r, const struct diag *d, struct buf *out) {
    buf_fmt(out, "- **%s** ", report_rule(r, d)->code);
    place(r, d, out);
    buf_z(out, ": ");
    markdown_text(out, d->message);
    buf_char(out, '\n');
    for (size_t i = 0; i < d->related.n; i++) {
        const struct diag_related *related = &d->related.at[i];
        struct diag there = {.span = related->span};
        buf_z(out, "  - ");
        place(r, &there, out);
        buf_z(out, ": ");
        markdown_text(out, related->message);
        buf_char(out, '\n');
    }
    for (size_t i = 0; i < d->notes.n; i++) {
        buf_z(out, "  - ");
        markdown_text(out, d->notes.at[i]);
        buf_char(out, '\n');
    }
    if (d->help.n) {
        buf_z(out, "  - next: ");
        markdown_text(out, d->help);
        buf_char(out, '\n');
    }
}

/* All findings by one writer, as far as there is room; the number of those left out. */
static size_t each(const struct report *r, struct buf *out, size_t most,
                   void (*write)(const struct report *, const struct diag *, struct buf *)) {
    const struct diag *d;
    size_t left_out = 0;
    for (size_t i = 0; (d = report_next(r, &i));) {
        size_t before = out->n;
        if (left_out == 0)
            write(r, d, out);
        if (left_out || out->n > most) {
            out->n = before;
            left_out++;
        }
    }
    return left_out;
}

void report_markdown(const struct report *r, struct buf *out) {
    size_t any = 0;
    buf_z(out, "### ecoc lint\n\n");
    report_summary(r, out);
    if (!report_next(r, &any))
        return;
    buf_z(out, "\n| | rule | place | finding |\n|---|---|---|---|\n");
    size_t left_out = each(r, out, MARKDOWN_MOST / 2, row);
    if (left_out)
        buf_fmt(out, "\n%zu more are not in this table.\n", left_out);
    buf_z(out, "\n<details><summary>Why, and what to do</summary>\n\n");
    left_out = each(r, out, MARKDOWN_MOST, details);
    if (left_out)
        buf_fmt(out, "\n%zu more: `ecoc lint` prints them.\n", left_out);
    buf_z(out, "\n</details>\n");
}
