/* A table for a comment on a change: the counts above it, details folded below. GitHub takes
 * comments of up to 65,536 characters; this stops earlier and says how much it left out. */
#include "compiler/report.h"

enum { MARKDOWN_MOST = 60000 };

/* Text of a table cell or a paragraph: no markup of its own but `code`. */
static void escape(struct buf *out, struct str s) {
    bool in_code = false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        in_code = in_code != (c == '`');
        if (c == '\n' || c == '\r')
            buf_char(out, ' ');
        else if (c == '|')
            buf_z(out, "\\|");
        else if (c == '<' && !in_code)
            buf_z(out, "&lt;");
        else if (!in_code && (c == '*' || c == '_' || c == '[' || c == ']' || c == '\\'))
            buf_fmt(out, "\\%c", c);
        else
            buf_char(out, c);
    }
}

static void place(const struct report *r, const struct diag *d, struct buf *out) {
    buf_char(out, '`');
    struct str path = report_path(r, d->span);
    for (size_t i = 0; i < path.n; i++)
        buf_char(out, path.p[i] == '`' || path.p[i] == '|' || path.p[i] == '\n' ? '?' : path.p[i]);
    if (!report_is_whole(d->span))
        buf_fmt(out, ":%u", report_region(d->span).from.line);
    buf_char(out, '`');
}

static void row(const struct report *r, const struct diag *d, struct buf *out) {
    buf_fmt(out, "| %s | %s | ", diag_severity_name(d->severity), report_rule(r, d)->code);
    place(r, d, out);
    buf_z(out, " | ");
    escape(out, d->message);
    buf_z(out, " |\n");
}

static void details(const struct report *r, const struct diag *d, struct buf *out) {
    buf_fmt(out, "- **%s** ", report_rule(r, d)->code);
    place(r, d, out);
    buf_z(out, ": ");
    escape(out, d->message);
    buf_char(out, '\n');
    for (size_t i = 0; i < d->related.n; i++) {
        const struct diag_related *related = &d->related.at[i];
        struct diag there = {.span = related->span};
        buf_z(out, "  - ");
        place(r, &there, out);
        buf_z(out, ": ");
        escape(out, related->message);
        buf_char(out, '\n');
    }
    for (size_t i = 0; i < d->notes.n; i++) {
        buf_z(out, "  - ");
        escape(out, d->notes.at[i]);
        buf_char(out, '\n');
    }
    if (d->help.n) {
        buf_z(out, "  - next: ");
        escape(out, d->help);
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
