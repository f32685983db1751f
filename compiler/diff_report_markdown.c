/* A diff as a comment on a pull request: a table above the fold, a folded part for each app. GitHub
 * takes comments of up to 65,536 characters; this stops earlier and says how many apps it left out.
 * The first line is hidden and names the file, so that a bot finds its comment and updates it. */
#include "compiler/diff_page.h"
#include "compiler/markdown.h"

enum { MARKDOWN_MOST = 60000, CELL_MOST = 3 };

struct writer {
    struct arena *a;
    const struct diff_report *report;
    struct buf *out;
};

/* Text that anybody may have written, as it is: no markup, no HTML, no link. */
static void plain(struct buf *out, struct str text) {
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '<')
            buf_z(out, "&lt;");
        else if (c == '&')
            buf_z(out, "&amp;");
        else if (c == '@') /* mentions nobody */
            buf_z(out, "&#64;");
        else if (strchr("\\`*_[]|~#$", c))
            buf_fmt(out, "\\%c", c);
        else
            buf_char(out, c);
    }
}

/* The same inside HTML, where a backslash is one. */
static void plain_html(struct buf *out, struct str text) {
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (strchr("<&@\"", c))
            buf_fmt(out, "&#%d;", c);
        else
            buf_char(out, c);
    }
}

static void bold(struct buf *out, struct str text) {
    buf_z(out, "**");
    plain(out, text);
    buf_z(out, "**");
}

/* ---- the table ------------------------------------------------------------------------------- */

static void cell_line(const struct writer *w, const struct diff_line *line) {
    buf_char(w->out, '`');
    for (size_t i = 0; i < line->path.n; i++)
        if (!strchr("`|\n", line->path.p[i]))
            buf_char(w->out, line->path.p[i]);
    buf_z(w->out, "` ");
    plain(w->out, diff_line_text(w->a, line));
}

/* What forces the action; where nothing does, what there is. */
static void cell_why(const struct writer *w, const struct diff_entry *entry) {
    size_t n = 0, left = 0;
    if (entry->n_lines == 0)
        plain(w->out, entry->why);
    for (size_t i = 0; i < entry->n_lines; i++) {
        if (!entry->lines[i].is_cause)
            continue;
        if (n == CELL_MOST) {
            left++;
            continue;
        }
        buf_z(w->out, n++ ? "<br>" : "");
        cell_line(w, &entry->lines[i]);
    }
    if (left)
        buf_fmt(w->out, "<br>and %zu more", left);
    if (entry->other_name.n) {
        buf_z(w->out, ", renamed: ");
        bold(w->out, diff_clean(w->a, entry->other_name));
    }
    for (size_t i = 0; i < entry->n_findings; i++)
        if (entry->findings[i].is_new && entry->findings[i].severity >= DIAG_WARNING)
            buf_fmt(w->out, "<br>new %s %s", diag_severity_name(entry->findings[i].severity),
                    entry->findings[i].code);
}

static void row(const struct writer *w, const struct diff_entry *entry) {
    bool is_bad = entry->action->tone == TONE_BAD;
    buf_z(w->out, "| ");
    bold(w->out, diff_clean(w->a, entry->name));
    buf_z(w->out, is_bad ? " | **" : " | ");
    plain(w->out, diff_entry_text(w->a, entry, false));
    buf_z(w->out, is_bad ? "** | " : " | ");
    cell_why(w, entry);
    buf_z(w->out, " |\n");
}

/* ---- details --------------------------------------------------------------------------------- */

static size_t longest_run(struct str text, char c) {
    size_t most = 0, n = 0;
    for (size_t i = 0; i < text.n; i++) {
        n = text.p[i] == c ? n + 1 : 0;
        most = n > most ? n : most;
    }
    return most;
}

static void diff_block(const struct writer *w, const struct diff_entry *entry) {
    static const char marks[] = {[LINE_CHANGED] = '!', [LINE_ADDED] = '+', [LINE_REMOVED] = '-'};
    struct buf b = {0};
    for (size_t i = 0; i < entry->n_lines; i++) {
        const struct diff_line *line = &entry->lines[i];
        struct str place = diff_line_place(w->a, line);
        buf_fmt(&b, "%c %.*s  %.*s", marks[line->kind], STR_ARG(diff_clean(w->a, line->path)),
                STR_ARG(diff_line_text(w->a, line)));
        buf_fmt(&b, "%s%.*s%s\n", place.n ? "  " : "", STR_ARG(place),
                line->is_cause ? "  # forces this" : "");
        if (line->note.n)
            buf_fmt(&b, "#   %.*s\n", STR_ARG(line->note));
    }
    size_t run = longest_run((struct str){b.p ? b.p : "", b.n}, '`');
    size_t fence = run < 3 ? 3 : run + 1;
    buf_repeat(w->out, '`', fence);
    buf_fmt(w->out, "diff\n%.*s", (int)b.n, b.p);
    buf_repeat(w->out, '`', fence);
    buf_char(w->out, '\n');
    buf_done(&b);
}

static void finding(const struct writer *w, const struct diff_finding *f) {
    buf_fmt(w->out, "- %s %s **%s** ", f->is_new ? "new" : "gone", diag_severity_name(f->severity),
            f->code);
    if (f->file.n && f->is_new) {
        markdown_place(w->out, f->file, f->line);
        buf_z(w->out, ": ");
    }
    markdown_text(w->out, diff_clean(w->a, f->message));
    buf_char(w->out, '\n');
}

static void details(const struct writer *w, const struct diff_entry *entry) {
    buf_z(w->out, "<details><summary><b>");
    plain_html(w->out, diff_clean(w->a, entry->name));
    buf_z(w->out, "</b>: ");
    plain_html(w->out, diff_entry_text(w->a, entry, true));
    buf_z(w->out, "</summary>\n\n");
    if (entry->n_lines)
        diff_block(w, entry);
    if (entry->n_findings)
        buf_char(w->out, '\n');
    for (size_t i = 0; i < entry->n_findings; i++)
        finding(w, &entry->findings[i]);
    for (size_t i = 0; i < entry->n_commands; i++)
        buf_fmt(w->out, "\n    %.*s\n", STR_ARG(entry->commands[i]));
    buf_z(w->out, "\n</details>\n");
}

static bool has_details(const struct diff_entry *entry) {
    return entry->n_lines || entry->n_findings || entry->n_commands;
}

/* ---- all ------------------------------------------------------------------------------------- */

/* As many apps as there is room for; what began beyond it is taken back. Returns how many are left
 * out. */
static size_t each(const struct writer *w, const struct diff_page *page, size_t most,
                   bool only_details,
                   void (*write)(const struct writer *, const struct diff_entry *)) {
    size_t left_out = 0;
    for (size_t i = 0; i < page->n_apps; i++) {
        size_t before = w->out->n;
        if (only_details && !has_details(&page->apps[i]))
            continue;
        if (!left_out)
            write(w, &page->apps[i]);
        if (left_out || w->out->n > most) {
            w->out->n = before;
            left_out++;
        }
    }
    return left_out;
}

static void head(const struct writer *w, const struct diff_page *page) {
    struct str findings = diff_findings_total(w->a, page);
    struct str profiles = diff_profiles(w->a, w->report, page);
    if (profiles.n) {
        buf_z(w->out, page == w->report->pages ? "#### " : "\n#### ");
        plain(w->out, profiles);
        buf_z(w->out, "\n\n");
    }
    buf_z(w->out, "**");
    markdown_text(w->out, diff_total(w->a, w->report, page));
    buf_fmt(w->out, "**%s%.*s", findings.n ? "; findings: " : "", STR_ARG(findings));
    if (page->n_apps)
        buf_fmt(w->out, " (what `%.*s` will do)", STR_ARG(page->assuming));
    buf_char(w->out, '\n');
    for (size_t i = 0; i < page->n_violations; i++) {
        buf_z(w->out, "\n> **denied** by policy ");
        bold(w->out, page->violations[i].policy);
        buf_z(w->out, ": ");
        plain(w->out, diff_clean(w->a, page->violations[i].app));
        buf_z(w->out, page->violations[i].app.n ? ": " : "");
        markdown_text(w->out, page->violations[i].message);
        buf_char(w->out, '\n');
    }
}

static void write_page(const struct writer *w, const struct diff_page *page, size_t share) {
    size_t start = w->out->n;
    head(w, page);
    if (page->n_apps) {
        buf_z(w->out, "\n| app | action | why |\n|---|---|---|\n");
        size_t left_out = each(w, page, start + share / 3, false, row);
        if (left_out)
            buf_fmt(w->out, "\n%zu app%s omitted from the table.\n", left_out,
                    left_out > 1 ? "s" : "");
        buf_char(w->out, '\n');
        left_out = each(w, page, start + share, true, details);
        if (left_out)
            buf_fmt(w->out, "\n%zu app%s omitted: `ecoc diff` prints them.\n", left_out,
                    left_out > 1 ? "s" : "");
    }
    if (page->n_findings)
        buf_char(w->out, '\n');
    for (size_t i = 0; i < page->n_findings && w->out->n < start + share; i++)
        finding(w, &page->findings[i]);
    if (page->remark.n) {
        buf_char(w->out, '\n');
        plain(w->out, page->remark);
        buf_char(w->out, '\n');
    }
}

/* "--" would end the comment. */
static void marker(const struct writer *w) {
    buf_z(w->out, "<!-- ecoc-diff:");
    for (size_t i = 0; i < w->report->file.n; i++) {
        char c = w->report->file.p[i];
        buf_char(w->out, c == '<' || c == '>' || c == '\n' ||
                                 (c == '-' && i && w->report->file.p[i - 1] == '-')
                             ? '_'
                             : c);
    }
    buf_z(w->out, " -->\n### ecoc diff\n\n");
}

void diff_markdown(struct arena *a, const struct diff_report *report, struct buf *out) {
    struct writer w = {a, report, out};
    marker(&w);
    plain(out, diff_title(a, report));
    buf_z(out, "\n\n");
    for (size_t i = 0; i < report->n_pages; i++)
        write_page(&w, &report->pages[i], MARKDOWN_MOST / report->n_pages - 500);
}
