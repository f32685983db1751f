/* Markdown for a comment on a change, JSON for other tools. */
#include "compiler/advice_report.h"
#include "compiler/markdown.h"
#include "schema/base/json_out.h"
#include "schema/unit/path.h"

/* The file as other tools name it. */
static struct str path_from(const struct advice_report *r, struct str path) {
    return path_is_below(path, r->root) ? path_relative(r->arena, r->root, path) : path;
}

static unsigned line_of(struct span span) {
    return source_place(span.src, span.begin).line;
}

/* ---- markdown -------------------------------------------------------------------------------- */

enum { MARKDOWN_MOST = 60000, MARKDOWN_REASONS = 10 }; /* GitHub takes 65,536 characters */

static void md_table(const struct advice_report *r, const struct advice_file *file,
                     struct buf *out) {
    buf_z(out, "| service | now | recommended | risk | reason |\n|---|---|---|---|---|\n");
    for (size_t i = 0; i < file->apps.n; i++) {
        const struct advice *advice = file->apps.at[i];
        const struct str cells[] = {advice->app->label, advice_now_text(r->arena, advice),
                                    advice_then_text(r->arena, advice),
                                    str_of(advice_risk_name(advice->verdict.risk)), advice->reason};
        for (size_t k = 0; k < ARRAY_LEN(cells); k++) {
            buf_z(out, k ? " | " : "| ");
            markdown_text(out, cells[k]);
        }
        buf_z(out, " |\n");
    }
}

static void md_reason(const struct advice_report *r, const struct advice_reason *why,
                      struct buf *out) {
    const char *code = advice_code(why);
    buf_z(out, "- ");
    if (why->span.src) {
        markdown_place(out, path_from(r, why->span.src->path), line_of(why->span));
        buf_char(out, ' ');
    }
    markdown_text(out, why->text);
    if (code)
        buf_fmt(out, " (%s)", code);
    buf_char(out, '\n');
}

static void md_reasons(const struct advice_report *r, const struct advice *advice,
                       struct buf *out) {
    size_t n = 0;
    for (size_t i = 0; i < advice->reasons.n; i++) {
        const struct advice_reason *why = &advice->reasons.at[i];
        bool is_first = i == 0 || advice->reasons.at[i - 1].kind != why->kind;
        n = is_first ? 1 : n + 1;
        if (is_first)
            buf_fmt(out, "\n%c%s:\n\n", advice_kind_title(why->kind)[0] - 'a' + 'A',
                    advice_kind_title(why->kind) + 1);
        if (n <= MARKDOWN_REASONS)
            md_reason(r, why, out);
        else if (n == MARKDOWN_REASONS + 1)
            buf_z(out, "- and more: `ecoc advise --format json` has all\n");
    }
}

static void md_details(const struct advice_report *r, const struct advice *advice,
                       struct buf *out) {
    buf_z(out, "\n<details><summary>");
    markdown_text(out, advice->app->label);
    buf_z(out, "</summary>\n");
    md_reasons(r, advice, out);
    buf_z(out, "\n| setting | now | recommended |\n|---|---|---|\n");
    for (size_t i = 0; i < advice->rows.n; i++) {
        const struct advice_row *row = &advice->rows.at[i];
        buf_fmt(out, "| %s | ", row->name);
        markdown_text(out, row->now);
        buf_z(out, " | ");
        markdown_text(out, row->then.n ? row->then : STR("as it is"));
        buf_z(out, " |\n");
    }
    if (advice->next.n) {
        buf_z(out, "\nNext: ");
        markdown_text(out, advice->next);
        buf_char(out, '\n');
    }
    buf_z(out, "\n</details>\n");
}

void advice_markdown(const struct advice_report *r, struct buf *out) {
    size_t left_out = 0;
    buf_z(out, "### ecoc advise\n");
    for (size_t i = 0; i < r->files.n; i++) {
        buf_char(out, '\n');
        if (r->files.n > 1) {
            markdown_place(out, path_from(r, r->files.at[i].path), 0);
            buf_z(out, "\n\n");
        }
        md_table(r, &r->files.at[i], out);
    }
    for (size_t i = 0; !r->table_only && i < r->files.n; i++)
        for (size_t k = 0; k < r->files.at[i].apps.n; k++) {
            size_t before = out->n;
            if (left_out == 0)
                md_details(r, r->files.at[i].apps.at[k], out);
            if (left_out || out->n > MARKDOWN_MOST) {
                out->n = before;
                left_out++;
            }
        }
    if (left_out)
        buf_fmt(out, "\n%zu more: `ecoc advise` prints them.\n", left_out);
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static void json_maybe(struct json_out *j, const char *key, struct str text) {
    json_key(j, str_of(key));
    if (text.n)
        json_string(j, text);
    else
        json_raw(j, STR("null"));
}

static void json_place(struct json_out *j, const struct advice_report *r, struct span span) {
    json_key(j, STR("location"));
    if (!span.src) {
        json_raw(j, STR("null"));
        return;
    }
    struct place at = source_place(span.src, span.begin);
    json_begin_object(j);
    json_key_string(j, "file", path_from(r, span.src->path));
    json_key_int(j, "line", at.line);
    json_key_int(j, "column", at.column);
    json_end_object(j);
}

static void json_now(struct json_out *j, const struct advice *advice) {
    json_key(j, STR("now"));
    json_begin_array(j);
    for (size_t i = 0; i < advice->now.n; i++) {
        const struct advice_now *now = &advice->now.at[i];
        json_begin_object(j);
        json_key_string(j, "mode", str_of(now->mode));
        json_key_string(j, "instances", now->count);
        json_maybe(j, "when", now->when);
        json_end_object(j);
    }
    json_end_array(j);
}

static void json_then(struct json_out *j, const struct advice *advice) {
    const char *mode = advice_mode_name(advice->verdict.mode);
    json_key(j, STR("recommended"));
    if (!mode) {
        json_raw(j, STR("null"));
        return;
    }
    json_begin_object(j);
    json_key_string(j, "mode", str_of(mode));
    json_key_string(j, "instances", advice->count);
    json_key_bool(j, "is_so", advice_is_so(advice));
    json_end_object(j);
}

static void json_reason(struct json_out *j, const struct advice_report *r,
                        const struct advice_reason *why) {
    const char *code = advice_code(why);
    json_begin_object(j);
    json_key_string(j, "kind", str_of(advice_kind_name(why->kind)));
    json_maybe(j, "code", code ? str_of(code) : STR(""));
    json_maybe(j, "severity",
               why->finding ? str_of(diag_severity_name(why->finding->severity)) : STR(""));
    json_key_string(j, "message", why->text);
    json_maybe(j, "help", why->help);
    json_place(j, r, why->span);
    json_end_object(j);
}

static void json_app(struct json_out *j, const struct advice_report *r,
                     const struct advice_file *file, const struct advice *advice) {
    json_begin_object(j);
    json_key_string(j, "app", advice->app->label);
    json_key_string(j, "file", path_from(r, file->path));
    json_now(j, advice);
    json_then(j, advice);
    json_key_string(j, "risk", str_of(advice_risk_name(advice->verdict.risk)));
    json_key_string(j, "reason", advice->reason);
    json_maybe(j, "next", advice->next);
    json_key_int(j, "source_files", (int64_t)advice->n_files);
    json_key(j, STR("reasons"));
    json_begin_array(j);
    for (size_t i = 0; i < advice->reasons.n; i++)
        json_reason(j, r, &advice->reasons.at[i]);
    json_end_array(j);
    json_key(j, STR("settings"));
    json_begin_array(j);
    for (size_t i = 0; i < advice->rows.n; i++) {
        const struct advice_row *row = &advice->rows.at[i];
        json_begin_object(j);
        json_key_string(j, "name", str_of(row->name));
        json_key_string(j, "now", row->now);
        json_maybe(j, "recommended", row->then);
        json_place(j, r, row->span);
        json_end_object(j);
    }
    json_end_array(j);
    json_end_object(j);
}

void advice_json(const struct advice_report *r, struct buf *out) {
    struct json_out j;
    size_t count[RISK_HIGH + 1];
    advice_count_risks(r, count);
    json_out_init(&j, out, 2);
    json_begin_object(&j);
    json_key_string(&j, "format_version", STR("1.0"));
    json_key(&j, STR("apps"));
    json_begin_array(&j);
    for (size_t i = 0; i < r->files.n; i++)
        for (size_t k = 0; k < r->files.at[i].apps.n; k++)
            json_app(&j, r, &r->files.at[i], r->files.at[i].apps.at[k]);
    json_end_array(&j);
    json_key(&j, STR("risks"));
    json_begin_object(&j);
    for (int risk = RISK_HIGH; risk >= RISK_UNKNOWN; risk--)
        json_key_int(&j, advice_risk_name((enum advice_risk)risk), (int64_t)count[risk]);
    json_end_object(&j);
    json_end_object(&j);
    buf_char(out, '\n');
}
