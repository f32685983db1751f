/* What the writers share: values, places and totals as words. */
#include "compiler/diff_page.h"

const struct diff_format diff_formats[] = {
    {"text", "for a terminal", diff_text},
    {"json", "for programs; format_version says which", diff_json},
    {"markdown", "for a comment on a pull request", diff_markdown},
    {"github", "annotations of a GitHub workflow", diff_github},
    {0},
};

struct str diff_clean(struct arena *a, struct str text) {
    struct buf b = {0};
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c == '\n')
            buf_z(&b, "\\n");
        else if (c == '\t')
            buf_z(&b, "\\t");
        else if (c < 0x20 || c == 0x7f)
            buf_fmt(&b, "\\x%02x", c);
        else
            buf_char(&b, (char)c);
    }
    struct str out = b.n == text.n ? text : arena_str(a, (struct str){b.p, b.n});
    buf_done(&b);
    return out;
}

/* ---- lines ----------------------------------------------------------------------------------- */

/* `with_from`: what it depends on is not said elsewhere. */
static struct str value_text(struct arena *a, const struct diff_value *v, bool with_from) {
    if (!v->is_there)
        return STR("none");
    if (v->is_hidden)
        return arena_fmt(a, "(secret %.*s)", STR_ARG(v->print));
    if (v->is_late)
        return arena_fmt(a, "(from %.*s)", STR_ARG(diff_clean(a, v->from)));
    struct str text = v->text.n ? diff_clean(a, v->text) : STR("\"\"");
    if (v->is_masked)
        text = arena_fmt(a, "%.*s (%.*s)", STR_ARG(text), STR_ARG(v->print));
    if (v->from.n && with_from)
        text = arena_fmt(a, "%.*s (from %.*s)", STR_ARG(text), STR_ARG(diff_clean(a, v->from)));
    return text;
}

static struct str one_text(struct arena *a, const char *what, const struct diff_value *v) {
    if (v->is_hidden)
        return arena_fmt(a, "%s (secret %.*s)", what, STR_ARG(v->print));
    return arena_fmt(a, "%s: %.*s", what, STR_ARG(value_text(a, v, true)));
}

static struct str secrets_text(struct arena *a, const struct diff_line *line) {
    struct str old_print = line->before.print, new_print = line->after.print;
    if (str_eq(old_print, new_print))
        return arena_fmt(a, "the same (secret %.*s)", STR_ARG(old_print));
    return arena_fmt(a, "changed (secret %.*s -> %.*s)", STR_ARG(old_print), STR_ARG(new_print));
}

struct str diff_line_text(struct arena *a, const struct diff_line *line) {
    const struct diff_value *before = &line->before, *after = &line->after;
    if (line->kind == LINE_ADDED)
        return one_text(a, "added", after);
    if (line->kind == LINE_REMOVED)
        return one_text(a, "removed", before);
    if (before->is_hidden && after->is_hidden)
        return secrets_text(a, line);
    bool once =
        !before->is_late && !after->is_late && after->from.n && str_eq(before->from, after->from);
    struct str left = value_text(a, before, !once), right = value_text(a, after, !once);
    if (str_eq(left, right) && before->is_late && after->is_late) {
        left = diff_clean(a, before->text); /* `||` or `??`: only the recipe tells */
        right = diff_clean(a, after->text);
    }
    struct str text = arena_fmt(a, "%.*s -> %.*s", STR_ARG(left), STR_ARG(right));
    return once ? arena_fmt(a, "%.*s (from %.*s)", STR_ARG(text), STR_ARG(after->from)) : text;
}

struct str diff_line_place(struct arena *a, const struct diff_line *line) {
    if (!line->file.n)
        return STR("");
    return arena_fmt(a, "%s%.*s:%u", line->is_old_place ? "was " : "",
                     STR_ARG(diff_clean(a, line->file)), line->line);
}

/* ---- apps ------------------------------------------------------------------------------------ */

struct str diff_entry_text(struct arena *a, const struct diff_entry *entry, bool with_why) {
    struct str text = str_of(entry->action->word);
    if (entry->detail.n)
        text = arena_fmt(a, "%.*s %.*s", STR_ARG(text), STR_ARG(entry->detail));
    if (with_why && entry->why.n)
        text = arena_fmt(a, "%.*s (%.*s)", STR_ARG(text), STR_ARG(entry->why));
    return text;
}

/* ---- totals ---------------------------------------------------------------------------------- */

struct str diff_total(struct arena *a, const struct diff_report *report,
                      const struct diff_page *page) {
    struct str text = STR("");
    for (const struct diff_action *row = report->target->actions + 1; row->word; row++) {
        size_t n = diff_page_count(page, row);
        if (n)
            text = arena_fmt(a, "%.*s%s%zu %s", STR_ARG(text), text.n ? ", " : "", n, row->word);
    }
    if (!text.n)
        text = STR("nothing to do");
    return arena_fmt(a, "%.*s, %zu unchanged", STR_ARG(text), page->n_unchanged);
}

struct tally {
    size_t n[2][DIAG_ERROR + 1]; /* [is_new][severity] */
};

static void count(const struct diff_finding *list, size_t n, struct tally *tally) {
    for (size_t i = 0; i < n; i++)
        tally->n[list[i].is_new][list[i].severity]++;
}

struct str diff_findings_total(struct arena *a, const struct diff_page *page) {
    struct tally tally = {0};
    struct str text = STR("");
    count(page->findings, page->n_findings, &tally);
    for (size_t i = 0; i < page->n_apps; i++)
        count(page->apps[i].findings, page->apps[i].n_findings, &tally);
    for (int is_new = 1; is_new >= 0; is_new--)
        for (unsigned s = DIAG_ERROR; s >= DIAG_INFO; s--) {
            size_t n = tally.n[is_new][s];
            if (n)
                text = arena_fmt(a, "%.*s%s%s%zu %s%s", STR_ARG(text), text.n ? ", " : "",
                                 is_new ? "+" : "-", n, diag_severity_name((enum diag_severity)s),
                                 n > 1 && s != DIAG_INFO ? "s" : "");
        }
    return text;
}

/* ---- titles ---------------------------------------------------------------------------------- */

struct str diff_title(struct arena *a, const struct diff_report *report) {
    struct str file = diff_clean(a, report->file);
    if (report->is_pair)
        return arena_fmt(a, "%.*s -> %.*s", STR_ARG(diff_clean(a, report->old_name)),
                         STR_ARG(diff_clean(a, report->new_name)));
    if (report->old_file.n && !str_eq(report->old_file, report->file))
        file = arena_fmt(a, "%.*s (was %.*s)", STR_ARG(file),
                         STR_ARG(diff_clean(a, report->old_file)));
    return arena_fmt(a, "%.*s: %.*s -> %.*s", STR_ARG(file), STR_ARG(report->old_name),
                     STR_ARG(report->new_name));
}

static struct str profile_name(struct str profile) {
    return profile.n ? profile : STR("(none)");
}

struct str diff_profiles(struct arena *a, const struct diff_report *report,
                         const struct diff_page *page) {
    struct str text = STR("");
    if (!report->is_per_profile)
        return page->profiles[0].n
                   ? arena_fmt(a, "profile %.*s", STR_ARG(diff_clean(a, page->profiles[0])))
                   : text;
    for (size_t i = 0; i < page->n_profiles; i++)
        text = arena_fmt(a, "%.*s%s%.*s", STR_ARG(text), i ? ", " : "",
                         STR_ARG(diff_clean(a, profile_name(page->profiles[i]))));
    return arena_fmt(a, "profile%s %.*s%s", page->n_profiles > 1 ? "s" : "", STR_ARG(text),
                     page->n_profiles > 1 ? " (all the same)" : "");
}

void diff_commands(const struct diff_report *report, struct buf *out) {
    for (size_t p = 0; p < report->n_pages; p++) {
        const struct diff_page *page = &report->pages[p];
        if (report->is_per_profile && page->n_commands && page->profiles[0].n)
            buf_fmt(out, "# --env %.*s\n", STR_ARG(page->profiles[0]));
        for (size_t i = 0; i < page->n_commands; i++)
            buf_fmt(out, "%.*s\n", STR_ARG(page->commands[i]));
    }
}
