/* A diff for people: one verdict per app, the option that causes it at its line, one total. */
#include "compiler/diff_page.h"

#include "schema/base/utf8.h"

struct printer {
    struct arena *a;
    const struct diff_report *report;
    struct buf *out;
};

enum { DIFF_NAME = 26, DIFF_VALUE = 36 };

static const char *const tones[] = {[TONE_NONE] = "",
                                    [TONE_GOOD] = "\x1b[32m",
                                    [TONE_CALM] = "\x1b[36m",
                                    [TONE_CARE] = "\x1b[33m",
                                    [TONE_BAD] = "\x1b[31m"};

static void column(struct buf *out, struct str text, size_t width) {
    size_t w = utf8_width(text);
    buf_str(out, text);
    buf_repeat(out, ' ', w + 2 <= width ? width - w : 2);
}

static struct str value_text(const struct diff_value *value) {
    if (value->is_hidden)
        return STR("(hidden)");
    return value->text.n ? value->text : STR("none");
}

static struct str change_text(const struct printer *p, const struct diff_line *line) {
    bool hidden = line->before.is_hidden || line->after.is_hidden;
    switch (line->kind) {
    case LINE_ADDED:
        return hidden ? STR("added (hidden)")
                      : arena_fmt(p->a, "added: %.*s", STR_ARG(line->after.text));
    case LINE_REMOVED:
        return hidden ? STR("removed (hidden)")
                      : arena_fmt(p->a, "removed: %.*s", STR_ARG(line->before.text));
    case LINE_CHANGED:
        break;
    }
    if (hidden)
        return STR("changed (hidden)");
    return arena_fmt(p->a, "%.*s -> %.*s", STR_ARG(value_text(&line->before)),
                     STR_ARG(value_text(&line->after)));
}

static void text_line(const struct printer *p, const struct diff_line *line) {
    bool color = p->report->color;
    struct str text = change_text(p, line);
    buf_z(p->out, "      ");
    column(p->out, line->path, DIFF_NAME);
    if (line->file.n) {
        column(p->out, text, DIFF_VALUE);
        buf_fmt(p->out, "%s%.*s:%u%s", color ? "\x1b[2m" : "", STR_ARG(line->file), line->line,
                color ? "\x1b[0m" : "");
    } else {
        buf_str(p->out, text);
    }
    buf_char(p->out, '\n');
    if (line->note.n)
        buf_fmt(p->out, "        %.*s\n", STR_ARG(line->note));
}

static void text_app(const struct printer *p, const struct diff_entry *entry) {
    bool color = p->report->color;
    const struct diff_action *action = entry->action;
    size_t w = utf8_width(entry->name);
    buf_fmt(p->out, "  %s%s %.*s%s", color ? tones[action->tone] : "", action->mark,
            STR_ARG(entry->name), color ? "\x1b[0m" : "");
    buf_repeat(p->out, ' ', w < DIFF_NAME + 2 ? DIFF_NAME + 2 - w : 2);
    buf_z(p->out, action->word);
    if (entry->detail.n)
        buf_fmt(p->out, " %.*s", STR_ARG(entry->detail));
    if (entry->why.n)
        buf_fmt(p->out, " (%.*s)", STR_ARG(entry->why));
    buf_char(p->out, '\n');
    for (size_t i = 0; i < entry->n_lines; i++)
        text_line(p, &entry->lines[i]);
}

static void text_total(const struct printer *p, const struct diff_page *page) {
    bool any = false;
    for (const struct diff_action *row = p->report->target->actions + 1; row->word; row++) {
        size_t n = diff_page_count(page, row);
        if (n == 0)
            continue;
        buf_fmt(p->out, "%s%zu %s", any ? ", " : "", n, row->word);
        any = true;
    }
    if (!any)
        buf_z(p->out, "nothing to do");
    buf_fmt(p->out, ", %zu unchanged\n", page->n_unchanged);
    if (page->remark.n)
        buf_fmt(p->out, "%.*s\n", STR_ARG(page->remark));
}

static void text_page(const struct printer *p, const struct diff_page *page) {
    const struct diff_report *r = p->report;
    buf_fmt(p->out, "%.*s: %.*s -> %.*s", STR_ARG(r->file), STR_ARG(r->old_name),
            STR_ARG(r->new_name));
    if (page->profiles[0].n)
        buf_fmt(p->out, ", profile %.*s", STR_ARG(page->profiles[0]));
    buf_z(p->out, "\n\n");
    for (size_t i = 0; i < page->n_apps; i++)
        text_app(p, &page->apps[i]);
    if (page->n_apps)
        buf_char(p->out, '\n');
    text_total(p, page);
}

void diff_text(struct arena *a, const struct diff_report *report, struct buf *out) {
    struct printer p = {a, report, out};
    for (size_t i = 0; i < report->n_pages && report->show_commands; i++)
        for (size_t k = 0; k < report->pages[i].n_commands; k++)
            buf_fmt(out, "%.*s\n", STR_ARG(report->pages[i].commands[k]));
    for (size_t i = 0; i < report->n_pages && !report->show_commands; i++)
        text_page(&p, &report->pages[i]);
}
