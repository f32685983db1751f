/* One member after the other, in the order of the header. */
#include "compiler/report_json.h"

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

static void write_finding(struct json_out *j, const struct diag_sink *sink, const struct diag *d) {
    const struct diag_rule *rule = &sink->rules[d->rule];
    json_begin_object(j);
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
    json_key_string(j, "fingerprint", diag_fingerprint(sink, d));
    json_end_object(j);
}

void report_json(const struct diag_sink *sink, size_t n_files, size_t n_apps, struct buf *out) {
    struct json_out j;
    json_out_init(&j, out, 2);
    json_begin_object(&j);
    json_key_string(&j, "format_version", STR("1.0"));
    json_key(&j, STR("findings"));
    json_begin_array(&j);
    for (size_t i = 0; i < sink->list.n; i++)
        write_finding(&j, sink, sink->list.at[i]);
    json_end_array(&j);
    json_key(&j, STR("summary"));
    json_begin_object(&j);
    json_key_int(&j, "errors", (int64_t)sink->count[DIAG_ERROR]);
    json_key_int(&j, "warnings", (int64_t)sink->count[DIAG_WARNING]);
    json_key_int(&j, "infos", (int64_t)sink->count[DIAG_INFO]);
    json_key_int(&j, "hints", (int64_t)sink->count[DIAG_HINT]);
    json_key_int(&j, "files", (int64_t)n_files);
    json_key_int(&j, "apps", (int64_t)n_apps);
    json_end_object(&j);
    json_end_object(&j);
    buf_char(out, '\n');
}
