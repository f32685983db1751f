/* A diff for programs. */
#include "compiler/diff_page.h"

#include "schema/base/json_out.h"

static void json_value(struct json_out *j, const char *key, const struct diff_value *value) {
    json_key(j, str_of(key));
    if (value->text.n == 0)
        json_raw(j, STR("null"));
    else
        json_string(j, value->text);
}

static void json_line(struct json_out *j, const struct diff_line *line) {
    static const char *const kinds[] = {
        [LINE_CHANGED] = "changed", [LINE_ADDED] = "added", [LINE_REMOVED] = "removed"};
    json_begin_object(j);
    json_key_string(j, "path", line->path);
    json_key_string(j, "kind", str_of(kinds[line->kind]));
    json_value(j, "before", &line->before);
    json_value(j, "after", &line->after);
    json_key_bool(j, "sensitive", line->before.is_hidden || line->after.is_hidden);
    json_key_string(j, "effect", str_of(line->effect->word));
    if (line->note.n)
        json_key_string(j, "note", line->note);
    if (line->file.n) {
        json_key_string(j, "file", line->file);
        json_key_int(j, "line", line->line);
    }
    json_end_object(j);
}

static void json_app(struct json_out *j, const struct diff_entry *entry) {
    json_begin_object(j);
    json_key_string(j, "name", entry->name);
    json_key_string(j, "action", str_of(entry->action->word));
    json_key(j, STR("changes"));
    json_begin_array(j);
    for (size_t i = 0; i < entry->n_lines; i++)
        json_line(j, &entry->lines[i]);
    json_end_array(j);
    json_end_object(j);
}

static void json_page(struct json_out *j, const struct diff_report *r,
                      const struct diff_page *page) {
    json_key(j, STR("apps"));
    json_begin_array(j);
    for (size_t i = 0; i < page->n_apps; i++)
        json_app(j, &page->apps[i]);
    json_end_array(j);
    if (page->n_commands) {
        json_key(j, STR("commands"));
        json_begin_array(j);
        for (size_t i = 0; i < page->n_commands; i++)
            json_string(j, page->commands[i]);
        json_end_array(j);
    }
    json_key(j, STR("summary"));
    json_begin_object(j);
    for (const struct diff_action *row = r->target->actions + 1; row->word; row++)
        json_key_int(j, row->word, (int64_t)diff_page_count(page, row));
    json_key_int(j, "unchanged", (int64_t)page->n_unchanged);
    json_end_object(j);
}

void diff_json(struct arena *a, const struct diff_report *report, struct buf *out) {
    const struct diff_page *page = &report->pages[0];
    struct json_out j;
    (void)a;
    json_out_init(&j, out, 2);
    json_begin_object(&j);
    json_key_string(&j, "format_version", STR("1.0"));
    json_key_string(&j, "file", report->file);
    json_key_string(&j, "old", report->old_name);
    json_key_string(&j, "new", report->new_name);
    json_key(&j, STR("profile"));
    if (page->profiles[0].n)
        json_string(&j, page->profiles[0]);
    else
        json_raw(&j, STR("null"));
    json_page(&j, report, page);
    json_end_object(&j);
    buf_char(out, '\n');
}
