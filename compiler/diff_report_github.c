/* Workflow commands of GitHub Actions: each app at the line that causes what happens to it, each
 * new finding at its own. A step shows ten of a kind; what is over is printed as plain lines.
 * Source: GitHub's documentation of workflow commands. */
#include "compiler/diff_page.h"
#include "compiler/report.h"
#include "schema/unit/path.h"

enum { LEVEL_MOST = 10 };

enum level { LEVEL_NOTICE, LEVEL_WARNING, LEVEL_ERROR, LEVELS };

static const char *const level_names[] = {"notice", "warning", "error"};

struct writer {
    struct arena *a;
    const struct diff_report *report;
    struct buf *out;
    size_t n[LEVELS];
};

struct note {
    enum level level;
    struct str title, text, file;
    uint32_t line;
};

static void annotate(struct writer *w, const struct note *note) {
    struct str file = note->file.n ? path_join(w->a, w->report->prefix, note->file) : note->file;
    if (w->n[note->level]++ >= LEVEL_MOST) {
        buf_fmt(w->out, "%s: %.*s: %.*s\n", level_names[note->level], STR_ARG(note->title),
                STR_ARG(note->text));
        return;
    }
    buf_fmt(w->out, "::%s title=", level_names[note->level]);
    report_github_escape(w->out, note->title, true);
    if (file.n) {
        buf_z(w->out, ",file=");
        report_github_escape(w->out, file, true);
        buf_fmt(w->out, ",line=%u", note->line);
    }
    buf_z(w->out, "::");
    report_github_escape(w->out, note->text, false);
    buf_char(w->out, '\n');
}

static void annotate_app(struct writer *w, const struct diff_entry *entry) {
    struct note note = {.level = entry->action->tone == TONE_BAD ? LEVEL_WARNING : LEVEL_NOTICE};
    note.title = arena_fmt(w->a, "%.*s: %.*s", STR_ARG(diff_clean(w->a, entry->name)),
                           STR_ARG(diff_entry_text(w->a, entry, false)));
    note.text = entry->why;
    for (size_t i = 0; i < entry->n_lines; i++) {
        const struct diff_line *line = &entry->lines[i];
        if (!line->is_cause)
            continue;
        note.text =
            arena_fmt(w->a, "%.*s%s%.*s %.*s", STR_ARG(note.text), note.text.n ? "\n" : "",
                      STR_ARG(diff_clean(w->a, line->path)), STR_ARG(diff_line_text(w->a, line)));
        if (!note.file.n && !line->is_old_place) {
            note.file = line->file;
            note.line = line->line;
        }
    }
    annotate(w, &note);
}

static void annotate_findings(struct writer *w, const struct diff_finding *at, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (!at[i].is_new)
            continue;
        struct note note = {.level = at[i].severity == DIAG_ERROR     ? LEVEL_ERROR
                                     : at[i].severity == DIAG_WARNING ? LEVEL_WARNING
                                                                      : LEVEL_NOTICE,
                            .title = arena_fmt(w->a, "%s (%s)", at[i].code, at[i].name),
                            .text = at[i].message,
                            .file = at[i].file,
                            .line = at[i].line};
        annotate(w, &note);
    }
}

static void write_page(struct writer *w, const struct diff_page *page) {
    struct str profiles = diff_profiles(w->a, w->report, page);
    for (size_t i = 0; i < page->n_violations; i++) {
        const struct diff_violation *v = &page->violations[i];
        struct note note = {.level = LEVEL_ERROR,
                            .title = arena_fmt(w->a, "denied: %.*s", STR_ARG(v->policy)),
                            .text = arena_fmt(w->a, "%.*s%s%.*s", STR_ARG(v->app),
                                              v->app.n ? ": " : "", STR_ARG(v->message))};
        annotate(w, &note);
    }
    for (size_t i = 0; i < page->n_apps; i++) {
        annotate_app(w, &page->apps[i]);
        annotate_findings(w, page->apps[i].findings, page->apps[i].n_findings);
    }
    annotate_findings(w, page->findings, page->n_findings);
    buf_fmt(w->out, "%.*s%s%.*s: %.*s\n", STR_ARG(diff_title(w->a, w->report)),
            profiles.n ? ", " : "", STR_ARG(profiles), STR_ARG(diff_total(w->a, w->report, page)));
}

void diff_github(struct arena *a, const struct diff_report *report, struct buf *out) {
    struct writer w = {.a = a, .report = report, .out = out};
    for (size_t i = 0; i < report->n_pages; i++)
        write_page(&w, &report->pages[i]);
}
