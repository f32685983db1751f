/* A diff for programs. What is promised about it stands in the help of ecoc diff. */
#include "compiler/diff_page.h"

#include "schema/base/json_out.h"

static void maybe(struct json_out *j, const char *key, struct str text, bool is_there) {
    json_key(j, str_of(key));
    if (is_there)
        json_string(j, text);
    else
        json_raw(j, STR("null"));
}

static void strings(struct json_out *j, const char *key, const struct str *at, size_t n) {
    json_key(j, str_of(key));
    json_begin_array(j);
    for (size_t i = 0; i < n; i++)
        json_string(j, at[i]);
    json_end_array(j);
}

static void place(struct json_out *j, struct str file, uint32_t line, bool is_old) {
    json_key(j, STR("source"));
    if (!file.n) {
        json_raw(j, STR("null"));
        return;
    }
    json_begin_object(j);
    json_key_string(j, "file", file);
    json_key_int(j, "line", line);
    json_key_string(j, "side", is_old ? STR("old") : STR("new"));
    json_end_object(j);
}

static void values(struct json_out *j, const struct diff_line *line) {
    const struct diff_value *before = &line->before, *after = &line->after;
    maybe(j, "before", before->text, before->is_there && !before->is_hidden);
    maybe(j, "after", after->text, after->is_there && !after->is_hidden);
    json_key_bool(j, "sensitive", before->print.n || after->print.n);
    if (before->print.n)
        json_key_string(j, "before_fingerprint", before->print);
    if (after->print.n)
        json_key_string(j, "after_fingerprint", after->print);
    if (before->from.n)
        json_key_string(j, "before_from", before->from);
    if (after->from.n)
        json_key_string(j, "after_from", after->from);
}

static void json_line(struct json_out *j, const struct diff_line *line) {
    static const char *const kinds[] = {
        [LINE_CHANGED] = "changed", [LINE_ADDED] = "added", [LINE_REMOVED] = "removed"};
    json_begin_object(j);
    json_key_string(j, "path", line->path);
    json_key_string(j, "kind", str_of(kinds[line->kind]));
    values(j, line);
    json_key_string(j, "effect", str_of(line->effect->word));
    json_key_bool(j, "forces", line->is_cause);
    if (line->note.n)
        json_key_string(j, "note", line->note);
    place(j, line->file, line->line, line->is_old_place);
    json_end_object(j);
}

static void json_findings(struct json_out *j, const struct diff_finding *at, size_t n,
                          bool is_new) {
    json_key(j, is_new ? STR("new") : STR("fixed"));
    json_begin_array(j);
    for (size_t i = 0; i < n; i++) {
        if (at[i].is_new != is_new)
            continue;
        json_begin_object(j);
        json_key_string(j, "code", str_of(at[i].code));
        json_key_string(j, "name", str_of(at[i].name));
        json_key_string(j, "severity", str_of(diag_severity_name(at[i].severity)));
        json_key_string(j, "message", at[i].message);
        place(j, at[i].file, at[i].line, !is_new);
        json_end_object(j);
    }
    json_end_array(j);
}

static void both_findings(struct json_out *j, const struct diff_finding *at, size_t n) {
    json_key(j, STR("findings"));
    json_begin_object(j);
    json_findings(j, at, n, true);
    json_findings(j, at, n, false);
    json_end_object(j);
}

static void json_app(struct json_out *j, const struct diff_entry *entry) {
    json_begin_object(j);
    json_key_string(j, "name", entry->name);
    json_key_string(j, "action", str_of(entry->action->word));
    maybe(j, "action_detail", entry->detail, entry->detail.n > 0);
    maybe(j, "action_reason", entry->why, entry->why.n > 0);
    maybe(j, "renamed", entry->other_name, entry->other_name.n > 0);
    json_key(j, STR("changes"));
    json_begin_array(j);
    for (size_t i = 0; i < entry->n_lines; i++)
        json_line(j, &entry->lines[i]);
    json_end_array(j);
    both_findings(j, entry->findings, entry->n_findings);
    strings(j, "commands", entry->commands, entry->n_commands);
    json_end_object(j);
}

static void json_violations(struct json_out *j, const struct diff_page *page) {
    json_key(j, STR("violations"));
    json_begin_array(j);
    for (size_t i = 0; i < page->n_violations; i++) {
        json_begin_object(j);
        json_key_string(j, "policy", page->violations[i].policy);
        json_key_string(j, "app", page->violations[i].app);
        json_key_string(j, "message", page->violations[i].message);
        json_end_object(j);
    }
    json_end_array(j);
}

static size_t count_findings(const struct diff_page *page, bool is_new) {
    size_t n = 0;
    for (size_t i = 0; i < page->n_findings; i++)
        n += page->findings[i].is_new == is_new;
    for (size_t i = 0; i < page->n_apps; i++)
        for (size_t k = 0; k < page->apps[i].n_findings; k++)
            n += page->apps[i].findings[k].is_new == is_new;
    return n;
}

static void summary(struct json_out *j, const struct diff_report *r, const struct diff_page *page) {
    json_key(j, STR("summary"));
    json_begin_object(j);
    for (const struct diff_action *row = r->target->actions; row->word; row++)
        json_key_int(j, row->word, (int64_t)diff_page_count(page, row));
    json_key_int(j, "unchanged", (int64_t)page->n_unchanged);
    json_key_int(j, "findings_new", (int64_t)count_findings(page, true));
    json_key_int(j, "findings_fixed", (int64_t)count_findings(page, false));
    json_end_object(j);
}

static void json_page(struct json_out *j, const struct diff_report *r,
                      const struct diff_page *page) {
    json_key_string(j, "assuming", page->assuming);
    json_key(j, STR("apps"));
    json_begin_array(j);
    for (size_t i = 0; i < page->n_apps; i++)
        json_app(j, &page->apps[i]);
    json_end_array(j);
    both_findings(j, page->findings, page->n_findings);
    json_violations(j, page);
    strings(j, "commands", page->commands, page->n_commands);
    maybe(j, "remark", page->remark, page->remark.n > 0);
    summary(j, r, page);
}

/* --all-envs: one object for each outcome, with the profiles that have it. */
static void json_pages(struct json_out *j, const struct diff_report *r) {
    json_key(j, STR("plans"));
    json_begin_array(j);
    for (size_t i = 0; i < r->n_pages; i++) {
        const struct diff_page *page = &r->pages[i];
        json_begin_object(j);
        json_key(j, STR("profiles"));
        json_begin_array(j);
        for (size_t k = 0; k < page->n_profiles; k++) {
            if (page->profiles[k].n)
                json_string(j, page->profiles[k]);
            else
                json_raw(j, STR("null"));
        }
        json_end_array(j);
        json_page(j, r, page);
        json_end_object(j);
    }
    json_end_array(j);
}

void diff_json(struct arena *a, const struct diff_report *report, struct buf *out) {
    struct json_out j;
    (void)a;
    json_out_init(&j, out, 2);
    json_begin_object(&j);
    json_key_string(&j, "format_version", STR("1.0"));
    json_key_string(&j, "target", str_of(report->target->name));
    json_key_string(&j, "file", report->file);
    maybe(&j, "old_file", report->old_file, report->old_file.n > 0);
    json_key_string(&j, "old", report->old_name);
    json_key_string(&j, "new", report->new_name);
    if (report->is_per_profile) {
        json_pages(&j, report);
    } else {
        struct str profile = report->pages[0].profiles[0];
        maybe(&j, "profile", profile, profile.n > 0);
        json_page(&j, report, &report->pages[0]);
    }
    json_end_object(&j);
    buf_char(out, '\n');
}
