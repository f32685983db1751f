/* A diff for people: one verdict per app, the option that causes it marked at its line, one
 * total. */
#include "compiler/diff_page.h"

#include "schema/base/utf8.h"

struct printer {
    struct arena *a;
    const struct diff_report *report;
    const struct diff_page *page;
    struct buf *out;
    size_t name_width, value_width;
};

enum { NAME_LEAST = 26, NAME_MOST = 40, VALUE_LEAST = 36, VALUE_MOST = 56 };

#define DIM "\x1b[2m"
#define BOLD "\x1b[1m"
#define RESET "\x1b[0m"

static const char *const tones[] = {[TONE_NONE] = "",
                                    [TONE_GOOD] = "\x1b[32m",
                                    [TONE_CALM] = "\x1b[36m",
                                    [TONE_CARE] = "\x1b[33m",
                                    [TONE_BAD] = "\x1b[31m"};

static const char *paint(const struct printer *p, const char *color) {
    return p->report->color ? color : "";
}

static void column(struct buf *out, struct str text, size_t width) {
    size_t w = utf8_width(text);
    buf_str(out, text);
    buf_repeat(out, ' ', w + 2 <= width ? width - w : 2);
}

static void widen(size_t *width, size_t w, size_t most) {
    if (w + 2 > *width && w + 2 <= most)
        *width = w + 2;
}

/* Columns as wide as what is in them, within reason. */
static void measure(struct printer *p) {
    p->name_width = NAME_LEAST;
    p->value_width = VALUE_LEAST;
    for (size_t i = 0; i < p->page->n_apps; i++) {
        const struct diff_entry *entry = &p->page->apps[i];
        for (size_t k = 0; k < entry->n_lines; k++) {
            widen(&p->name_width, utf8_width(entry->lines[k].path), NAME_MOST);
            widen(&p->value_width, utf8_width(diff_line_text(p->a, &entry->lines[k])), VALUE_MOST);
        }
    }
}

/* ---- changes --------------------------------------------------------------------------------- */

/* Worth a mark: something happens to processes, and this is why. */
static bool is_marked(const struct diff_entry *entry, const struct diff_line *line) {
    return line->is_cause && entry->action->tone >= TONE_CARE;
}

static void write_line(const struct printer *p, const struct diff_entry *entry,
                       const struct diff_line *line) {
    struct str text = diff_line_text(p->a, line), place = diff_line_place(p->a, line);
    bool marked = is_marked(entry, line);
    buf_fmt(p->out, "    %s%s%s ", marked ? paint(p, tones[entry->action->tone]) : "",
            marked ? ">" : " ", marked ? paint(p, RESET) : "");
    column(p->out, diff_clean(p->a, line->path), p->name_width);
    if (place.n) {
        column(p->out, text, p->value_width);
        buf_fmt(p->out, "%s%.*s%s", paint(p, DIM), STR_ARG(place), paint(p, RESET));
    } else {
        buf_str(p->out, text);
    }
    buf_char(p->out, '\n');
    if (line->note.n)
        buf_fmt(p->out, "        %.*s\n", STR_ARG(line->note));
}

static void write_finding(const struct printer *p, const struct diff_finding *f) {
    bool is_bad = f->is_new && f->severity >= DIAG_WARNING;
    buf_fmt(p->out, "      %s%s %s %s%s", paint(p, is_bad ? tones[TONE_BAD] : DIM),
            f->is_new ? "new" : "gone", diag_severity_name(f->severity), f->code, paint(p, RESET));
    if (f->file.n && f->is_new)
        buf_fmt(p->out, " %s%.*s:%u%s", paint(p, DIM), STR_ARG(diff_clean(p->a, f->file)), f->line,
                paint(p, RESET));
    buf_fmt(p->out, ": %.*s\n", STR_ARG(diff_clean(p->a, f->message)));
}

/* ---- apps ------------------------------------------------------------------------------------ */

static void write_rename(const struct printer *p, const struct diff_entry *entry) {
    bool is_new = entry->n_lines == 0 && entry->action->tone == TONE_GOOD;
    if (entry->other_name.n)
        buf_fmt(p->out, "      %s: the same program %s %.*s\n", "renamed",
                is_new ? "was called" : "is now called",
                STR_ARG(diff_clean(p->a, entry->other_name)));
}

static void write_app(const struct printer *p, const struct diff_entry *entry) {
    const struct diff_action *action = entry->action;
    struct str name = diff_clean(p->a, entry->name);
    size_t w = utf8_width(name);
    buf_fmt(p->out, "  %s%s %.*s%s", paint(p, tones[action->tone]), action->mark, STR_ARG(name),
            paint(p, RESET));
    buf_repeat(p->out, ' ', w < p->name_width + 2 ? p->name_width + 2 - w : 2);
    buf_fmt(p->out, "%.*s\n", STR_ARG(diff_entry_text(p->a, entry, true)));
    write_rename(p, entry);
    for (size_t i = 0; i < entry->n_lines; i++)
        write_line(p, entry, &entry->lines[i]);
    for (size_t i = 0; i < entry->n_findings; i++)
        write_finding(p, &entry->findings[i]);
    for (size_t i = 0; i < entry->n_commands; i++)
        buf_fmt(p->out, "      %srun:%s %.*s\n", paint(p, DIM), paint(p, RESET),
                STR_ARG(entry->commands[i]));
}

static void write_violations(const struct printer *p) {
    for (size_t i = 0; i < p->page->n_violations; i++) {
        const struct diff_violation *v = &p->page->violations[i];
        buf_fmt(p->out, "%sdenied%s by policy \"%.*s\": %.*s%s%.*s\n", paint(p, tones[TONE_BAD]),
                paint(p, RESET), STR_ARG(diff_clean(p->a, v->policy)),
                STR_ARG(diff_clean(p->a, v->app)), v->app.n ? ": " : "", STR_ARG(v->message));
    }
}

static void write_total(const struct printer *p) {
    struct str findings = diff_findings_total(p->a, p->page);
    buf_fmt(p->out, "%s%.*s%s", paint(p, BOLD), STR_ARG(diff_total(p->a, p->report, p->page)),
            paint(p, RESET));
    if (findings.n)
        buf_fmt(p->out, "; findings: %.*s", STR_ARG(findings));
    buf_char(p->out, '\n');
    if (p->page->remark.n)
        buf_fmt(p->out, "%.*s\n", STR_ARG(p->page->remark));
}

static void write_page(struct printer *p) {
    struct str profiles = diff_profiles(p->a, p->report, p->page);
    measure(p);
    buf_fmt(p->out, "%s%.*s%s%s%.*s\n", paint(p, BOLD), STR_ARG(diff_title(p->a, p->report)),
            paint(p, RESET), profiles.n ? ", " : "", STR_ARG(profiles));
    if (p->page->n_apps)
        buf_fmt(p->out, "%swhat %.*s will do%s\n", paint(p, DIM), STR_ARG(p->page->assuming),
                paint(p, RESET));
    buf_char(p->out, '\n');
    for (size_t i = 0; i < p->page->n_apps; i++)
        write_app(p, &p->page->apps[i]);
    for (size_t i = 0; i < p->page->n_findings; i++)
        write_finding(p, &p->page->findings[i]);
    if (p->page->n_apps || p->page->n_findings)
        buf_char(p->out, '\n');
    write_violations(p);
    write_total(p);
}

void diff_text(struct arena *a, const struct diff_report *report, struct buf *out) {
    for (size_t i = 0; i < report->n_pages; i++) {
        struct printer p = {.a = a, .report = report, .page = &report->pages[i], .out = out};
        if (i)
            buf_char(out, '\n');
        write_page(&p);
    }
}
