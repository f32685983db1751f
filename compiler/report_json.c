/* Findings as JSON, format_version "1.1":
 *
 *   {"format_version": "1.1",
 *    "findings": [{code, name, severity, confidence, message, app, profile, option,
 *                  location: {file, line, column, end_line, end_column},
 *                  related: [{message, location}], notes: [], help,
 *                  fix: {applicability, edits: [{location, begin, end, text}]}, fingerprint}],
 *    "suppressed": [{... as above, by, reason}],
 *    "summary": {errors, warnings, infos, hints, suppressed, in_baseline, not_new,
 *                below_confidence, files, apps}}
 *
 * All findings, hints too. What a finding does not have is null: app, profile, option, help, fix,
 * location. Lines and columns count from 1, columns in characters; end_column is one past the last;
 * begin and end of an edit are bytes from 0. The minor version grows with new members, the major
 * one when a member changes its meaning or goes. */
#include "compiler/report.h"
#include "schema/base/json_out.h"

static void key_or_null(struct json_out *j, const char *key, struct str text) {
    json_key(j, str_of(key));
    if (text.n)
        json_string(j, text);
    else
        json_raw(j, STR("null"));
}

static void write_location(struct json_out *j, struct span span) {
    json_key(j, STR("location"));
    if (!span.src) {
        json_raw(j, STR("null"));
        return;
    }
    struct place from = source_place(span.src, span.begin), to = source_place(span.src, span.end);
    json_begin_object(j);
    json_key_string(j, "file", span.src->name);
    json_key_int(j, "line", from.line);
    json_key_int(j, "column", from.column);
    json_key_int(j, "end_line", to.line);
    json_key_int(j, "end_column", to.column);
    json_end_object(j);
}

static void write_related(struct json_out *j, const struct diag *d) {
    json_key(j, STR("related"));
    json_begin_array(j);
    for (size_t i = 0; i < d->related.n; i++) {
        json_begin_object(j);
        json_key_string(j, "message", d->related.at[i].message);
        write_location(j, d->related.at[i].span);
        json_end_object(j);
    }
    json_end_array(j);
}

static void write_fix(struct json_out *j, const struct diag *d) {
    json_key(j, STR("fix"));
    if (d->fix == DIAG_FIX_NONE) {
        json_raw(j, STR("null"));
        return;
    }
    json_begin_object(j);
    json_key_string(j, "applicability", d->fix == DIAG_FIX_SAFE ? STR("safe") : STR("unsafe"));
    json_key(j, STR("edits"));
    json_begin_array(j);
    for (size_t i = 0; i < d->edits.n; i++) {
        const struct diag_edit *edit = &d->edits.at[i];
        json_begin_object(j);
        write_location(j, edit->span);
        json_key_int(j, "begin", edit->span.begin);
        json_key_int(j, "end", edit->span.end);
        json_key_string(j, "text", edit->text);
        json_end_object(j);
    }
    json_end_array(j);
    json_end_object(j);
}

/* The members of a finding, without the braces. */
static void write_members(struct json_out *j, const struct diag_sink *sink, const struct diag *d) {
    const struct diag_rule *rule = &sink->rules[d->rule];
    json_key_string(j, "code", str_of(rule->code));
    json_key_string(j, "name", str_of(rule->name));
    json_key_string(j, "severity", str_of(diag_severity_name(d->severity)));
    json_key_string(j, "confidence", str_of(diag_confidence_name(rule->confidence)));
    json_key_string(j, "message", d->message);
    key_or_null(j, "app", d->app);
    key_or_null(j, "profile", d->profile);
    key_or_null(j, "option", d->option);
    write_location(j, d->span);
    write_related(j, d);
    json_key(j, STR("notes"));
    json_begin_array(j);
    for (size_t i = 0; i < d->notes.n; i++)
        json_string(j, d->notes.at[i]);
    json_end_array(j);
    key_or_null(j, "help", d->help);
    write_fix(j, d);
    json_key_string(j, "fingerprint", diag_fingerprint(sink, d));
}

static void write_hidden(struct json_out *j, const struct findings *found) {
    static const char *const by[] = {"comment", "baseline"};
    json_key(j, STR("suppressed"));
    json_begin_array(j);
    for (size_t i = 0; i < found->hidden.n; i++) {
        const struct hidden *h = &found->hidden.at[i];
        json_begin_object(j);
        write_members(j, &found->sink, h->d);
        json_key_string(j, "by", str_of(by[h->by]));
        key_or_null(j, "reason", h->reason);
        json_end_object(j);
    }
    json_end_array(j);
}

static void write_summary(struct json_out *j, const struct findings *found) {
    const size_t *count = found->sink.count;
    json_key(j, STR("summary"));
    json_begin_object(j);
    json_key_int(j, "errors", (int64_t)count[DIAG_ERROR]);
    json_key_int(j, "warnings", (int64_t)count[DIAG_WARNING]);
    json_key_int(j, "infos", (int64_t)count[DIAG_INFO]);
    json_key_int(j, "hints", (int64_t)count[DIAG_HINT]);
    json_key_int(j, "suppressed", (int64_t)findings_hidden(found, HIDDEN_BY_COMMENT));
    json_key_int(j, "in_baseline", (int64_t)findings_hidden(found, HIDDEN_BY_BASELINE));
    json_key_int(j, "not_new", (int64_t)found->n_known);
    json_key_int(j, "below_confidence", (int64_t)found->n_doubtful);
    json_key_int(j, "files", (int64_t)found->files.n);
    json_key_int(j, "apps", (int64_t)found->n_apps);
    json_end_object(j);
}

void report_json(const struct report *r, struct buf *out) {
    struct json_out j;
    json_out_init(&j, out, 2);
    json_begin_object(&j);
    json_key_string(&j, "format_version", STR("1.1"));
    json_key(&j, STR("findings"));
    json_begin_array(&j);
    for (size_t i = 0; i < r->found->sink.list.n; i++) {
        json_begin_object(&j);
        write_members(&j, &r->found->sink, r->found->sink.list.at[i]);
        json_end_object(&j);
    }
    json_end_array(&j);
    write_hidden(&j, r->found);
    write_summary(&j, r->found);
    json_end_object(&j);
    buf_char(out, '\n');
}
